import GRDB

extension Row {
  /// A value that may be NULL, in a column that must be there.
  func decodeOptional<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
    guard hasColumn(column) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the column \(column) is missing")
    }
    return try decode(Value?.self, forColumn: column)
  }
}
