public import Cycling
public import Foundation
import GRDB
import Synchronization

extension RunFile {
  /// Takes the events of one run, in their order, and commits them in batches.
  ///
  /// What `record` has taken is on disk after the next commit: after 1000 events or 100 ms at the latest while events
  /// come, at once for an alarm and for the end of the run, and whenever somebody calls `commit()`. When a commit fails,
  /// what was not committed is kept for another try; the run should end.
  public final class Writer: Sendable {
    /// Where the run file is.
    public let url: URL
    /// What of an earlier part of the run was never committed and is gone, in bytes of the write-ahead log.
    public let tornTail: TornTail?
    private let database: DatabaseQueue
    private let modelColumnCount: Int
    private let clock: @Sendable () -> Moment
    private let acknowledge: (@Sendable (Position) -> Void)?
    private let state: Mutex<State>

    private struct State {
      var batch: EventBatch
      /// When its first event was taken, s; nil while it is empty.
      var begun: Double?
      /// Held until the file is closed.
      var lock: WriterLock?
    }

    /// Events committed together at most.
    public static let batchSize = 1000
    /// How long an event waits for others at most, s.
    public static let longestWait = 0.1

    /// Makes a new run file with its header, which appears whole or not at all.
    ///
    /// `acknowledge` hears how far the file goes behind each commit. Throws `fileExists` rather than touch a file that is
    /// there, `cannotCreate`, `diskFull` or `cannotWrite`.
    public init(
      creating url: URL, header: RunHeader, durability: Durability = .normal,
      clock: @escaping @Sendable () -> Moment = { .now }, acknowledge: (@Sendable (Position) -> Void)? = nil
    ) throws(RecordingError) {
      let path = url.path
      let lock = try RunFileSchema.create(path, header: header, at: clock())
      do { database = try Self.open(path, durability) } catch {
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        throw RecordingError(writing: path, error)
      }
      state = Mutex(State(batch: EventBatch(modelColumns: header.modelColumns), lock: lock))
      (self.url, modelColumnCount, tornTail) = (url, header.modelColumns.count, nil)
      (self.clock, self.acknowledge) = (clock, acknowledge)
    }

    /// Goes on with the run file of a run that was cut off, behind what it committed.
    ///
    /// Throws `inUse` while somebody writes it, `ended` where the run is over, or what opening it for reading can bring.
    public init(
      continuing url: URL, durability: Durability = .normal, clock: @escaping @Sendable () -> Moment = { .now },
      acknowledge: (@Sendable (Position) -> Void)? = nil
    ) throws(RecordingError) {
      let path = url.path
      let lock = try WriterLock(taking: path)
      let reader = try Reader(opening: url)
      if try reader.end() != nil { throw .ended(path: path) }
      let position = try reader.position()
      tornTail = reader.tornTail
      do {
        database = try Self.open(path, durability)
        if reader.schemaVersion < RunFileSchema.version {
          try RunFileSchema.migrator.migrate(database)
          let moment = clock()
          try database.write { try RunFileSchema.adoptRows(of: reader.header, at: moment, in: $0) }
        }
      } catch { throw RecordingError(writing: path, error) }
      let columns = reader.header.modelColumns
      state = Mutex(State(batch: EventBatch(modelColumns: columns, after: position), lock: lock))
      (self.url, modelColumnCount) = (url, columns.count)
      (self.clock, self.acknowledge) = (clock, acknowledge)
    }

    /// How far the run goes, with what is not committed yet.
    public var position: Position { state.withLock { $0.batch.end } }

    /// Takes one event.
    public func record(_ event: RunEvent) throws(RecordingError) {
      try state.withLock { state throws(RecordingError) in
        guard state.lock != nil else { throw .closed(path: url.path) }
        guard state.batch.append(event) else { throw modelStateMismatch(event) }
        try commitWhereDue(&state, isUrgent: event.isUrgent)
      }
    }

    /// Takes a reading that the record rule left out: it is needed to go on after a crash, until the next snapshot.
    public func record(unkept reading: Reading) throws(RecordingError) {
      try state.withLock { state throws(RecordingError) in
        guard state.lock != nil else { throw .closed(path: url.path) }
        state.batch.append(unkept: reading)
        try commitWhereDue(&state, isUrgent: false)
      }
    }

    /// Commits what was taken, a last event, and a snapshot taken behind it, all or nothing; costs nothing when there is
    /// none of them.
    public func commit(_ last: RunEvent? = nil, snapshot: Snapshot? = nil) throws(RecordingError) {
      try state.withLock { state throws(RecordingError) in
        guard state.lock != nil else { throw .closed(path: url.path) }
        if let last, !state.batch.append(last) { throw modelStateMismatch(last) }
        try commit(&state, snapshot: snapshot)
      }
    }

    /// Commits what was taken and closes the file, which then is one plain SQLite file; closing again does nothing.
    public func close() throws(RecordingError) {
      try state.withLock { state throws(RecordingError) in
        guard state.lock != nil else { return }
        defer {
          try? database.close()
          state.lock = nil
        }
        try commit(&state)
        // A reader that is still there keeps the write-ahead log; the file is whole with it, too.
        try? database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      }
    }

    /// Closes and removes a new run file whose run cannot begin, so that the next attempt finds its name free.
    public func abandon() {
      state.withLock { state in
        guard state.lock != nil else { return }
        try? database.close()
        for suffix in ["", "-wal", "-shm"] { unlink(url.path + suffix) }
        state.lock = nil
      }
    }

    /// What SQLite has really set: layers in between are known to change it silently.
    public func durabilityInForce() throws(RecordingError) -> Durability? {
      do {
        let level = try database.unsafeRead { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
        return Durability.allCases.first { $0.level == level }
      } catch { throw RecordingError(reading: url.path, error) }
    }

    private func commitWhereDue(_ state: inout State, isUrgent: Bool) throws(RecordingError) {
      let now = CoarseClock.seconds
      let begun = state.begun ?? now
      state.begun = begun
      if isUrgent || state.batch.count >= Self.batchSize || now - begun >= Self.longestWait { try commit(&state) }
    }

    private func commit(_ state: inout State, snapshot: Snapshot? = nil) throws(RecordingError) {
      guard state.batch.count > 0 || snapshot != nil else { return }
      let moment = clock()
      do {
        try database.write { database in
          if state.batch.count > 0 { try state.batch.insert(into: database, at: moment) }
          if var snapshot {
            snapshot.position = state.batch.end
            try snapshot.store(in: database)
          }
        }
      } catch { throw RecordingError(writing: url.path, error) }
      state.batch.removeAll()
      state.begun = nil
      acknowledge?(state.batch.end)
    }

    private func modelStateMismatch(_ event: RunEvent) -> RecordingError {
      var found = 0
      if case .reading(let reading) = event { found = reading.modelState.count }
      return .modelStateMismatch(path: url.path, expected: modelColumnCount, found: found)
    }

    private static func open(_ path: String, _ durability: Durability) throws -> DatabaseQueue {
      var configuration = Configuration()
      configuration.journalMode = .wal
      configuration.busyMode = .timeout(5)
      let database = try DatabaseQueue(path: path, configuration: configuration)
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = \(durability.level)") }
      return database
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
