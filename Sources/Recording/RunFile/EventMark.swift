import Cycling
import GRDB
import Quantities

/// An event that is not a reading, and the readings it comes after.
struct EventMark {
  /// Number among the events that are no readings.
  let number: Int
  /// Readings recorded before it.
  let afterRecord: Int
  /// The event.
  let event: RunEvent

  private static let tables: [(name: String, event: @Sendable (Row) throws -> RunEvent)] = [
    ("step_starts", stepStart), ("step_ends", stepEnd), ("alarms", alarm), ("endings", ending),
    ("alarm_changes", alarmChange), ("journal", journalEntry),
  ]

  /// All of a run, in their order; throws where they are not as they were written.
  static func all(in database: Database) throws -> [EventMark] {
    var check = try CommitCheck(of: .events, in: database)
    return try all(in: database, check: &check)
  }

  /// All of a run, in their order, held against their commits.
  static func all(in database: Database, check: inout CommitCheck) throws -> [EventMark] {
    let stored = try stored(in: database)
    for row in stored {
      row.add(to: &check.checksum)
      try check.passed(row.mark.number)
    }
    try check.finish()
    return stored.map(\.mark)
  }

  /// The row that an event is kept in.
  struct StoredRow {
    /// The event.
    let mark: EventMark
    fileprivate let table: String
    fileprivate let values: [DatabaseValue]

    /// Adds the row to a checksum.
    func add(to checksum: inout Checksum) {
      checksum.add(table)
      for value in values { checksum.add(value) }
    }
  }

  /// The rows of all events, in their order, as they are.
  static func stored(in database: Database) throws -> [StoredRow] {
    // The first version of the schema had not all of them.
    let first = try Int.fetchOne(database, sql: "PRAGMA user_version") == 1 ? tables.prefix(4) : tables[...]
    return try first.flatMap { table, event in
      try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { row in
        let mark = EventMark(
          number: try row.decode(forColumn: "event"), afterRecord: try row.decode(forColumn: "after_record"),
          event: try event(row))
        return StoredRow(mark: mark, table: table, values: Array(row.databaseValues))
      }
    }.sorted { $0.mark.number < $1.mark.number }
  }

  private static func stepStart(_ row: Row) throws -> RunEvent {
    .stepBegan(
      StepStart(
        stepCount: try row.decode(forColumn: "step_count"), stepNumber: try row.decode(forColumn: "step_number"),
        name: try row.decode(forColumn: "name"), cycle: try row.decode(forColumn: "cycle"),
        time: try quantity(row, "test_time_s")))
  }

  private static func stepEnd(_ row: Row) throws -> RunEvent {
    .stepEnded(
      StepEnd(
        stepCount: try row.decode(forColumn: "step_count"), time: try quantity(row, "test_time_s"),
        duration: try quantity(row, "duration_s"), charge: try quantity(row, "charge_C"),
        voltage: try quantity(row, "voltage_V"), reason: try row.decode(forColumn: "reason"),
        endedByVoltage: try row.decode(forColumn: "ended_by_voltage")))
  }

  private static func alarm(_ row: Row) throws -> RunEvent {
    .alarm(
      Alarm(
        kind: try word(row, "kind"), severity: try word(row, "severity"), time: try quantity(row, "test_time_s"),
        evidence: try StoredJSON.value([Evidence].self, from: try row.decode(forColumn: "evidence_json"))),
      step: try row.decode(forColumn: "step_count"))
  }

  private static func alarmChange(_ row: Row) throws -> RunEvent {
    .alarmChanged(
      AlarmChange(
        kind: try word(row, "kind"), severity: try word(row, "severity"), time: try quantity(row, "test_time_s"),
        step: try row.decode(forColumn: "step_count"), from: try word(row, "from_state"), to: try word(row, "to_state"),
        cause: try word(row, "cause"),
        shelvedUntil: try row.decodeOptional("shelved_until_s").map { (si: Double) in Quantity(si: si) },
        isFirstOut: try row.decode(forColumn: "first_out"),
        isAnnounced: try row.decode(forColumn: "announced")))
  }

  private static func journalEntry(_ row: Row) throws -> RunEvent {
    .journal(
      JournalEntry(
        kind: try word(row, "kind"), time: try quantity(row, "test_time_s"),
        step: try row.decode(forColumn: "step_count"), words: try row.decode(forColumn: "words"),
        duration: try row.decodeOptional("duration_s").map { (si: Double) in Quantity(si: si) }))
  }

  private static func ending(_ row: Row) throws -> RunEvent {
    .ended(
      RunEnd(
        way: try word(row, "way"), time: try quantity(row, "test_time_s"), reason: try row.decode(forColumn: "reason")))
  }

  /// A quantity in its SI unit; not-a-number is NULL in the file.
  private static func quantity<D: Dimension>(_ row: Row, _ column: String) throws -> Quantity<D> {
    Quantity(si: try row.decodeOptional(column) ?? .nan)
  }

  private static func word<Word: RawRepresentable<String>>(_ row: Row, _ column: String) throws -> Word {
    let text = try row.decode(String.self, forColumn: column)
    guard let word = Word(rawValue: text) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "\(column) \"\(text)\" is not known")
    }
    return word
  }
}
