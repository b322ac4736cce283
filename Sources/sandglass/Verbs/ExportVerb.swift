import ArgumentParser
import Foundation
import Recording

/// Writes a run file in a format that other tools read.
struct ExportVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes a run as CSV or in the Battery Data Format, and what has to be known about it beside it.",
    discussion: """
      Examples:
        sandglass export runs/a.sandglass --format bdf-csv
        sandglass export runs/a.sandglass --format bdf-parquet
        sandglass export runs/a.sandglass --format csv --with-model-state --out a.csv
      """)

  @Argument(help: ArgumentHelp("Run file.", valueName: "run"))
  var runFile: String

  @Option(help: "Format, from `sandglass list formats`.")
  var format = "bdf-csv"

  @Flag(help: "Add what the virtual cell knew: surface concentration, true Sand's time, plated and dead lithium …")
  var withModelState = false

  @Option(help: "File to write. Default: beside the run file, with the format's ending.")
  var out: String?

  func run() throws {
    guard let exporter = ExportFormats.all.first(where: { $0.id == format }) else {
      let known = ExportFormats.all.map(\.id).joined(separator: ", ")
      throw ValidationError("There is no format '\(format)'; the formats are \(known).")
    }
    let source = try RunFile.Reader(opening: URL(filePath: runFile))
    let target = URL(
      filePath: out ?? URL(filePath: runFile).deletingPathExtension().relativePath + "." + exporter.fileExtension)
    try exporter.export(source, to: target, withModelState: withModelState)
    let metadata = try RunMetadata(
      of: source, columns: exporter.columnNames(of: source.header, withModelState: withModelState)
    ).write(beside: target, withExtension: exporter.fileExtension)
    Terminal().say("  \(exporter.id): \(target.relativePath)\n  metadata: \(metadata.relativePath)")
  }
}
