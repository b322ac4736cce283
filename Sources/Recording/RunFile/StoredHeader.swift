import Cycling
import Foundation
import GRDB
import Quantities

extension RunFileSchema {
  /// Writes the header's one row and the table of model state it asks for.
  static func insert(_ header: RunHeader, into database: Database) throws {
    try createModelState(header.modelColumns, in: database)
    try database.execute(
      sql: "INSERT INTO run VALUES (\(Array(repeating: "?", count: 16).joined(separator: ", ")))",
      arguments: [
        header.protocolName, header.protocolText, header.protocolFingerprint.description, header.cellName,
        header.cellText, header.planJSON, header.channelName, header.softwareVersion,
        header.seed.map(String.init), header.startedAt.timeIntervalSince1970, header.area.si, header.notes,
        header.speed, try header.instrument.map(StoredJSON.text), header.host, header.secondsFromUTC,
      ])
  }

  /// The checksum of everything that the header says except the operator's notes, which may be added to.
  static func headerChecksum(in database: Database) throws -> UInt32 {
    var checksum = Checksum()
    for sql in ["SELECT * FROM run", "SELECT * FROM model_columns ORDER BY position"] {
      for row in try Row.fetchAll(database, sql: sql) {
        for (column, value) in row where column != "notes" { checksum.add(value) }
      }
    }
    return checksum.value
  }

  /// Writes the commit that the header belongs to, number 0.
  static func commitHeader(at moment: RunFile.Moment, in database: Database) throws {
    try database.execute(
      sql: "INSERT INTO commits VALUES (0, 0, 0, 0, 0, ?, ?, ?)",
      arguments: [Int(try headerChecksum(in: database)), moment.unix, moment.monotonic])
  }

  /// Throws where the header is not what was written; versions 1 and 2 of the schema cannot say.
  static func requireWholeHeader(in database: Database) throws {
    guard try hasCommits(database) else { return }
    let sum = try Int.fetchOne(database, sql: "SELECT events_crc32 FROM commits WHERE commit_index = 0")
    guard sum == Int(try headerChecksum(in: database)) else {
      throw DatabaseError(
        resultCode: .SQLITE_CORRUPT, message: "the header is not what was written: its checksum differs")
    }
  }

  /// Reads the header; throws `DatabaseError` or a decoding error where the file is damaged.
  static func header(in database: Database) throws -> RunHeader {
    guard let row = try Row.fetchOne(database, sql: "SELECT * FROM run") else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the header is missing")
    }
    let hasNone = try !hasCommits(database)
    /// A value of a column that versions 1 and 2 of the schema did not have.
    func added<Value: DatabaseValueConvertible>(_ column: String) throws -> Value? {
      hasNone ? nil : try row.decodeOptional(column)
    }
    let columns = try Row.fetchAll(database, sql: "SELECT name, words_json FROM model_columns ORDER BY position")
    return RunHeader(
      protocolName: try row.decode(forColumn: "protocol_name"),
      protocolText: try row.decode(forColumn: "protocol_text"),
      cellName: try row.decode(forColumn: "cell_name"), cellText: try row.decode(forColumn: "cell_text"),
      planJSON: try row.decode(forColumn: "plan_json"), channelName: try row.decode(forColumn: "channel_name"),
      softwareVersion: try row.decode(forColumn: "software_version"),
      seed: try row.decodeOptional("seed").flatMap { (text: String) in UInt64(text) },
      startedAt: Date(timeIntervalSince1970: try row.decode(forColumn: "started_unix_s")),
      area: Quantity(si: try row.decode(forColumn: "area_m2")),
      modelColumns: try columns.map { column in
        let words: String? = try column.decodeOptional("words_json")
        return ModelColumn(
          try column.decode(forColumn: "name"), words: try words.map { try StoredJSON.value([String].self, from: $0) })
      },
      notes: try row.decode(forColumn: "notes"),
      speed: try added("speed"),
      instrument: try added("instrument_json").map { try StoredJSON.value(InstrumentRecord.self, from: $0) },
      host: try added("host") ?? "", secondsFromUTC: try added("utc_offset_s") ?? 0)
  }
}
