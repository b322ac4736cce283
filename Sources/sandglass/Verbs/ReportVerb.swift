import ArgumentParser
import Bench
import Foundation
import Recording

/// Sums up a run.
struct ReportVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Sums up a run: on the screen, as JSON, or as one page of HTML.",
    discussion: """
      The page has everything in it: pictures, steps, cycles, alarms with their
      evidence, the protocol, and where the data come from.

      Examples:
        sandglass report runs/a.sandglass
        sandglass report runs/a.sandglass --html a.html
      """)

  @Argument(help: ArgumentHelp("Run file.", valueName: "run"))
  var runFile: String

  @Option(help: ArgumentHelp("Page to write.", valueName: "file"))
  var html: String?

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let run = try RunFile.Reader(opening: URL(filePath: runFile))
    let report = try RunReport(of: run)
    if let html {
      let page = URL(filePath: html)
      try RunPage(of: run).write(to: page)
      terminal.say("  report: \(page.relativePath)")
    } else {
      for line in SummaryView(report: report).lines(on: terminal) { terminal.say(line) }
    }
    if json { Output.write(try ReportJSON(report: report).text()) }
  }
}
