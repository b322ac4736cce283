public import ArgumentParser
import Foundation
import Quantities
import Recording

/// Draws runs.
struct PlotVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot", abstract: "Draws a run over time, or runs over their cycles.",
    discussion: """
      Over time: voltage, and current, areal capacity or what a virtual cell
      knows, with the alarms of the first run marked. Up to six runs, or files
      of readings (CSV, BDF, BioLogic's .mpt), a colour each.
        sandglass plot a.sandglass --out a.svg
        sandglass plot a.sandglass --from "130 min" --to "135 min"
        sandglass plot a.sandglass --lower areal-capacity --out a.png
        sandglass plot a.sandglass --lower surface_concentration_mol_m3
        sandglass plot a.sandglass measured.mpt --out ab.svg

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

  @Argument(help: ArgumentHelp("Run files; over time also other files of readings.", valueName: "run"))
  var runFiles: [String]

  @Option(help: "What the picture runs over: time, or cycle.")
  var over = Abscissa.time

  @Option(help: "Picture to write, .svg or .png. Default: beside the first run file, as SVG.")
  var out: String?

  @Option(
    help:
      "Over time, what the lower panel shows: current (the default), areal-capacity, or a column of the model's state.")
  var lower: PlotSource.LowerPanel?

  @Option(help: "Test time at which the picture begins, with its unit: \"2 h\".")
  var from: TestTime?

  @Option(help: "Test time at which the picture ends, with its unit.")
  var to: TestTime?

  func validate() throws {
    if let from, let to, from.time >= to.time { throw ValidationError("--from must be earlier than --to.") }
    switch over {
    case .time: break
    case .cycle:
      let foreign = [("--from", from != nil), ("--to", to != nil), ("--lower", lower != nil)].filter(\.1).map(\.0)
      if !foreign.isEmpty {
        throw ValidationError(
          "only a picture over time takes \(foreign.joined(separator: " and ")): leave that out, or --over cycle.")
      }
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

  func run() throws {
    guard let first = runFiles.first else { return }
    let suffix = over == .cycle ? "-cycles.svg" : ".svg"
    let target = URL(filePath: out ?? URL(filePath: first).deletingPathExtension().relativePath + suffix)
    switch over {
    case .time:
      var sources = try runFiles.map { try source(of: URL(filePath: $0)) }
      var picture = sources.removeFirst()
      picture.overlay(sources)
      try picture.draw(to: target)
    case .cycle:
      try CyclePlotSource(runFiles.map { try RunFile.Reader(opening: URL(filePath: $0)) }).draw(to: target)
    }
    Terminal().say("  picture: \(target.relativePath)")
  }

  private func source(of file: URL) throws -> PlotSource {
    let window = (from?.time.si ?? -.infinity)...(to?.time.si ?? .infinity)
    guard file.pathExtension != RunFile.fileExtension else {
      return try PlotSource(RunFile.Reader(opening: file), lower: lower ?? .current, window: window)
    }
    if let lower, lower != .current {
      throw ValidationError("\(file.relativePath) is no run file: only its current can be shown in the lower panel.")
    }
    return try PlotSource(ReadingsFile(opening: file), window: window)
  }

  /// Where a file truly is, however it was named.
  private static func place(of path: String) -> String { URL(filePath: path).resolvingSymlinksInPath().path }
}

extension PlotSource.LowerPanel: ExpressibleByArgument {
  init?(argument: String) { self.init(named: argument) }
}

/// A time as typed: "90 s", "2 h".
struct TestTime: ExpressibleByArgument {
  let time: Quantity<Time>

  init?(argument: String) {
    guard let time = try? Quantity<Time>(text: argument) else { return nil }
    self.time = time
  }
}
