import ArgumentParser
import Bench
import Foundation

/// Runs the detectors over recorded readings.
struct ReplayVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Runs the detectors over a recorded run, a BDF file, a plain CSV, or a folder of them.",
    discussion: """
      A plain CSV names its columns in the first line: time, current and voltage, with or without units
      ("time / s", "current_mA", "Voltage (V)"). A positive current strips the working electrode.
      A divergence is called Sand's time only where a cell says that Sand's law holds: name it with --cell. A run file
      brings its own.

      Examples:
        sandglass replay data.csv
        sandglass replay traces/                 every run file and CSV in a folder; --json prints a list
        sandglass replay runs/a.sandglass --cell li-li-capillary --json
      """)

  @Argument(help: "Run file, BDF file or CSV, or a folder of them.")
  var file: String

  @Option(help: "Cell profile that tells the detectors where the limiting current is.")
  var cell: String?

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let named = try cell.map { try ShippedFiles.find().cell(named: $0) }
    let files = try Replay.files(at: URL(filePath: file))
    var reports: [RunReport] = []
    for url in files ?? [URL(filePath: file)] {
      let report = try Replay.run(over: url, cell: named)
      if files != nil { terminal.say("\n" + terminal.styled(report.file, .bold)) }
      for line in SummaryView(report: report).lines(on: terminal) { terminal.say(line) }
      reports.append(report)
    }
    guard json else { return }
    let texts = try reports.map { try ReportJSON(report: $0).text() }
    Output.write(files == nil ? texts.joined() : "[" + texts.joined(separator: ",\n") + "]")
  }
}
