import Cycling
import GRDB
import Quantities

/// Events taken and not yet committed; readings and the events between them are numbered as they come.
struct EventBatch: Sendable {
  private let modelColumns: [String]
  private var readings: [RecordedReading] = []
  private var marks: [EventMark] = []
  private var unkept: [UnkeptReading] = []
  /// Where the run file will be when the batch is in it.
  private(set) var end: RunFile.Position

  init(modelColumns: [ModelColumn], after position: RunFile.Position = RunFile.Position()) {
    (self.modelColumns, end) = (modelColumns.map(\.name), position)
  }

  /// Events in the batch.
  var count: Int { readings.count + marks.count + unkept.count }

  /// Takes an event; false where a reading does not fit the table of model state.
  mutating func append(_ event: RunEvent) -> Bool {
    if case .reading(let reading) = event {
      guard reading.modelState.count == modelColumns.count else { return false }
      end.readings += 1
      readings.append(reading)
    } else {
      end.events += 1
      marks.append(EventMark(number: end.events, afterRecord: end.readings, event: event))
    }
    return true
  }

  /// Takes a reading that the record rule left out.
  mutating func append(unkept reading: Reading) {
    unkept.append(UnkeptReading(afterRecord: end.readings, reading: reading))
  }

  /// Forgets the events, which are in the file now.
  mutating func removeAll() {
    readings.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    unkept.removeAll(keepingCapacity: true)
  }

  /// Inserts the events into their tables and the row that says what was committed, and when.
  func insert(into database: Database, at moment: RunFile.Moment) throws {
    let readingsSum = try insertReadings(into: database)
    let modelSum =
      modelColumns.isEmpty
      ? 0
      : try BulkInsert(into: "model_state", columns: modelColumns, database).insert(readings) { recorded, row in
        for value in recorded.modelState { row.next(value) }
      }
    var eventsSum = Checksum()
    for mark in marks { try mark.insert(into: database, checksum: &eventsSum) }
    if !unkept.isEmpty { try UnkeptReading.insert(unkept, into: database) }
    try database.cachedStatement(
      sql: """
        INSERT INTO commits (last_record, last_event, readings_crc32, model_crc32, events_crc32, unix_s, monotonic_s)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      end.readings, end.events, Int(readingsSum), Int(modelSum), Int(eventsSum.value), moment.unix, moment.monotonic,
    ])
  }

  private func insertReadings(into database: Database) throws -> UInt32 {
    try BulkInsert(into: "readings", columns: Self.readingColumns, database).insert(readings) { recorded, row in
      let reading = recorded.reading
      let setpoint = reading.setpoint?.stored
      row.next(reading.time.si)
      row.next(reading.voltage.si)
      row.next(reading.current.si)
      row.next(recorded.stepCount)
      row.next(recorded.cycle)
      row.next(recorded.stepCharge.si)
      row.next(setpoint?.kind)
      row.next(setpoint?.value)
      row.next(Int(reading.flags.rawValue))
    }
  }

  private static let readingColumns = [
    "test_time_s", "voltage_V", "current_A", "step_count", "cycle", "step_charge_C", "setpoint_kind", "setpoint_value",
    "flags",
  ]
}
