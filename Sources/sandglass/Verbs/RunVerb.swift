import ArgumentParser
import Bench
import Cycling
import Foundation
import Quantities
import Recording
import Runner
import TestProtocols
import VirtualCell

/// Runs a protocol on the virtual cell.
struct RunVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a test protocol on the virtual cell and records it.",
    discussion: """
      Examples:
        sandglass run sand-time                   as fast as it goes
        sandglass run sand-time --speed 60        an hour a minute, live
        sandglass run my.yaml --cell li-cu-coin   a protocol and a cell of yours
        sandglass run adams.json --json           aurora-unicycler, result as JSON

      Ctrl-C ends the run tidily: the cell is opened and everything is recorded. A run with --speed 1 or 60 listens to
      what is typed: pause, resume, stop, abort, ack, shelve, alarms, note; help tells about all of them.
      """)

  @Argument(
    help: ArgumentHelp("Test protocol: a path, or a name from `sandglass list protocols`.", valueName: "protocol"))
  var testProtocol: String

  @Option(help: "Virtual cell: a path, or a name from `sandglass list cells`; without it the first that suits.")
  var cell: String?

  @Option(help: "How fast test time goes by: max, or a multiple of real time such as 1 or 60.")
  var speed = RunSpeed.max

  @Option(help: "Seed of the cell's measurement noise: the same seed gives the same run.")
  var seed: UInt64 = 1

  @Option(help: "Run file to write; it must not exist. Default: runs/PROTOCOL-DATE.sandglass")
  var out: String?

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let prepared = try ShippedFiles.find().prepare(RunRequest(protocolName: testProtocol, cellName: cell))
    let file = try RunFilePath(typed: out, protocolName: testProtocol).url()
    let run = VirtualRun(prepared, seed: seed, recordingIn: file)
    let view = RunView(terminal: terminal, area: prepared.plan.area)
    Interruption.listen()
    terminal.say(
      terminal.styled(prepared.plan.name, .bold) + " on the virtual cell \(prepared.cell.name) "
        + "(\(prepared.cell.profile.name)), seed \(seed)")
    view.begin()
    let desk = OperatorDesk(terminal: terminal)
    var audience = VirtualRun.Audience(
      listen: { view.show($0) }, observe: { view.show($0) },
      control: RunControl(interruption: { Interruption.reason }))
    let report: RunReport
    switch speed {
    case .max: report = try run.runFast(for: audience)
    case .times(let factor):
      audience.control = desk.control
      desk.listen()
      report = try waiting { [audience] in try await run.runLive(speed: factor, for: audience) }
    }
    for line in SummaryView(report: report).lines(on: terminal) { terminal.say(line) }
    terminal.say("\n  Run file: \(report.file)")
    terminal.say(terminal.styled("  Next: sandglass plot \(report.file) --out picture.svg", .faint))
    if json { Output.write(try ReportJSON(report: report).text()) }
    try report.end.exitCode(interrupted: Interruption.reason != nil || desk.wasAborted)
  }
}
