import Cycling
import GRDB
import Quantities

/// A reading that the run machine and the detectors saw and the record rule left out.
///
/// It is kept until the next snapshot holds what it changed, so that a run goes on after a crash exactly where it was.
struct UnkeptReading: Hashable, Sendable {
  /// Readings recorded before it.
  let afterRecord: Int
  /// The measurement.
  let reading: Reading

  static func insert(_ readings: [UnkeptReading], into database: Database) throws {
    _ = try BulkInsert(into: "unkept", columns: columns, database).insert(readings) { unkept, row in
      let (reading, setpoint) = (unkept.reading, unkept.reading.setpoint?.stored)
      row.next(unkept.afterRecord)
      row.next(reading.time.si)
      row.next(reading.voltage.si)
      row.next(reading.current.si)
      row.next(setpoint?.kind)
      row.next(setpoint?.value)
      row.next(Int(reading.flags.rawValue))
    }
  }

  static func all(in database: Database) throws -> [UnkeptReading] {
    try Row.fetchAll(database, sql: "SELECT * FROM unkept ORDER BY input").map { row in
      func number<D: Dimension>(_ column: String) throws -> Quantity<D> {
        Quantity(si: try row.decodeOptional(column) ?? .nan)
      }
      let kind: Int? = try row.decodeOptional("setpoint_kind")
      let value: Double = try row.decodeOptional("setpoint_value") ?? .nan
      return UnkeptReading(
        afterRecord: try row.decode(forColumn: "after_record"),
        reading: Reading(
          time: try number("test_time_s"), voltage: try number("voltage_V"), current: try number("current_A"),
          setpoint: kind.flatMap { Setpoint(storedKind: $0, value: value) },
          flags: ReadingFlags(rawValue: UInt8(truncatingIfNeeded: try row.decode(Int.self, forColumn: "flags")))))
    }
  }

  private static let columns = [
    "after_record", "test_time_s", "voltage_V", "current_A", "setpoint_kind", "setpoint_value", "flags",
  ]
}
