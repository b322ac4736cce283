import Cycling
import GRDB
import GRDBSQLite

/// Inserts many rows of one table, fifty to a statement: SQLite's work around a statement costs more than a row.
struct BulkInsert {
  private let fifty: Statement
  private let single: Statement
  private let database: Database
  private static let chunk = 50

  /// An insert into the columns named; SQLite numbers the rows, from 1 and without gaps.
  init(into table: String, columns: [String], _ database: Database) throws {
    let names = columns.map(RunFileSchema.quoted).joined(separator: ", ")
    let row = "(\(columns.map { _ in "?" }.joined(separator: ", ")))"
    func statement(rows: Int) throws -> Statement {
      let values = Array(repeating: row, count: rows).joined(separator: ", ")
      return try database.cachedStatement(sql: "INSERT INTO \(table) (\(names)) VALUES \(values)")
    }
    (fifty, single, self.database) = (try statement(rows: Self.chunk), try statement(rows: 1), database)
  }

  /// Inserts a row for each element and returns the checksum of them all; the body binds a row's values in the order of
  /// the columns.
  @inline(__always)
  func insert<Element>(_ elements: [Element], bind: (Element, inout Binding) -> Void) throws -> UInt32 {
    var (index, checksum) = (0, Checksum())
    while index < elements.count {
      let isChunk = elements.count - index >= Self.chunk
      var binding = Binding(statement: (isChunk ? fifty : single).sqliteStatement, checksum: checksum)
      for _ in 0..<(isChunk ? Self.chunk : 1) {
        bind(elements[index], &binding)
        index += 1
      }
      checksum = binding.checksum
      let code = sqlite3_step(binding.statement)
      sqlite3_reset(binding.statement)
      guard code == SQLITE_DONE else {
        throw DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
      }
    }
    return checksum.value
  }

  /// Binds values straight into SQLite, one behind the other.
  struct Binding {
    let statement: SQLiteStatement
    fileprivate(set) var checksum: Checksum
    private var position: Int32 = 0

    init(statement: SQLiteStatement, checksum: Checksum) { (self.statement, self.checksum) = (statement, checksum) }

    /// SQLite itself turns not-a-number into NULL.
    @inline(__always)
    mutating func next(_ value: Double?) {
      position += 1
      checksum.add(value)
      if let value { sqlite3_bind_double(statement, position, value) } else { sqlite3_bind_null(statement, position) }
    }

    @inline(__always)
    mutating func next(_ value: Int?) {
      position += 1
      checksum.add(value)
      if let value {
        sqlite3_bind_int64(statement, position, Int64(value))
      } else {
        sqlite3_bind_null(statement, position)
      }
    }
  }
}
