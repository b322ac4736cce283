import Cycling
import GRDB
import GRDBSQLite
import Quantities

/// Steps through the readings of a run file, one at a time.
struct ReadingCursor {
  private let statement: Statement
  private let database: Database
  private let modelColumns: Int

  init(_ database: Database, modelColumns: Int, where condition: String? = nil) throws {
    let state = modelColumns > 0 ? " LEFT JOIN model_state USING (record_index)" : ""
    let filter = condition.map { " WHERE \($0)" } ?? ""
    statement = try database.makeStatement(sql: "SELECT * FROM readings\(state)\(filter) ORDER BY record_index")
    (self.database, self.modelColumns) = (database, modelColumns)
  }

  /// The next reading; nil behind the last.
  mutating func next() throws -> RecordedReading? {
    switch sqlite3_step(statement.sqliteStatement) {
    case SQLITE_ROW: return row
    case SQLITE_DONE: return nil
    case let code:
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
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
