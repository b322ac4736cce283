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

  @Option(help: "What should be known about the run: sample, operator, purpose. Kept in the run file.")
  var notes = ""

  @OptionGroup var recording: RecordingArguments

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let prepared = try ShippedFiles.find().prepare(RunRequest(protocolName: testProtocol, cellName: cell))
    let file = try RunFilePath(typed: out, protocolName: testProtocol).url()
    let speed: VirtualRun.Speed =
      switch speed {
      case .max: .max
      case .times(let factor): .times(factor)
      }
    let run = VirtualRun(
      prepared, seed: seed, recordingIn: file, speed: speed, options: try recording.options(notes: notes))
    terminal.say(
      terminal.styled(prepared.plan.name, .bold) + " on the virtual cell \(prepared.cell.name) "
        + "(\(prepared.cell.profile.name)), seed \(seed)")
    try RunPerformance(run: run, speed: speed, terminal: terminal, json: json).perform()
  }
}
