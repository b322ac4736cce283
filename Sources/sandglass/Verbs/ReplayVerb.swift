import ArgumentParser
import Bench
import Foundation

/// Runs the detectors over recorded readings.
struct ReplayVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Runs the detectors over a recorded run, a BDF file or a plain CSV.",
    discussion: """
      A plain CSV names its columns in the first line: time, current and voltage, with or without units
      ("time / s", "current_mA", "Voltage (V)"). A positive current strips the working electrode.
      A divergence is called Sand's time only where a cell says that Sand's law holds: name it with --cell. A run file
      brings its own.

      Examples:
        sandglass replay data.csv
        sandglass replay runs/a.sandglass --cell li-li-capillary --json
      """)

  @Argument(help: "Run file, BDF file or CSV.")
  var file: String

  @Option(help: "Cell profile that tells the detectors where the limiting current is.")
  var cell: String?

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let named = try cell.map { try ShippedFiles.find().cell(named: $0) }
    let report = try Replay.run(over: URL(filePath: file), cell: named)
    for line in SummaryView(report: report).lines(on: terminal) { terminal.say(line) }
    if json { Output.write(try ReportJSON(report: report).text()) }
  }
}
