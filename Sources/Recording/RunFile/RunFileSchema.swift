import Cycling
import Foundation
import GRDB

/// The tables of a run file and how older files are brought up to date.
enum RunFileSchema {
  /// The schema this program writes, kept as `user_version`.
  static let version = 3

  /// Steps from an empty file to the present schema; a migration, once released, is never changed.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 run, steps, readings, alarms, endings") { database in
      try database.execute(sql: firstTables)
      try database.execute(sql: "PRAGMA application_id = \(RunFile.applicationID)")
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    migrator.registerMigration("2 alarm states, journal") { database in
      try database.execute(sql: journalTables)
      try database.execute(sql: "PRAGMA user_version = 2")
    }
    migrator.registerMigration("3 commits with checksums and clocks, snapshot, instrument") { database in
      try database.execute(sql: commitTables)
      try database.execute(sql: "PRAGMA user_version = 3")
    }
    return migrator
  }

  private static let journalTables = """
    CREATE TABLE alarm_changes (
      event INTEGER PRIMARY KEY, after_record INTEGER NOT NULL, step_count INTEGER NOT NULL, test_time_s REAL,
      kind TEXT NOT NULL, severity TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL,
      cause TEXT NOT NULL, shelved_until_s REAL, first_out INTEGER NOT NULL, announced INTEGER NOT NULL);
    CREATE TABLE journal (
      event INTEGER PRIMARY KEY, after_record INTEGER NOT NULL, step_count INTEGER NOT NULL, test_time_s REAL,
      kind TEXT NOT NULL, duration_s REAL, words TEXT NOT NULL);
    """

  private static let firstTables = """
    CREATE TABLE run (
      protocol_name TEXT NOT NULL, protocol_text TEXT NOT NULL, protocol_sha256 TEXT NOT NULL,
      cell_name TEXT NOT NULL, cell_text TEXT NOT NULL, plan_json TEXT NOT NULL, channel_name TEXT NOT NULL,
      software_version TEXT NOT NULL, seed TEXT, started_unix_s REAL NOT NULL, area_m2 REAL NOT NULL,
      notes TEXT NOT NULL);
    CREATE TABLE model_columns (position INTEGER PRIMARY KEY, name TEXT NOT NULL, words_json TEXT);
    CREATE TABLE step_starts (
      event INTEGER PRIMARY KEY, after_record INTEGER NOT NULL, step_count INTEGER NOT NULL,
      step_number INTEGER NOT NULL, name TEXT NOT NULL, cycle INTEGER NOT NULL, test_time_s REAL);
    CREATE TABLE step_ends (
      event INTEGER PRIMARY KEY, after_record INTEGER NOT NULL, step_count INTEGER NOT NULL, test_time_s REAL,
      duration_s REAL, charge_C REAL, voltage_V REAL, reason TEXT NOT NULL, ended_by_voltage INTEGER NOT NULL);
    CREATE TABLE alarms (
      event INTEGER PRIMARY KEY, after_record INTEGER NOT NULL, step_count INTEGER NOT NULL, test_time_s REAL,
      kind TEXT NOT NULL, severity TEXT NOT NULL, evidence_json TEXT NOT NULL);
    CREATE TABLE endings (
      event INTEGER PRIMARY KEY, after_record INTEGER NOT NULL, test_time_s REAL, way TEXT NOT NULL,
      reason TEXT NOT NULL);
    CREATE TABLE readings (
      record_index INTEGER PRIMARY KEY, test_time_s REAL, voltage_V REAL, current_A REAL,
      step_count INTEGER NOT NULL, cycle INTEGER NOT NULL, step_charge_C REAL,
      setpoint_kind INTEGER, setpoint_value REAL, flags INTEGER NOT NULL);
    CREATE VIEW steps AS
      SELECT s.step_count, s.step_number, s.name, s.cycle, s.test_time_s AS start_time_s, e.duration_s, e.charge_C,
        e.voltage_V, e.reason, e.ended_by_voltage
      FROM step_starts s LEFT JOIN step_ends e USING (step_count) ORDER BY s.event;
    """

  private static let commitTables = """
    ALTER TABLE run ADD COLUMN speed REAL;
    ALTER TABLE run ADD COLUMN instrument_json TEXT;
    ALTER TABLE run ADD COLUMN host TEXT NOT NULL DEFAULT '';
    ALTER TABLE run ADD COLUMN utc_offset_s INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE commits (
      commit_index INTEGER PRIMARY KEY, last_record INTEGER NOT NULL, last_event INTEGER NOT NULL,
      readings_crc32 INTEGER NOT NULL, model_crc32 INTEGER NOT NULL, events_crc32 INTEGER NOT NULL,
      unix_s REAL NOT NULL, monotonic_s REAL NOT NULL);
    CREATE TABLE snapshot (
      slot INTEGER PRIMARY KEY CHECK (slot = 1), last_record INTEGER NOT NULL, last_event INTEGER NOT NULL,
      format TEXT NOT NULL, state BLOB NOT NULL, crc32 INTEGER NOT NULL);
    CREATE TABLE unkept (
      input INTEGER PRIMARY KEY, after_record INTEGER NOT NULL, test_time_s REAL, voltage_V REAL, current_A REAL,
      setpoint_kind INTEGER, setpoint_value REAL, flags INTEGER NOT NULL);
    """

  /// The table of model state, whose columns are the virtual cell's own; none for an instrument.
  static func createModelState(_ columns: [ModelColumn], in database: Database) throws {
    for (position, column) in columns.enumerated() {
      let words = try column.words.map(StoredJSON.text)
      try database.execute(
        sql: "INSERT INTO model_columns VALUES (?, ?, ?)", arguments: [position, column.name, words])
    }
    guard !columns.isEmpty else { return }
    let definitions = columns.map { ", \(quoted($0.name)) REAL" }.joined()
    try database.execute(sql: "CREATE TABLE model_state (record_index INTEGER PRIMARY KEY\(definitions))")
  }

  /// Whether the file's commits have checksums: since version 3. One sign of it is enough, so that no flipped bit turns
  /// the checks off.
  static func hasCommits(_ database: Database) throws -> Bool {
    if try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0 >= 3 { return true }
    return try database.tableExists("commits")
  }

  /// Gives what an older file holds a commit and a checksum, once it has the tables for them.
  static func adoptRows(of header: RunHeader, at moment: RunFile.Moment, in database: Database) throws {
    try commitHeader(at: moment, in: database)
    var sums = (readings: Checksum(), model: Checksum(), events: Checksum())
    var readings = try ReadingCursor(database, modelColumns: header.modelColumns.count, where: "TRUE")
    var last = 0
    while let reading = try readings.next() {
      last += 1
      sums.readings.add(reading)
      for value in reading.modelState { sums.model.add(value) }
    }
    let marks = try EventMark.stored(in: database)
    for mark in marks { mark.add(to: &sums.events) }
    guard last > 0 || !marks.isEmpty else { return }
    try database.execute(
      sql: "INSERT INTO commits VALUES (1, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        last, marks.last?.mark.number ?? 0, Int(sums.readings.value),
        header.modelColumns.isEmpty ? 0 : Int(sums.model.value), Int(sums.events.value), moment.unix, moment.monotonic,
      ])
  }

  /// A column's name as SQL takes it.
  static func quoted(_ name: String) -> String {
    "\"\(name.replacingOccurrences(of: "\"", with: "\"\""))\""
  }
}
