import Cycling
import GRDB
import Quantities

/// Events taken and not yet committed; readings and the events between them are numbered as they come.
struct EventBatch: Sendable {
  private let modelColumns: [String]
  private var readings: [RecordedReading] = []
  private var marks: [EventMark] = []
  private var readingsTaken = 0
  private var marksTaken = 0

  init(modelColumns: [ModelColumn]) { self.modelColumns = modelColumns.map(\.name) }

  /// Events in the batch.
  var count: Int { readings.count + marks.count }

  /// Takes an event; false where a reading does not fit the table of model state.
  mutating func append(_ event: RunEvent) -> Bool {
    if case .reading(let reading) = event {
      guard reading.modelState.count == modelColumns.count else { return false }
      readingsTaken += 1
      readings.append(reading)
    } else {
      marksTaken += 1
      marks.append(EventMark(number: marksTaken, afterRecord: readingsTaken, event: event))
    }
    return true
  }

  /// Forgets the events, which are in the file now.
  mutating func removeAll() {
    readings.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
  }

  /// Inserts the events into their tables.
  func insert(into database: Database) throws {
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
    if !modelColumns.isEmpty {
      try BulkInsert(into: "model_state", columns: modelColumns, database).insert(readings) { recorded, row in
        for value in recorded.modelState { row.next(value) }
      }
    }
    for mark in marks { try mark.insert(into: database) }
  }

  private static let readingColumns = [
    "test_time_s", "voltage_V", "current_A", "step_count", "cycle", "step_charge_C", "setpoint_kind", "setpoint_value",
    "flags",
  ]
}
