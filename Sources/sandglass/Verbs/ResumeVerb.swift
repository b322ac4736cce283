import ArgumentParser
import Bench
import Cycling
import Documents
import Foundation
import Quantities
import Recording
import Runner
import TestProtocols

/// Goes on with a run that was cut off.
struct ResumeVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Goes on with a run that was cut off, in the same step, where its file ends.",
    discussion: """
      Nothing that was committed is lost or written twice: charge, time, cycle,
      detectors and alarms go on as they were, and the run file says that the
      program was gone, and for how long. A virtual run at full speed ends as
      if it had never been cut off, to the last bit.

      Examples:
        sandglass resume runs/a.sandglass
        sandglass resume runs/a.sandglass --json

      On an instrument the cell rests first and is measured, and you are
      asked before it is energised again; --yes answers beforehand. A run that
      depended on a chamber goes on depending on it, as its run file says,
      unless another one is named or --without-chamber says that none is left.
      """)

  @Argument(help: ArgumentHelp("Run file.", valueName: "run"))
  var runFile: String

  @OptionGroup var chamber: ChamberOptions

  @Flag(help: "Go on without the chamber that the run depended on.")
  var withoutChamber = false

  @OptionGroup var recording: RecordingArguments

  @Flag(help: "Energise the cell of an instrument again without asking.")
  var yes = false

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let file = URL(filePath: runFile)
    try RunFile.requireNobodyWrites(file)
    if let torn = try RunFile.Reader(opening: file).tornTail {
      terminal.say("  a torn tail of \(torn.bytes) bytes was never committed and is trimmed")
    }
    if try RunFile.Reader(opening: file).header.instrument != nil { return try resumeOnInstrument(file, terminal) }
    let (run, speed) = try VirtualRun.resuming(file, options: try recording.options())
    terminal.say(terminal.styled(run.plan.name, .bold) + " on the virtual cell \(run.cell.name) goes on")
    try RunPerformance(plan: run.plan, terminal: terminal, json: json, stepUnderWay: run.stepUnderWay).perform(
      run, at: speed)
  }

  private func resumeOnInstrument(_ file: URL, _ terminal: Terminal) throws {
    let run = try InstrumentRun.resuming(file, options: try recording.options())
    terminal.say(terminal.styled(run.plan.name, .bold) + " on \(run.target.title) goes on")
    let asked = withoutChamber ? chamber : chamber.filled(from: run.surroundings)
    let room = try asked.bind(in: ShippedFiles.find(), telling: terminal)
    defer { if let room { try? waiting { await room.release() } } }
    if let word = Supervisor.lastWord(beside: file) { terminal.say("  \(word)") }
    let supervisor = try Supervisor.start(for: run.target, beside: file, telling: terminal)
    let mayEnergise = { @Sendable [yes] (cell: ChannelReading) throws in
      let (voltage, current) = (
        cell.reading.voltage.si.formatted(digits: 4), cell.reading.current.si.formatted(digits: 3)
      )
      terminal.say("  no current flows; the cell shows \(voltage) V, \(current) A")
      if yes { return }
      guard terminal.isInteractive, isatty(STDIN_FILENO) == 1 else {
        throw Diagnostics(
          Diagnostic(
            "nobody is there to say that the cell may be energised again; it stays open",
            mend: "look at it and add   --yes"))
      }
      terminal.say("  Go on, and energise it? Type yes:")
      guard readLine()?.trimmingCharacters(in: .whitespaces) == "yes" else {
        throw Diagnostics(Diagnostic("not resumed; the cell is open", mend: "resume it when it may be energised"))
      }
    }
    try RunPerformance(plan: run.plan, terminal: terminal, json: json, stepUnderWay: run.stepUnderWay).perform(
      isLive: true, wasPaused: run.isPaused
    ) { audience in
      var audience = audience
      if let room { audience.control = room.guarding(audience.control) }
      return try waiting { [audience] in
        try await run.run(watchedBy: supervisor, for: audience, mayEnergise: mayEnergise)
      }
    }
  }
}
