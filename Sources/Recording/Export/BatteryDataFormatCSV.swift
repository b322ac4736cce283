import Cycling
public import Foundation
import Quantities

/// The Battery Data Format of LF Energy's Battery Data Alliance, as comma-separated values.
///
/// Labels as the validator `batterydf` 0.1.0 of PyPI knows them (https://github.com/battery-data-alliance/battery-data-format);
/// a positive current charges. As printed, in float64: cumulative = charging + discharging, net = charging − discharging.
public struct BatteryDataFormatCSV: ExportFormat {
  /// Its name on the command line.
  public let id = "bdf-csv"
  /// What it is.
  public let summary = "Battery Data Format (BDF) as comma-separated values"
  /// The extension of its files.
  public let fileExtension = "bdf.csv"

  /// The format.
  public init() {}

  /// Writes a run to a file; throws what reading the run or writing the file can bring, and `damaged` where time runs back.
  public func export(_ run: RunFile.Reader, to url: URL, withModelState modelState: Bool) throws(RecordingError) {
    let columns = ModelStateFields(run.header.modelColumns, wanted: modelState)
    let start = run.header.startedAt.timeIntervalSince1970
    try AtomicFile.write(to: url) { descriptor in
      var sink = TextSink(descriptor, path: url.path)
      try sink.write(Self.labels.joined(separator: ",") + columns.names + "\n")
      var charge = ChargeCounter()
      var latest = -Double.infinity
      try run.forEachReading { recorded in
        let time = recorded.reading.time.si
        guard time >= latest else {
          throw RecordingError.damaged(path: run.url.path, reason: "test time runs back from \(latest) s to \(time) s")
        }
        latest = time
        charge.move(to: recorded)
        try write(recorded, charge, start: start, into: &sink)
        try columns.write(recorded.modelState, into: &sink)
        try sink.write("\n")
      }
      try sink.flush()
    }
  }

  private static let labels = [
    "Test Time / s", "Voltage / V", "Current / A", "Unix Time / s", "Cycle Count / 1", "Step Count / 1",
    "Charging Capacity / Ah", "Discharging Capacity / Ah", "Net Capacity / Ah", "Cumulative Capacity / Ah",
  ]

  private func write(
    _ recorded: RecordedReading, _ charge: ChargeCounter, start: Double, into sink: inout TextSink
  ) throws(RecordingError) {
    let (reading, secondsPerHour) = (recorded.reading, 3600.0)
    let (charging, discharging) = (charge.stripped / secondsPerHour, charge.plated / secondsPerHour)
    try sink.write(reading.time.si)
    for number in [reading.voltage.si, reading.current.si, start + reading.time.si] {
      try sink.write(",")
      try sink.write(number)
    }
    try sink.write(",\(recorded.cycle),\(recorded.stepCount)")
    for number in [charging, discharging, charging - discharging, charging + discharging] {
      try sink.write(",")
      try sink.write(number)
    }
  }
}
