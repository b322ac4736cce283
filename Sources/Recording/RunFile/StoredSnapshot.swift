import Foundation
import GRDB

extension RunFile.Snapshot {
  /// Replaces the snapshot before; readings left out by the record rule are in its state now.
  func store(in database: Database) throws {
    try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO snapshot (slot, last_record, last_event, format, state, crc32) VALUES (1, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [position.readings, position.events, format, state, Int(checksum)])
    try database.cachedStatement(sql: "DELETE FROM unkept").execute()
  }

  /// Reads the snapshot; nil where none was taken. Throws where it is not what was written.
  static func stored(in database: Database) throws -> RunFile.Snapshot? {
    guard try RunFileSchema.hasCommits(database),
      let row = try Row.fetchOne(database, sql: "SELECT * FROM snapshot")
    else { return nil }
    let snapshot = RunFile.Snapshot(
      position: RunFile.Position(
        readings: try row.decode(forColumn: "last_record"), events: try row.decode(forColumn: "last_event")),
      format: try row.decode(forColumn: "format"), state: try row.decode(forColumn: "state"))
    guard try row.decode(Int.self, forColumn: "crc32") == Int(snapshot.checksum) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the snapshot is not what was written")
    }
    return snapshot
  }

  private var checksum: UInt32 {
    var checksum = Checksum()
    checksum.add(position.readings)
    checksum.add(position.events)
    checksum.add(format)
    checksum.add(bytes: state)
    return checksum.value
  }
}
