import ArgumentParser
import Bench
import Foundation
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
      """)

  @Argument(help: ArgumentHelp("Run file.", valueName: "run"))
  var runFile: String

  @OptionGroup var recording: RecordingArguments

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let file = URL(filePath: runFile)
    if let torn = try RunFile.Reader(opening: file).tornTail {
      terminal.say("  a torn tail of \(torn.bytes) bytes was never committed and is trimmed")
    }
    let (run, speed) = try VirtualRun.resuming(file, options: try recording.options(notes: ""))
    terminal.say(terminal.styled(run.plan.name, .bold) + " on the virtual cell \(run.cell.name) goes on")
    try RunPerformance(run: run, speed: speed, terminal: terminal, json: json).perform()
  }
}
