import Cycling
import Foundation
import GRDB
import Quantities
import Recording
import Testing

@Suite("Run files of earlier versions of the schema")
struct OldRunFileTests {
  /// What version 0.1.0 wrote, to the letter.
  private static let firstVersion = """
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
    CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
    INSERT INTO grdb_migrations VALUES ('1 run, steps, readings, alarms, endings');
    PRAGMA application_id = 1397181523;
    PRAGMA user_version = 1;
    INSERT INTO run VALUES ('old', 'name: old', 'eeadc6a81b0cd3bbd958fc46b67703a7dc8b88a57e81bca14cb024c44679db21', 'cell', '',
      '{}', 'virtual cell', '0.1.0', '7', 1800000000.0, 0.0001, '');
    INSERT INTO step_starts VALUES (1, 0, 1, 1, 'plate', 1, 0.0);
    INSERT INTO readings VALUES (1, 0.0, -0.1, -0.001, 1, 1, 0.0, 1, -0.001, 0);
    INSERT INTO readings VALUES (2, 60.0, -0.2, -0.001, 1, 1, -0.06, 1, -0.001, 0);
    """

  private func oldFile(in folder: ScratchFolder, ended: Bool) throws -> URL {
    let url = folder["old.sandglass"]
    let database = try DatabaseQueue(path: url.path)
    try database.write { database in
      try database.execute(sql: Self.firstVersion)
      if ended {
        try database.execute(
          sql: """
            INSERT INTO step_ends VALUES (2, 2, 1, 60.0, 60.0, -0.06, -0.2, 'time ≥ 1 min', 0);
            INSERT INTO endings VALUES (3, 2, 60.0, 'completed', 'all steps done');
            """)
      }
    }
    try database.close()
    return url
  }

  @Test("A file of version 1 is read, summed up and exported, and is not touched")
  func read() throws {
    let folder = try ScratchFolder()
    let url = try oldFile(in: folder, ended: true)
    let before = try Data(contentsOf: url)
    let reader = try RunFile.Reader(opening: url)
    #expect(reader.schemaVersion == 1)
    #expect(reader.header.protocolName == "old")
    #expect(reader.header.seed == 7)
    #expect(reader.header.speed == nil)
    #expect(reader.header.instrument == nil)
    let summary = try RunSummary(of: reader)
    #expect(summary.readings == 2)
    #expect(summary.plated.si == 0.06)
    #expect(summary.end?.reason == "all steps done")
    try BatteryDataFormatCSV().export(reader, to: folder["old.bdf.csv"], withModelState: false)
    #expect(try String(contentsOf: folder["old.bdf.csv"], encoding: .utf8).split(separator: "\n").count == 3)
    #expect(try reader.snapshot() == nil)
    #expect(try Data(contentsOf: url) == before)
  }

  @Test("Going on with a file of version 1 brings it up to date and leaves what it held as it was")
  func migrate() throws {
    let folder = try ScratchFolder()
    let url = try oldFile(in: folder, ended: false)
    let writer = try RunFile.Writer(continuing: url)
    try writer.record(.reading(RecordedReading(120, -0.3, -1e-3, step: 1, charge: -0.12)))
    try writer.close()
    let reader = try RunFile.Reader(opening: url)
    #expect(reader.schemaVersion == 3)
    var times: [Double] = []
    try reader.forEachReading { times.append($0.reading.time.si) }
    #expect(times == [0, 60, 120])
    #expect(try RunVerification(of: url).isWhole)
    #expect(try reader.steps().map(\.start.name) == ["plate"])
  }
}
