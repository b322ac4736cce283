import Cycling
public import Foundation

/// The Battery Data Format of LF Energy's Battery Data Alliance, as Parquet: float64, compressed with zstd.
///
/// Columns, signs and identities are those of `bdf-csv`. Apache Arrow's Python library writes the file; Python is looked for in
/// the variable SANDGLASS_PYTHON and on the PATH.
public struct BatteryDataFormatParquet: ExportFormat {
  /// Its name on the command line.
  public let id = "bdf-parquet"
  /// What it is.
  public let summary = "Battery Data Format (BDF) as Parquet, through Python's pyarrow"
  /// The extension of its files.
  public let fileExtension = "bdf.parquet"

  /// The format.
  public init() {}

  /// The names of the columns of a run, in their order.
  public func columnNames(of header: RunHeader, withModelState modelState: Bool) -> [String] {
    BatteryDataRows.labels + (modelState ? header.modelColumns.map(\.name) : [])
  }

  /// Writes a run to a file; throws `pyarrowMissing`, `damaged` where time runs back, and what reading and writing can bring.
  public func export(_ run: RunFile.Reader, to url: URL, withModelState modelState: Bool) throws(RecordingError) {
    let model = modelState ? run.header.modelColumns : []
    let columns =
      BatteryDataRows.labels.enumerated().map { index, name in
        ParquetWriter.Column(name: name, kind: BatteryDataRows.counts.contains(index) ? .count : .real)
      } + model.map { ParquetWriter.Column(name: $0.name, kind: .real, words: $0.words) }
    let metadata = ["sandglass": try RunMetadata(of: run, columns: columns.map(\.name)).text]
    try AtomicFile.write(to: url) { descriptor in
      var rows = BatteryDataRows(header: run.header, path: run.url.path, withModelState: false)
      var writer = try ParquetWriter(columns, metadata: metadata, to: descriptor, path: url.path)
      try run.forEachReading { recorded in
        try writer.add(rows.values(of: recorded) + (modelState ? recorded.modelState : []))
      }
      try writer.finish()
    }
  }
}
