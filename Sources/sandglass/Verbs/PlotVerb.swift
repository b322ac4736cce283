public import ArgumentParser
import Foundation
import Quantities
import Recording

/// Draws runs.
struct PlotVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draws a run over time, or runs over their cycles.",
    discussion: """
      Over time, one run: voltage, and current or areal capacity, with the
      alarms marked.
        sandglass plot a.sandglass --out a.svg
        sandglass plot a.sandglass --from "130 min" --to "135 min"
        sandglass plot a.sandglass --lower areal-capacity --out a.png

      Over cycles, up to six runs, a colour each: Coulombic efficiency and
      polarisation of each cycle, and the voltage within the first, a middle
      and the last one, where peaking turns into arcing. A cross marks where a
      cell died, with the reason.
        sandglass plot a.sandglass b.sandglass --over cycle --out ab.svg

      An efficiency needs a strip after plating that ends on a voltage, such
      as:  until: [voltage >= 1 V, 12 h]
      """)

  /// What a picture runs over.
  enum Abscissa: String, CaseIterable, ExpressibleByArgument {
    case time
    case cycle
  }

  @Argument(help: ArgumentHelp("Run files; more than one only with --over cycle.", valueName: "run"))
  var runFiles: [String]

  @Option(help: "What the picture runs over: time, or cycle.")
  var over = Abscissa.time

  @Option(help: "Picture to write, .svg or .png. Default: beside the first run file, as SVG.")
  var out: String?

  @Option(help: "Over time, what the lower panel shows: current (the default), or areal-capacity.")
  var lower: PlotSource.LowerPanel?

  @Option(help: "Test time at which the picture begins, with its unit: \"2 h\".")
  var from: TestTime?

  @Option(help: "Test time at which the picture ends, with its unit.")
  var to: TestTime?

  func validate() throws {
    if let from, let to, from.time >= to.time { throw ValidationError("--from must be earlier than --to.") }
    switch over {
    case .time:
      if runFiles.count > 1 {
        throw ValidationError(
          "\(runFiles.count) runs are given, and a picture over time shows one: add --over cycle, or call once for each."
        )
      }
    case .cycle:
      let foreign = [("--from", from != nil), ("--to", to != nil), ("--lower", lower != nil)].filter(\.1).map(\.0)
      if !foreign.isEmpty {
        throw ValidationError(
          "only a picture over time takes \(foreign.joined(separator: " and ")): leave that out, or --over cycle.")
      }
      if runFiles.count > CyclePlotSource.mostRuns {
        throw ValidationError(
          "\(runFiles.count) runs are given, and one picture tells \(CyclePlotSource.mostRuns) apart: name fewer.")
      }
      if let twice = runFiles.enumerated().first(where: { index, run in
        runFiles[..<index].contains { Self.place(of: $0) == Self.place(of: run) }
      }) {
        throw ValidationError("\(twice.element) is given twice: name each run once.")
      }
    }
  }

  func run() throws {
    let runs = try runFiles.map { try RunFile.Reader(opening: URL(filePath: $0)) }
    guard let first = runs.first else { return }
    let suffix = over == .cycle ? "-cycles.svg" : ".svg"
    let target = URL(filePath: out ?? first.url.deletingPathExtension().relativePath + suffix)
    switch over {
    case .time:
      let window = (from?.time.si ?? -.infinity)...(to?.time.si ?? .infinity)
      try PlotSource(first, lower: lower ?? .current, window: window).draw(to: target)
    case .cycle: try CyclePlotSource(runs).draw(to: target)
    }
    Terminal().say("  picture: \(target.relativePath)")
  }

  /// Where a file truly is, however it was named.
  private static func place(of path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }
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
