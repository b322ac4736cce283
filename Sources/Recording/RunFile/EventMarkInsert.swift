import Cycling
import GRDB
import Quantities

extension EventMark {
  /// Inserts the event into the table of its kind and adds the row to a checksum.
  func insert(into database: Database, checksum: inout Checksum) throws {
    try add(to: &checksum)
    let (table, row) = try storedRow
    let places = row.map { _ in "?" }.joined(separator: ", ")
    try database.cachedStatement(sql: "INSERT INTO \(table) VALUES (\(places))").execute(
      arguments: StatementArguments(row))
  }

  /// Adds the row that the event would be kept in to a checksum.
  func add(to checksum: inout Checksum) throws {
    let (table, row) = try storedRow
    checksum.add(table)
    for value in row { checksum.add(value) }
  }

  private var storedRow: (table: String, values: [DatabaseValue]) {
    get throws {
      let (table, values) = try row
      return (table, ([number, afterRecord] + values).map { $0?.databaseValue ?? .null })
    }
  }

  /// The table of its kind and the values behind the two numbers.
  private var row: (table: String, values: [(any DatabaseValueConvertible)?]) {
    get throws {
      switch event {
      case .reading: preconditionFailure("a reading is no mark")
      case .stepBegan(let start):
        ("step_starts", [start.stepCount, start.stepNumber, start.name, start.cycle, start.time.si])
      case .stepEnded(let end):
        (
          "step_ends",
          [
            end.stepCount, end.time.si, end.duration.si, end.charge.si, end.voltage.si, end.reason,
            end.endedByVoltage,
          ]
        )
      case .alarm(let alarm, let step):
        (
          "alarms",
          [
            step, alarm.time.si, alarm.kind.rawValue, alarm.severity.rawValue,
            try StoredJSON.text(of: alarm.evidence),
          ]
        )
      case .alarmChanged(let change):
        (
          "alarm_changes",
          [
            change.step, change.time.si, change.kind.rawValue, change.severity.rawValue, change.from.rawValue,
            change.to.rawValue, change.cause.rawValue, change.shelvedUntil?.si, change.isFirstOut, change.isAnnounced,
          ]
        )
      case .journal(let entry):
        ("journal", [entry.step, entry.time.si, entry.kind.rawValue, entry.duration?.si, entry.words])
      case .ended(let end): ("endings", [end.time.si, end.way.rawValue, end.reason])
      }
    }
  }
}
