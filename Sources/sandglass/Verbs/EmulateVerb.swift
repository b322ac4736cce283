import ArgumentParser
import Bench
import Documents
import Foundation
import HardwareSim

/// Serves a virtual cell as an instrument on a real line.
struct EmulateVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "emulate",
    abstract: "Serves a virtual cell as a real instrument, to any client on TCP or a serial line.",
    discussion: """
      Examples:
        sandglass emulate --device ea-psb-10000 --cell li-lfp --tcp 5020
          serves Modbus TCP on 127.0.0.1:5020; its nominal voltage, by mbpoll:
          mbpoll -1 -0 -m tcp -p 5020 -a 1 -t 4:float -B -r 121 127.0.0.1

        sandglass emulate --device keithley-2400 --cell li-li-coin --pty smu
          serves a serial line at ./smu; who is there, by the shell:
          (printf '*IDN?\\n' >smu; head -1 <smu)

        sandglass emulate --bench bench.yaml --truth truth.jsonl
          several instruments, each with its cell and its address

      With --speed 60 an hour of cells, ramps and scripts goes by in a minute;
      lines and time-outs keep real time. --faults scripts what goes wrong,
      --truth writes down what was true: see Documentation/Emulation.md.

      It listens on this machine alone. Ctrl-C ends it and removes the link.
      It behaves as manuals and open drivers say; no real instrument was
      compared.
      """)

  @Option(help: ArgumentHelp("Instrument: \(Self.known).", valueName: "device"))
  var device: String?

  @Option(help: "Virtual cell at its terminals: a path, or a name from `sandglass list cells`.")
  var cell: String?

  @Option(
    help: ArgumentHelp("Serve Modbus TCP, or lines of text, here; port 0 takes a free one.", valueName: "host:port"))
  var tcp: String?

  @Option(help: ArgumentHelp("Serve frames of Modbus RTU over TCP here.", valueName: "host:port"))
  var rtuTcp: String?

  @Option(help: ArgumentHelp("Serve a pseudo-terminal, and make this link to it.", valueName: "link"))
  var pty: String?

  @Option(help: ArgumentHelp("Several instruments, from a YAML file, instead of one.", valueName: "file"))
  var bench: String?

  @Option(help: "Test time in a second of real time.")
  var speed: Double?

  @Option(help: "Seed of the cell's noise and of chance among faults.")
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Faults to come, from a YAML file.", valueName: "file"))
  var faults: String?

  @Option(help: ArgumentHelp("Write what was true to this file; it must not exist.", valueName: "file"))
  var truth: String?

  @Option(help: ArgumentHelp("Send no faster than a serial line of so many bits a second.", valueName: "baud"))
  var pace: Double?

  @Option(help: ArgumentHelp("A steady voltage in series with the cell, V.", valueName: "volts"))
  var seriesVoltage = 0.0

  @Flag(help: "Let other machines reach it: anybody there can operate it.")
  var allowNetwork = false

  @Flag(help: "Print the ready line as one JSON object.")
  var json = false

  private static var known: String { PanelCatalogue.entries.map(\.id).joined(separator: ", ") }

  func validate() throws {
    guard (bench == nil) != (device == nil) else { throw ValidationError("Give one of --device and --bench.") }
    if let speed, !(speed > 0 && speed <= 1e6) { throw ValidationError("--speed is above 0 and at most 1000000.") }
    if let pace, !(pace >= 50 && pace <= 4e6) { throw ValidationError("--pace is from 50 to 4000000.") }
    guard seriesVoltage.isFinite else { throw ValidationError("--series-voltage is a number of volts.") }
  }

  func run() throws {
    Interruption.listen()
    let bench = try ShippedFiles.find().emulation(try plan())
    bench.start()
    defer { bench.stop() }
    let ready = ReadyLine(bench)
    Output.write(json ? try ready.json() : ready.text)
    while Interruption.reason == nil { Thread.sleep(forTimeInterval: 0.05) }
    Terminal().say("\nended; links are removed")
  }

  private func plan() throws(Diagnostics) -> EmulationPlan {
    var plan: EmulationPlan
    if let bench {
      plan = try EmulationPlan.read(bench)
    } else {
      var instrument = EmulationPlan.Instrument(
        name: device ?? "", device: device ?? "", cell: cell, seed: seed)
      if let tcp { instrument.tcp = try TCPAddress(text: tcp) }
      if let rtuTcp { instrument.rtuOverTCP = try TCPAddress(text: rtuTcp) }
      (instrument.terminal, instrument.pace, instrument.seriesVoltage) = (pty, pace, seriesVoltage)
      plan = EmulationPlan([instrument])
    }
    if let speed { plan.speed = speed }
    if let faults { plan.faults = try FaultScript.read(faults) }
    if let truth { plan.truth = truth }
    plan.allowsNetwork = allowNetwork
    return plan
  }
}

/// What is printed when clients may come.
private struct ReadyLine: Encodable {
  struct Place: Encodable {
    let name: String
    let ports: [Port]
  }

  struct Port: Encodable {
    let kind: String
    let address: String
  }

  let ready = true
  let instruments: [Place]

  init(_ bench: EmulatedBench) {
    instruments = bench.places.map { place in
      Place(name: place.instrument.name, ports: place.ports.map { Port(kind: $0.kind, address: $0.address) })
    }
  }

  var text: String {
    let places = instruments.flatMap { place in place.ports.map { "\(place.name) on \($0.address) (\($0.kind))" } }
    return "ready: " + places.joined(separator: ", ")
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
