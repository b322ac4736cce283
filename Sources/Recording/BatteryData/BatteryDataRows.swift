import Cycling
import Foundation
import Quantities

/// The rows of a file in the Battery Data Format, one behind the other.
struct BatteryDataRows: Sendable {
  private let columns: ModelStateFields
  private let start: Double
  private let path: String
  private var charge = ChargeCounter()
  private var latest = -Double.infinity

  /// The rows of a run; the path is for errors.
  init(header: RunHeader, path: String, withModelState modelState: Bool) {
    columns = ModelStateFields(header.modelColumns, wanted: modelState)
    (start, self.path) = (header.startedAt.timeIntervalSince1970, path)
  }

  /// Names of the columns of every run, in their order; those at `counts` hold whole numbers.
  static let labels = [
    "Test Time / s", "Voltage / V", "Current / A", "Unix Time / s", "Cycle Count / 1", "Step Count / 1",
    "Charging Capacity / Ah", "Discharging Capacity / Ah", "Net Capacity / Ah", "Cumulative Capacity / Ah",
  ]
  static let counts = 4..<6

  /// The values of a reading in the order of `labels`; throws `damaged` where time runs back.
  mutating func values(of recorded: RecordedReading) throws(RecordingError) -> [Double] {
    let (reading, secondsPerHour) = (recorded.reading, 3600.0)
    let time = reading.time.si
    guard time >= latest else {
      throw .damaged(path: path, reason: "test time runs back from \(latest) s to \(time) s")
    }
    latest = time
    charge.move(to: recorded)
    let (charging, discharging) = (charge.stripped / secondsPerHour, charge.plated / secondsPerHour)
    return [
      time, reading.voltage.si, reading.current.si, start + time, Double(recorded.cycle), Double(recorded.stepCount),
      charging, discharging, charging - discharging, charging + discharging,
    ]
  }

  /// Writes the row of names.
  func writeNames(into sink: inout TextSink) throws(RecordingError) {
    try sink.write(Self.labels.joined(separator: ",") + columns.names + "\n")
  }

  /// Writes a reading; throws `damaged` where time runs back.
  mutating func write(_ recorded: RecordedReading, into sink: inout TextSink) throws(RecordingError) {
    for (index, value) in try values(of: recorded).enumerated() {
      if index > 0 { try sink.write(",") }
      if Self.counts.contains(index) { try sink.write("\(Int(value))") } else { try sink.write(value) }
    }
    try columns.write(recorded.modelState, into: &sink)
    try sink.write("\n")
  }
}
