import ArgumentParser
import Cycling
import Foundation
import Quantities
import Recording

/// Checks whether a run file is what was written.
struct VerifyVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Checks a run file: checksums, protocol, order of time and steps, gaps, clocks.",
    discussion: """
      Changes nothing. Exit code 0: every reading, event and text is what was
      written; 4: something is not, and what that is is told.

      Examples:
        sandglass verify runs/a.sandglass
        sandglass verify runs/a.sandglass --json
      """)

  @Argument(help: ArgumentHelp("Run file.", valueName: "run"))
  var runFile: String

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let terminal = Terminal()
    let found = try RunVerification(of: URL(filePath: runFile))
    for finding in found.findings {
      let style: Terminal.Style = finding.weight == .damage ? .red : .yellow
      terminal.say(terminal.styled("  \(finding.weight.rawValue): \(finding.what)", style))
    }
    let commits = found.commits.map { " in \($0) commits" } ?? ", without checksums (schema version 1 or 2)"
    terminal.say("  \(found.readings) readings\(commits), \(found.duration.words) of test time")
    if let drift = found.clockDrift {
      terminal.say("  the computer's clock ran \(String(format: "%+.1f", drift)) ppm against its steady clock")
    }
    terminal.say(
      found.isWhole
        ? terminal.styled("  whole: everything is what was written", .green)
        : terminal.styled("  damaged", .red))
    if json { Output.write(try VerificationJSON(found: found).text()) }
    if !found.isWhole { throw Outcome.fault }
  }
}

/// What `verify --json` prints.
private struct VerificationJSON: Encodable {
  let run: String
  let whole: Bool
  let readings: Int
  let commits: Int?
  let duration: Double
  let ended: String?
  let clockDrift: Double?
  let findings: [RunVerification.Finding]

  enum CodingKeys: String, CodingKey {
    case run, whole, readings, commits, ended, findings
    case duration = "duration_s"
    case clockDrift = "clock_drift_ppm"
  }

  init(found: RunVerification) {
    (run, whole, readings, commits) = (found.url.relativePath, found.isWhole, found.readings, found.commits)
    (duration, ended) = (found.duration.si, found.end?.way.rawValue)
    (clockDrift, findings) = (found.clockDrift, found.findings)
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
