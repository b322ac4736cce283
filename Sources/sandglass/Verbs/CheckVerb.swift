import ArgumentParser
import Bench
import Foundation
import Quantities
import TestProtocols

/// Validates a protocol and shows what would run.
struct CheckVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validates a protocol and prints every step as it would run.",
    discussion: """
      Shows each step in amperes with its ends, the safety limits, and the longest duration and the largest charge.

      Example: sandglass check coulombic-efficiency-adams --cell li-cu-coin
      """)

  @Argument(
    help: ArgumentHelp("Test protocol: a path, or a name from `sandglass list protocols`.", valueName: "protocol"))
  var testProtocol: String

  @Option(help: "Virtual cell: a path, or a name from `sandglass list cells`; without it the first that suits.")
  var cell: String?

  @Flag(help: "Print the resolved plan as one JSON object on standard output.")
  var json = false

  func run() throws {
    let prepared = try ShippedFiles.find().prepare(RunRequest(protocolName: testProtocol, cellName: cell))
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      Output.write(String(decoding: try encoder.encode(prepared.plan), as: UTF8.self))
    } else {
      for line in PlanView(summary: prepared.plan.summary, cell: prepared.cell).lines { Output.write(line) }
    }
  }
}
