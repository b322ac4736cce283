import ArgumentParser
import Bench
import DeviceProfiles
import Documents
import Drivers
import Foundation

/// Looks who answers on a line.
struct ScanVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Looks which instrument answers on a port; reads only, writes nothing.",
    discussion: """
      PORT is tcp:HOST:PORT, rtu-tcp:HOST:PORT (Modbus RTU frames on a socket) or a serial port with its format,
      /dev/ttyUSB0@9600-8N1; #3 behind it asks bus address 3. What is left out the device profiles say.
      Do not scan a line on which something is running: an instrument may take a question amiss.

      Examples:
        sandglass scan /dev/ttyUSB0
        sandglass scan tcp:192.168.0.20:502
        sandglass scan /dev/ttyUSB0@19200-8N1#5 --device eurotherm-3200
      """)

  @Argument(help: "Port, as above.")
  var port: String

  @Option(help: ArgumentHelp("Ask for this instrument alone; may be given several times.", valueName: "device"))
  var device: [String] = []

  @Flag(help: "Print the result as one JSON object on standard output.")
  var json = false

  func run() throws {
    let (terminal, files) = (Terminal(), ShippedFiles.find())
    let address = try PortAddress(port)
    let names = device.isEmpty ? files.names(on: .devices) : device
    let candidates = try names.map { name in
      let named = try files.device(named: name)
      return (id: named.name, profile: named.profile)
    }
    terminal.say("asking at \(address) for: \(candidates.map(\.id).joined(separator: ", "))")
    let report = try waiting { await Scan.port(address, candidates: candidates) }
    for remark in report.remarks { terminal.say("  \(remark)") }
    for found in report.found {
      terminal.say("  \(found.device), \(found.model): --device \(found.device) --port \(found.port)")
    }
    if report.found.isEmpty { terminal.say("  nobody was recognised") }
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      Output.write(String(decoding: try encoder.encode(report), as: UTF8.self))
    }
    if report.found.isEmpty { throw Outcome.fault }
  }
}
