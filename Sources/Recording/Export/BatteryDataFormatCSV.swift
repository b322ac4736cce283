import Cycling
public import Foundation

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

  /// The names of the columns of a run, in their order.
  public func columnNames(of header: RunHeader, withModelState modelState: Bool) -> [String] {
    BatteryDataRows.labels + (modelState ? header.modelColumns.map(\.name) : [])
  }

  /// Writes a run to a file; throws what reading the run or writing the file can bring, and `damaged` where time runs back.
  public func export(_ run: RunFile.Reader, to url: URL, withModelState modelState: Bool) throws(RecordingError) {
    try AtomicFile.write(to: url) { descriptor in
      var sink = TextSink(descriptor, path: url.path)
      var rows = BatteryDataRows(header: run.header, path: run.url.path, withModelState: modelState)
      try rows.writeNames(into: &sink)
      try run.forEachReading { try rows.write($0, into: &sink) }
      try sink.flush()
    }
  }
}
