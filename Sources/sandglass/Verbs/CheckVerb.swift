import ArgumentParser
import Bench
import Documents
import Foundation
import Quantities
import TestProtocols

/// Validates a protocol and shows what would run.
struct CheckVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Validates a protocol and prints every step as it would run.",
    discussion: """
      Shows each step in amperes with its ends, the safety limits, and the longest duration and the largest charge.

      With --device it also says whether the instrument can do all of it, what the instrument is told to guard, and
      what of its profile no source settles. A device is DEVICE, or DEVICE:MODEL where its profile has several.

      Examples:
        sandglass check coulombic-efficiency-adams --cell li-cu-coin
        sandglass check coulombic-efficiency-adams --device keithley-2400
      """)

  @Argument(
    help: ArgumentHelp("Test protocol: a path, or a name from `sandglass list protocols`.", valueName: "protocol"))
  var testProtocol: String

  @Option(help: "Virtual cell: a path, or a name from `sandglass list cells`; without it the first that suits.")
  var cell: String?

  @Option(help: "Instrument: a path, or a name from `sandglass list devices`; with :MODEL behind it if need be.")
  var device: String?

  @Flag(help: "Print the resolved plan as one JSON object on standard output.")
  var json = false

  func run() throws {
    let files = ShippedFiles.find()
    let prepared = try files.prepare(RunRequest(protocolName: testProtocol, cellName: cell))
    let device = try device.map { try files.device(named: $0) }
    if let device {
      let place = try Place(file: files.path(of: testProtocol, on: .protocols))
      try InstrumentFit(prepared.plan, on: device, place: place).check()
    }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      let checked = CheckedPlan(plan: prepared.plan, device: device.map { DeviceJSON($0, plan: prepared.plan) })
      Output.write(String(decoding: try encoder.encode(checked), as: UTF8.self))
    } else {
      for line in PlanView(summary: prepared.plan.summary, cell: prepared.cell).lines { Output.write(line) }
      if let device { for line in DeviceView(device: device, plan: prepared.plan).lines { Output.write(line) } }
    }
  }
}
