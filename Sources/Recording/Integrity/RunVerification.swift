public import Cycling
public import Foundation
import GRDB
public import Quantities

/// Everything about a run file that can be checked without knowing what the cell should have done.
public struct RunVerification: Sendable {
  /// One thing that was found.
  public struct Finding: Hashable, Codable, Sendable {
    /// What it means for whoever uses the data.
    public enum Weight: String, Hashable, Codable, Sendable {
      /// Worth knowing; the data is whole.
      case note
      /// Something is not what was written.
      case damage
    }

    /// What it means.
    public var weight: Weight
    /// What was found, in one line.
    public var what: String
  }

  /// The run file.
  public let url: URL
  /// What was found, the gravest first.
  public private(set) var findings: [Finding] = []
  /// Readings in the file.
  public private(set) var readings = 0
  /// Commits in the file; nil where an early version of the schema counted none.
  public private(set) var commits: Int?
  /// Test time of the last reading.
  public private(set) var duration = Quantity<Time>.zero
  /// How the run ended; nil where it was cut off or goes on.
  public private(set) var end: RunEnd?
  /// How much faster than the steady clock the computer's clock ran, parts per million; nil for runs under a minute.
  public private(set) var clockDrift: Double?

  /// Whether every row is what was written.
  public var isWhole: Bool { !findings.contains { $0.weight == .damage } }

  /// Checks a run file; throws where it cannot be opened at all.
  public init(of url: URL) throws(RecordingError) {
    self.url = url
    let run = try RunFile.Reader(opening: url)
    if let torn = run.tornTail {
      note("a torn tail was trimmed: \(torn.bytes) bytes (\(torn.pages) whole pages) that no commit acknowledged")
    }
    do {
      try run.database.read { database in
        try checkPages(of: database)
        checkProtocol(of: run.header, in: try String.fetchOne(database, sql: "SELECT protocol_sha256 FROM run"))
        try checkReadings(of: run, in: database)
        try checkSnapshot(in: database)
        try checkClocks(in: database)
      }
    } catch { damage("\(RecordingError(reading: url.path, error).what)") }
    findings.sort { $0.weight == .damage && $1.weight == .note }
  }

  mutating func note(_ what: String) { findings.append(Finding(weight: .note, what: what)) }
  mutating func damage(_ what: String) { findings.append(Finding(weight: .damage, what: what)) }

  private mutating func checkPages(of database: Database) throws {
    let said = try String.fetchAll(database, sql: "PRAGMA integrity_check(10)")
    if said != ["ok"] { for line in said { damage("SQLite: \(line)") } }
  }

  private mutating func checkProtocol(of header: RunHeader, in stored: String?) {
    if stored != header.protocolFingerprint.description {
      damage("the test protocol is not the one that was run: its SHA-256 differs")
    }
  }

  private mutating func checkReadings(of run: RunFile.Reader, in database: Database) throws {
    var eventCheck = try CommitCheck(of: .events, in: database, collectingFaults: true)
    let marks = try EventMark.all(in: database, check: &eventCheck)
    for fault in eventCheck.faults { damage(fault) }

    var cursor = try ReadingCursor(
      database, modelColumns: run.header.modelColumns.count, collectingFaults: true)
    var order = ReadingOrder(marks: marks)
    while let reading = try cursor.next() { order.take(reading, number: cursor.latest) }
    for fault in cursor.faults + order.faults { damage(fault) }
    for gap in order.gaps { note(gap) }
    (readings, duration) = (order.count, order.latest)
    end = marks.compactMap { if case .ended(let end) = $0.event { end } else { nil } }.last
    if end == nil { note("the run has not ended: it goes on, or it was cut off and `resume` can go on with it") }
  }

  private mutating func checkSnapshot(in database: Database) throws {
    do { _ = try RunFile.Snapshot.stored(in: database) } catch { damage("the snapshot is not what was written") }
  }

  private mutating func checkClocks(in database: Database) throws {
    guard try RunFileSchema.hasCommits(database) else { return }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT c.unix_s, c.monotonic_s, r.test_time_s FROM commits c LEFT JOIN readings r ON record_index = last_record
        ORDER BY commit_index
        """)
    var clocks = ClockHistory()
    while let row = try rows.next() {
      clocks.take(
        RunFile.Moment(unix: try row.decode(atIndex: 0), monotonic: try row.decode(atIndex: 1)),
        testTime: try row.decode(Double?.self, atIndex: 2) ?? 0)
    }
    commits = clocks.count
    clockDrift = clocks.drift
    for jump in clocks.jumps { note(jump) }
  }
}
