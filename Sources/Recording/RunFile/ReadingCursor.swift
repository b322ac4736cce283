import Cycling
import GRDB
import GRDBSQLite
import Quantities

/// Steps through the readings of a run file, one at a time.
struct ReadingCursor {
  private let statement: Statement
  private let database: Database
  private let modelColumns: Int
  private var check: (readings: CommitCheck, model: CommitCheck)?
  /// Number of the latest reading.
  private(set) var latest = 0

  /// All readings, checked against their commits; those behind one where a commit ended, or those of a condition, unchecked.
  ///
  /// Faults are thrown at the first, or collected.
  init(
    _ database: Database, modelColumns: Int, after record: Int = 0, where condition: String? = nil,
    collectingFaults: Bool = false
  ) throws {
    let state = modelColumns > 0 ? " LEFT JOIN model_state USING (record_index)" : ""
    let filter = condition ?? "record_index > \(record)"
    statement = try database.makeStatement(
      sql: "SELECT * FROM readings\(state) WHERE \(filter) ORDER BY record_index")
    (self.database, self.modelColumns, latest) = (database, modelColumns, record)
    if condition == nil {
      check = (
        try CommitCheck(of: .readings, in: database, after: record, collectingFaults: collectingFaults),
        try CommitCheck(of: .model, in: database, after: record, collectingFaults: collectingFaults)
      )
    }
  }

  /// The next reading; nil behind the last. Throws where the readings are not those that were committed.
  mutating func next() throws -> RecordedReading? {
    switch sqlite3_step(statement.sqliteStatement) {
    case SQLITE_ROW:
      let reading = row
      if check != nil { try compare(reading) }
      return reading
    case SQLITE_DONE:
      try check?.readings.finish()
      return nil
    case let code:
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
  }

  /// What was found, where faults are collected.
  var faults: [String] { (check?.readings.faults ?? []) + (check?.model.faults ?? []) }

  @inline(__always)
  private mutating func compare(_ reading: RecordedReading) throws {
    latest = integer(0)
    check?.readings.checksum.add(reading)
    try check?.readings.passed(latest)
    guard modelColumns > 0 else { return }
    for value in reading.modelState { check?.model.checksum.add(value) }
    try check?.model.passed(latest)
  }

  /// The columns by their place in the table, which the schema fixes.
  private var row: RecordedReading {
    let setpoint =
      isNull(7) ? nil : Setpoint(storedKind: Int(sqlite3_column_int64(statement.sqliteStatement, 7)), value: real(8))
    return RecordedReading(
      reading: Reading(
        time: Quantity(si: real(1)), voltage: Quantity(si: real(2)), current: Quantity(si: real(3)),
        setpoint: setpoint, flags: ReadingFlags(rawValue: UInt8(truncatingIfNeeded: integer(9)))),
      stepCount: integer(4), cycle: integer(5), stepCharge: Quantity(si: real(6)),
      modelState: (0..<modelColumns).map { real(Int32(10 + $0)) })
  }

  private func isNull(_ column: Int32) -> Bool {
    sqlite3_column_type(statement.sqliteStatement, column) == SQLITE_NULL
  }

  /// A number; not-a-number is NULL in the file.
  private func real(_ column: Int32) -> Double {
    isNull(column) ? .nan : sqlite3_column_double(statement.sqliteStatement, column)
  }

  private func integer(_ column: Int32) -> Int { Int(sqlite3_column_int64(statement.sqliteStatement, column)) }
}

extension Checksum {
  /// Adds a reading as the row of the table `readings` holds it, without its number.
  mutating func add(_ recorded: RecordedReading) {
    let (reading, setpoint) = (recorded.reading, recorded.reading.setpoint?.stored)
    add(reading.time.si)
    add(reading.voltage.si)
    add(reading.current.si)
    add(recorded.stepCount)
    add(recorded.cycle)
    add(recorded.stepCharge.si)
    add(setpoint?.kind)
    add(setpoint?.value)
    add(Int(reading.flags.rawValue))
  }
}
