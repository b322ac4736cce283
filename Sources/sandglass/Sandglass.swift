import ArgumentParser
import Bench
import Documents
import Foundation
import Recording

/// The command line.
@main
struct Sandglass: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sandglass",
    abstract: "Runs battery test protocols, and calls Sand's time before it strikes.",
    discussion: """
      Start with:  sandglass list protocols
                   sandglass run sand-time

      PROTOCOL and profiles are paths or the names that `sandglass list` prints.

      Exit codes: 0 the protocol completed; 2 bad input, nothing was started;
      3 ended by a trip or a safety limit; 4 instrument or recording fault;
      130 interrupted, the cell is open.
      """,
    version: Version.current,
    subcommands: [
      RunVerb.self, ResumeVerb.self, CheckVerb.self, ListVerb.self, ReplayVerb.self, ExportVerb.self, PlotVerb.self,
      ReportVerb.self, VerifyVerb.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      leave(because: error)
    }
  }

  /// Says what went wrong and ends with the exit code for it.
  private static func leave(because error: any Error) -> Never {
    let terminal = Terminal()
    switch error {
    case let code as ExitCode: exit(withError: code)
    case let faults as Diagnostics:
      terminal.say("\(faults)")
      exit(withError: Outcome.badInput)
    case let fault as RecordingError:
      terminal.say("\(fault)")
      exit(withError: fault.isBadInput ? Outcome.badInput : Outcome.fault)
    default:
      let message = fullMessage(for: error)
      if exitCode(for: error) == .success {
        Output.write(message)
        exit(withError: Outcome.completed)
      }
      terminal.say(message)
      exit(withError: Outcome.badInput)
    }
  }
}

/// Exit codes of the program.
enum Outcome {
  static let completed = ExitCode(0)
  static let badInput = ExitCode(2)
  static let tripped = ExitCode(3)
  static let fault = ExitCode(4)
  static let interrupted = ExitCode(130)
}

extension RecordingError {
  /// Whether the person named the wrong file, as opposed to a disk that failed during a run.
  fileprivate var isBadInput: Bool {
    switch self {
    case .diskFull, .cannotWrite, .inUse, .closed, .modelStateMismatch, .gnuplotMissing, .gnuplotFailed,
      .pyarrowMissing:
      false
    default: true
    }
  }
}
