public import Foundation

/// A file format that a run can be exported to; a new one is a file in this folder and a line in `ExportFormats`.
public protocol ExportFormat: Sendable {
  /// Its name on the command line.
  var id: String { get }
  /// What it is, in a few words.
  var summary: String { get }
  /// The extension of its files, without the first dot.
  var fileExtension: String { get }
  /// The names of the columns of a run, in their order.
  func columnNames(of header: RunHeader, withModelState modelState: Bool) -> [String]
  /// Writes a run to a file, which appears whole or not at all and replaces one of the same name.
  ///
  /// - Parameter modelState: whether a virtual cell's own columns are written beside the measured ones.
  /// Throws what reading the run or writing the file can bring.
  func export(_ run: RunFile.Reader, to url: URL, withModelState modelState: Bool) throws(RecordingError)
}

/// The formats there are.
public enum ExportFormats {
  /// In the order they are shown.
  public static let all: [any ExportFormat] = [
    PlainCSV(),
    BatteryDataFormatCSV(),
    BatteryDataFormatParquet(),
  ]
}
