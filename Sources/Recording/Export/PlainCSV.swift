import Cycling
public import Foundation
import Quantities

/// Comma-separated values as people plot them: lower-case names that end in their unit.
public struct PlainCSV: ExportFormat {
  /// Its name on the command line.
  public let id = "csv"
  /// What it is.
  public let summary = "plain comma-separated values with steps and areal capacity"
  /// The extension of its files.
  public let fileExtension = "csv"

  /// The format.
  public init() {}

  /// The names of the columns of a run, in their order.
  public func columnNames(of header: RunHeader, withModelState modelState: Bool) -> [String] {
    Self.names + (modelState ? header.modelColumns.map(\.name) : [])
  }

  /// Writes a run to a file; throws what reading the run or writing the file can bring.
  public func export(_ run: RunFile.Reader, to url: URL, withModelState modelState: Bool) throws(RecordingError) {
    let columns = ModelStateFields(run.header.modelColumns, wanted: modelState)
    let area = run.header.area
    try AtomicFile.write(to: url) { descriptor in
      var sink = TextSink(descriptor, path: url.path)
      try sink.write(Self.names.joined(separator: ",") + columns.names + "\n")
      var step = (count: 0, name: "")
      try run.forEachEvent { event in
        if case .stepBegan(let start) = event { step = (start.stepCount, start.name.asField) }
        guard case .reading(let recorded) = event else { return }
        let name = recorded.stepCount == step.count ? step.name : ""
        try write(recorded, stepName: name, area: area, into: &sink)
        try columns.write(recorded.modelState, into: &sink)
        try sink.write("\n")
      }
      try sink.flush()
    }
  }

  private static let names = [
    "time_s", "voltage_V", "current_A", "cycle", "step", "step_name", "current_density_mA_cm2",
    "areal_capacity_mAh_cm2", "flags",
  ]

  private func write(
    _ recorded: RecordedReading, stepName: String, area: Quantity<Area>, into sink: inout TextSink
  ) throws(RecordingError) {
    let reading = recorded.reading
    try sink.write(reading.time.si)
    try sink.write(",")
    try sink.write(reading.voltage.si)
    try sink.write(",")
    try sink.write(reading.current.si)
    try sink.write(",\(recorded.cycle),\(recorded.stepCount),\(stepName),")
    try sink.write((reading.current / area).value(in: .milliamperePerSquareCentimetre))
    try sink.write(",")
    try sink.write((recorded.stepCharge / area).value(in: .milliampereHourPerSquareCentimetre))
    try sink.write(",\(reading.flags.words.joined(separator: " "))")
  }
}

extension ReadingFlags {
  fileprivate var words: [String] {
    let known: [(ReadingFlags, String)] = [
      (.overload, "overload"), (.rangeChange, "range-change"), (.gap, "gap"),
    ]
    return known.compactMap { contains($0) ? $1 : nil }
  }
}
