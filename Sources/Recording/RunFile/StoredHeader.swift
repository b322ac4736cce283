import Cycling
import Foundation
import GRDB
import Quantities

extension RunFileSchema {
  /// Writes the header's one row and the table of model state it asks for.
  static func insert(_ header: RunHeader, into database: Database) throws {
    try createModelState(header.modelColumns, in: database)
    try database.execute(
      sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        header.protocolName, header.protocolText, header.protocolFingerprint.description, header.cellName,
        header.cellText, header.planJSON, header.channelName, header.softwareVersion,
        header.seed.map(String.init), header.startedAt.timeIntervalSince1970, header.area.si, header.notes,
      ])
  }

  /// Reads the header; throws `DatabaseError` or a decoding error where the file is damaged.
  static func header(in database: Database) throws -> RunHeader {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM run") else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the header is missing")
    }
    let columns = try Row.fetchAll(database, sql: "SELECT name, words_json FROM model_columns ORDER BY position")
    return RunHeader(
      protocolName: try row.decode(forColumn: "protocol_name"),
      protocolText: try row.decode(forColumn: "protocol_text"),
      cellName: try row.decode(forColumn: "cell_name"), cellText: try row.decode(forColumn: "cell_text"),
      planJSON: try row.decode(forColumn: "plan_json"), channelName: try row.decode(forColumn: "channel_name"),
      softwareVersion: try row.decode(forColumn: "software_version"),
      seed: try row.decode(String?.self, forColumn: "seed").flatMap(UInt64.init),
      startedAt: Date(timeIntervalSince1970: try row.decode(forColumn: "started_unix_s")),
      area: Quantity(si: try row.decode(forColumn: "area_m2")),
      modelColumns: try columns.map { column in
        let words = try column.decode(String?.self, forColumn: "words_json")
        return ModelColumn(
          try column.decode(forColumn: "name"), words: try words.map { try StoredJSON.value([String].self, from: $0) })
      },
      notes: try row.decode(forColumn: "notes"))
  }
}
