public import ArgumentParser
import Foundation
import Quantities
import Recording

/// Draws a run.
struct PlotVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draws voltage and current over time, with the alarms marked.",
    discussion: """
      Examples:
        sandglass plot runs/a.sandglass --out a.svg
        sandglass plot runs/a.sandglass --from "130 min" --to "135 min"
        sandglass plot runs/a.sandglass --lower areal-capacity --out a.png
      """)

  @Argument(help: ArgumentHelp("Run file.", valueName: "run"))
  var runFile: String

  @Option(help: "Picture to write, .svg or .png. Default: beside the run file, as SVG.")
  var out: String?

  @Option(help: "What the lower panel shows: current, or areal-capacity.")
  var lower = PlotSource.LowerPanel.current

  @Option(help: "Test time at which the picture begins, with its unit: \"2 h\".")
  var from: TestTime?

  @Option(help: "Test time at which the picture ends, with its unit.")
  var to: TestTime?

  func validate() throws {
    if let from, let to, from.time >= to.time { throw ValidationError("--from must be earlier than --to.") }
  }

  func run() throws {
    let source = try RunFile.Reader(opening: URL(filePath: runFile))
    let target = URL(filePath: out ?? URL(filePath: runFile).deletingPathExtension().relativePath + ".svg")
    let window = (from?.time.si ?? -.infinity)...(to?.time.si ?? .infinity)
    try PlotSource(source, lower: lower, window: window).draw(to: target)
    Terminal().say("  picture: \(target.relativePath)")
  }
}

extension PlotSource.LowerPanel: ExpressibleByArgument {}

/// A time as typed: "90 s", "2 h".
struct TestTime: ExpressibleByArgument {
  let time: Quantity<Time>

  init?(argument: String) {
    guard let time = try? Quantity<Time>(text: argument) else { return nil }
    self.time = time
  }
}
