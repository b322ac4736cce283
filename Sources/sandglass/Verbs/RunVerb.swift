import ArgumentParser
import Bench
import Cycling
import Documents
import Drivers
import Foundation
import Quantities
import Recording
import Runner
import TestProtocols
import VirtualCell

/// Runs a protocol on the virtual cell or an instrument.
struct RunVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a test protocol on the virtual cell or an instrument and records it.",
    discussion: """
      Examples:
        sandglass run sand-time                   as fast as it goes
        sandglass run sand-time --speed 60        an hour a minute, live
        sandglass run my.yaml --cell li-cu-coin   a protocol and a cell of yours
        sandglass run adams.json --json           aurora-unicycler, result as JSON
        sandglass run my.yaml --cell my-cell.yaml --device keithley-2400 --port /dev/ttyUSB0
          --chamber eurotherm-3200 --chamber-port /dev/ttyUSB1 --temperature "25 °C"

      Ctrl-C ends the run tidily: the cell is opened and everything is recorded. A run with --speed 1 or 60 listens to
      what is typed: pause, resume, stop, abort, ack, shelve, alarms, note; help tells about all of them.
      """)

  @Argument(
    help: ArgumentHelp("Test protocol: a path, or a name from `sandglass list protocols`.", valueName: "protocol"))
  var testProtocol: String

  @Option(
    help: ArgumentHelp(
      "Cell: a path, or a name from `sandglass list cells`; without it the first that suits.",
      discussion: "On an instrument no cell is guessed: without one the protocol itself has to name the area."))
  var cell: String?

  @OptionGroup var instrument: InstrumentOptions

  @OptionGroup var chamber: ChamberOptions

  @Option(
    help: ArgumentHelp(
      "How fast test time goes by: max, or a multiple of real time such as 1 or 60.",
      discussion: "Default: max; 1 on an instrument, where only an emulated one can follow anything else."))
  var speed: RunSpeed?

  @Option(help: "Seed of the cell's measurement noise: the same seed gives the same run.")
  var seed: UInt64 = 1

  @Option(help: "Run file to write; it must not exist. Default: runs/PROTOCOL-DATE.sandglass")
  var out: String?

  @Option(help: "What should be known about the run: sample, operator, purpose. Kept in the run file.")
  var notes = ""

  @Option(
    help: ArgumentHelp(
      "What is known of the instrument's calibration: date, certificate, offsets. Kept in the run file.",
      valueName: "text"))
  var calibration = ""

  @OptionGroup var recording: RecordingArguments

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let files = ShippedFiles.find()
    if let target = try instrument.target(in: files) { return try run(on: target, files) }
    guard calibration.isEmpty else {
      throw Diagnostics(Diagnostic("--calibration is an instrument's; a virtual cell has none", mend: "leave it out"))
    }
    let terminal = Terminal()
    let prepared = try files.prepare(RunRequest(protocolName: testProtocol, cellName: cell))
    let file = try RunFilePath(typed: out, protocolName: testProtocol).url()
    let speed = speed?.ofVirtualRun ?? .max
    let run = VirtualRun(
      prepared, seed: seed, recordingIn: file, speed: speed, options: try recording.options(notes: notes))
    terminal.say(
      terminal.styled(prepared.plan.name, .bold) + " on the virtual cell \(prepared.cell.name) "
        + "(\(prepared.cell.profile.name)), seed \(seed)")
    try RunPerformance(plan: prepared.plan, terminal: terminal, json: json).perform(run, at: speed)
  }

  private func run(on target: InstrumentTarget, _ files: ShippedFiles) throws {
    let factor = try factor
    let terminal = Terminal()
    var prepared = try files.prepare(RunRequest(protocolName: testProtocol, cellName: cell), on: target)
    prepared.surroundings = chamber.surroundings
    let file = try RunFilePath(typed: out, protocolName: testProtocol).url()
    let options = try recording.options(notes: notes, calibration: calibration)
    let run = InstrumentRun(prepared, recordingIn: file, speed: factor, options: options)
    terminal.say(terminal.styled(prepared.plan.name, .bold) + " on \(target.title)")
    let room = try chamber.bind(in: files, telling: terminal)
    defer { if let room { try? waiting { await room.release() } } }
    let supervisor = try Supervisor.start(for: target, beside: file, telling: terminal)
    try RunPerformance(plan: prepared.plan, terminal: terminal, json: json).perform(isLive: true) { audience in
      var audience = audience
      if let room { audience.control = room.guarding(audience.control) }
      return try waiting { [audience] in try await run.run(watchedBy: supervisor, for: audience) }
    }
  }

  private var factor: Double {
    get throws(Diagnostics) {
      switch speed {
      case nil: return 1
      case .times(let factor)?: return factor
      case .max?:
        throw Diagnostics(
          Diagnostic("an instrument has its own time: --speed max is for the virtual cell", mend: "leave --speed out"))
      }
    }
  }
}
