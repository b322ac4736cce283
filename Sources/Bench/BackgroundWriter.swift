public import Cycling
import Dispatch
import Foundation
public import Recording
import Synchronization

/// Where the events of a run go.
public protocol RunSink: Sendable {
  /// Takes an event.
  func record(_ event: RunEvent) throws
  /// Takes a reading that the record rule left out.
  func record(unkept reading: Reading) throws
  /// Commits what was taken, a last event, and the state behind it.
  func commit(_ last: RunEvent?, state: @escaping @Sendable () throws -> RunFile.Snapshot) throws
  /// Commits what was taken.
  func commit() throws
  /// Commits what was taken and closes the file.
  func close() throws
  /// How long what waits for the disk has waited.
  var delay: Duration { get }
}

extension RunFile.Writer: RunSink {
  /// Commits at once.
  public func commit(_ last: RunEvent?, state: @escaping @Sendable () throws -> RunFile.Snapshot) throws {
    try commit(last, snapshot: try state())
  }

  /// Commits at once.
  public func commit() throws { try commit(nil, snapshot: nil) }

  /// Nothing waits.
  public var delay: Duration { .zero }
}

/// Writes events on a thread of its own, so that a slow disk never delays a limit check.
///
/// What was taken is committed within 100 ms. A failure is thrown by the next call: the run then ends as a fault.
public final class BackgroundWriter: RunSink {
  private enum Item: Sendable {
    case event(RunEvent)
    case unkept(Reading)
    case state(RunEvent?, @Sendable () throws -> RunFile.Snapshot)
  }

  private struct State {
    var items: [(item: Item, taken: ContinuousClock.Instant)] = []
    /// When what is being written was taken; nil while nothing is.
    var writingSince: ContinuousClock.Instant?
    var isBusy = false
    var isCommitDue = false
    var isClosed = false
    var failure: (any Error)?
  }

  private let sink: any RunSink
  private let path: String
  private let queue = DispatchQueue(label: "run file", qos: .utility)
  private let state = Mutex(State())

  /// Events that may wait for the disk: some minutes of readings. A disk that is further behind has failed.
  public static let mostWaiting = 100_000

  /// Writes to a sink, in the background; the path is for errors.
  public init(_ sink: any RunSink, path: String) { (self.sink, self.path) = (sink, path) }

  /// Takes an event and returns at once.
  public func record(_ event: RunEvent) throws { try take(.event(event)) }

  /// Takes a reading that the record rule left out and returns at once.
  public func record(unkept reading: Reading) throws { try take(.unkept(reading)) }

  /// Has the state put together and committed in the background.
  public func commit(_ last: RunEvent?, state: @escaping @Sendable () throws -> RunFile.Snapshot) throws {
    try take(.state(last, state))
  }

  /// Commits what was taken, in the background, within 100 ms.
  public func commit() throws {}

  /// How long the oldest event that is not written has waited.
  public var delay: Duration {
    state.withLock { state in
      (state.writingSince ?? state.items.first?.taken).map { ContinuousClock.now - $0 } ?? .zero
    }
  }

  /// Writes what is left and closes the file; a commit that is still due is in that.
  public func close() throws {
    queue.sync {
      writeAll()
      state.withLock { $0.isClosed = true }
      attempt { try sink.close() }
    }
    try throwFailure()
  }

  private func take(_ item: Item) throws {
    try throwFailure()
    let (isBusy, isTooMuch) = state.withLock { state in
      defer { state.isBusy = true }
      state.items.append((item, .now))
      return (state.isBusy, state.items.count > Self.mostWaiting)
    }
    if isTooMuch {
      throw RecordingError.cannotWrite(
        path: path, reason: "the disk is too slow: \(Self.mostWaiting) events wait for it")
    }
    if !isBusy { queue.async { [self] in writeAll() } }
  }

  /// Writes until nothing waits; then has it committed 100 ms later, together with what comes meanwhile.
  private func writeAll() {
    while true {
      let items = state.withLock { state in
        defer { state.items.removeAll() }
        state.isBusy = !state.items.isEmpty
        state.writingSince = state.items.first?.taken
        return state.items
      }
      if items.isEmpty { return scheduleCommit() }
      for (item, taken) in items {
        state.withLock { $0.writingSince = taken }
        attempt { try write(item) }
      }
    }
  }

  private func write(_ item: Item) throws {
    switch item {
    case .event(let event): try sink.record(event)
    case .unkept(let reading): try sink.record(unkept: reading)
    case .state(let last, let snapshot): try sink.commit(last, state: snapshot)
    }
  }

  private func scheduleCommit() {
    let isScheduled = state.withLock { state in
      defer { state.isCommitDue = true }
      return state.isCommitDue
    }
    guard !isScheduled else { return }
    queue.asyncAfter(deadline: .now() + .milliseconds(90)) { [self] in
      let isClosed = state.withLock { state in
        guard !state.isClosed else { return true }
        (state.isCommitDue, state.writingSince) = (false, .now)
        return false
      }
      guard !isClosed else { return }
      attempt { try sink.commit() }
      state.withLock { $0.writingSince = nil }
    }
  }

  private func attempt(_ work: () throws -> Void) {
    do { try work() } catch { state.withLock { $0.failure = $0.failure ?? error } }
  }

  private func throwFailure() throws {
    if let error = state.withLock({ $0.failure }) { throw error }
  }
}
