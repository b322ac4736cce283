public import Cycling
import Foundation
import Quantities

/// The supervising process's side: waits for signs of life, and opens the cell when they end without a farewell.
public struct Supervision: Sendable {
  /// Why the cell has to be opened.
  public enum Cause: Hashable, Sendable {
    /// The run's process ended without saying that the cell is open.
    case gone
    /// It gave no sign of life for so many seconds.
    case silent(Double)
    /// What it said was no sign of life.
    case garbled
  }

  /// Before the first sign of life, s: opening the line and setting limits take their time.
  private static let firstPatience = 30.0

  private let input: Int32

  /// A supervision that reads signs of life from a file descriptor; standard input by default.
  public init(input: Int32 = 0) { self.input = input }

  /// Waits; returns why the cell has to be opened, nil when it is open already. Blocks: call it on a thread of its own.
  public func wait() -> Cause? {
    var patience = Self.firstPatience
    // The machine's sleep is no silence: this clock sleeps along.
    var latest = SuspendingClock.now
    var lines = LineBuffer()
    while true {
      let left = .seconds(patience) - (SuspendingClock.now - latest)
      var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      let ready = poll(&descriptor, 1, Int32(clamping: Int((max(left, .zero) / .milliseconds(1)).rounded(.up))))
      if ready < 0, errno == EINTR { continue }
      if ready == 0 { return .silent(patience) }
      guard ready > 0, let bytes = readSome() else { return .gone }
      for line in lines.add(bytes) {
        switch SignOfLife(line) {
        case .dismissed: return nil
        case .well(let next): (patience, latest) = (next, .now)
        case nil: return .garbled
        }
      }
    }
  }

  private func readSome() -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = read(input, &bytes, bytes.count)
    return count > 0 ? Array(bytes.prefix(count)) : nil
  }

  /// Opens the cell, again and again until it is open or the time is up; says what came of it.
  ///
  /// - Parameters:
  ///   - patience: how long it is tried: a cable may be put back, an instrument come up again.
  ///   - openCell: makes the cell safe on a line of its own and reads back that it is.
  ///   - tell: hears of the first failure and of each change in what fails.
  public static func open(
    within patience: Duration = .seconds(600), tell: @Sendable (String) -> Void,
    openCell: @Sendable () async throws(ChannelError) -> Void
  ) async -> Bool {
    let start = SuspendingClock.now
    var pause = Duration.milliseconds(50)
    var told: String?
    while true {
      do throws(ChannelError) {
        try await openCell()
        return true
      } catch {
        if error.words != told { tell("not open yet: \(error.words)") }
        told = error.words
      }
      guard SuspendingClock.now - start < patience else { return false }
      try? await Task.sleep(for: pause)
      pause = min(pause * 2, .seconds(2))
    }
  }
}

extension Supervision.Cause {
  /// What a person reads.
  public var words: String {
    switch self {
    case .gone: "the run's process is gone"
    case .silent(let seconds): "the run's process has said nothing for \(seconds.formatted(digits: 2)) s"
    case .garbled: "the run's process said something unknown"
    }
  }
}

/// Cuts a stream of bytes into lines.
private struct LineBuffer {
  private var rest: [UInt8] = []

  /// The lines that are whole now, without their ends.
  mutating func add(_ bytes: [UInt8]) -> [String] {
    rest += bytes
    var parts = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    rest = Array(parts.removeLast())
    return parts.map { String(decoding: $0, as: UTF8.self) }
  }
}
