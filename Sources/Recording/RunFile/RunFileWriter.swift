public import Cycling
public import Foundation
import GRDB
import Synchronization

extension RunFile {
  /// Takes the events of one run, in their order, and commits them in batches.
  ///
  /// What `record` has taken is on disk after the next commit: after 1000 events at the latest, at once for an alarm
  /// and for the end of the run, and whenever somebody calls `commit()`. When a commit fails, what was not committed
  /// is kept for another try; the run should end.
  public final class Writer: Sendable {
    /// Where the run file is.
    public let url: URL
    private let database: DatabaseQueue
    private let modelColumnCount: Int
    private let state: Mutex<State>

    private struct State {
      var batch: EventBatch
      var isOpen = true
    }

    /// Events committed together at most.
    public static let batchSize = 1000

    /// Makes a new run file and writes its header.
    ///
    /// Throws `fileExists` rather than touch a file that is there, `cannotCreate`, `diskFull` or `cannotWrite`.
    public init(creating url: URL, header: RunHeader, durability: Durability = .normal) throws(RecordingError) {
      let path = url.path
      self.url = url
      try Self.reserve(path)
      do {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(5)
        database = try DatabaseQueue(path: path, configuration: configuration)
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(durability.level)") }
        try RunFileSchema.migrator.migrate(database)
        try database.write { try RunFileSchema.insert(header, into: $0) }
      } catch {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        throw RecordingError(writing: path, error)
      }
      state = Mutex(State(batch: EventBatch(modelColumns: header.modelColumns)))
      modelColumnCount = header.modelColumns.count
    }

    /// Takes one event.
    public func record(_ event: RunEvent) throws(RecordingError) {
      try state.withLock { state throws(RecordingError) in
        guard state.isOpen else { throw .closed(path: url.path) }
        guard state.batch.append(event) else { throw modelStateMismatch(event) }
        if state.batch.count >= Self.batchSize || event.isUrgent { try commit(&state) }
      }
    }

    /// Commits what was taken; costs nothing when nothing was.
    public func commit() throws(RecordingError) {
      try state.withLock { state throws(RecordingError) in try commit(&state) }
    }

    /// Commits what was taken and closes the file, which then is one plain SQLite file; closing again does nothing.
    public func close() throws(RecordingError) {
      try state.withLock { state throws(RecordingError) in
        guard state.isOpen else { return }
        state.isOpen = false
        defer { try? database.close() }
        try commit(&state)
        // A reader that is still there keeps the write-ahead log; the file is whole with it, too.
        try? database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      }
    }

    /// What SQLite has really set: layers in between are known to change it silently.
    public func durabilityInForce() throws(RecordingError) -> Durability? {
      do {
        let level = try database.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        return Durability.allCases.first { $0.level == level }
      } catch { throw RecordingError(reading: url.path, error) }
    }

    private func commit(_ state: inout State) throws(RecordingError) {
      guard state.batch.count > 0 else { return }
      do { try database.write { try state.batch.insert(into: $0) } } catch {
        throw RecordingError(writing: url.path, error)
      }
      state.batch.removeAll()
    }

    private func modelStateMismatch(_ event: RunEvent) -> RecordingError {
      var found = 0
      if case .reading(let reading) = event { found = reading.modelState.count }
      return .modelStateMismatch(path: url.path, expected: modelColumnCount, found: found)
    }

    /// Makes the empty file, so that two writers never share one.
    private static func reserve(_ path: String) throws(RecordingError) {
      let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        throw errno == EEXIST
          ? .fileExists(path: path) : .cannotCreate(path: path, reason: systemReason())
      }
      Glibc.close(descriptor)
    }
  }
}

extension RunFile.Durability {
  /// SQLite's number for it.
  fileprivate var level: Int {
    switch self {
    case .normal: 1
    case .full: 2
    }
  }
}

extension RunEvent {
  /// Whether it should be on disk at once.
  fileprivate var isUrgent: Bool {
    switch self {
    case .alarm, .alarmChanged, .journal, .ended: true
    case .stepBegan, .reading, .stepEnded: false
    }
  }
}
