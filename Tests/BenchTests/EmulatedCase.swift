import Bench
import Cycling
import Detection
import DeviceProfiles
import Drivers
import Foundation
import HardwareSim
import Quantities
import Runner
import Synchronization
import TestProtocols
import VirtualCell

/// A short run on an emulated EA whose truth is known, over one kind of wire, with faults or without.
struct EmulatedCase: Sendable {
  /// How the instrument is reached.
  enum Wire: String, CaseIterable, Sendable {
    case tcp = "Modbus TCP"
    case rtu = "Modbus RTU"
  }

  /// What came of it.
  struct Outcome: Sendable {
    /// How the run ended; nil where the instrument could not even be opened.
    var end: RunEnd.Way?
    /// What was said of it.
    var words: String
    /// Whether the instrument's output is on behind it.
    var isOn: Bool
    /// Readings that were kept as good.
    var readings: Int
    /// Those among them that the instrument never showed at their time.
    var wrong: [Reading]
    /// Requests that reached the instrument.
    var messages: Int
  }

  /// Test time goes by this much faster than real time, for the cell as for the run.
  static let speed = 10.0

  let wire: Wire
  let prepared: PreparedInstrumentRun
  let cell: CellProfile

  /// Runs with a fault script.
  func run(_ faults: FaultScript, folder: URL) async throws -> Outcome {
    let truth = TruthLog()
    let clock = EmulationClock(speed: Self.speed)
    let panel = PanelCatalogue.entry("ea-psb-10000")?.panel(cell: VirtualCell(profile: cell, seed: 1))
    guard let panel else { throw CancellationError() }
    let instrument = EmulatedInstrument(name: "ea", panel: panel, clock: clock, faults: faults, truth: truth)
    let port: any EmulatedPort =
      switch wire {
      case .tcp: try TCPPort(TCPAddress(host: "127.0.0.1", port: 0), for: instrument)
      case .rtu: try PseudoTerminalPort(link: folder.appending(path: UUID().uuidString).path, for: instrument)
      }
    let bench = EmulatedBench([EmulatedBench.Place(instrument: instrument, ports: [port])])
    bench.start()
    defer { bench.stop() }
    var outcome = Outcome(end: nil, words: "", isOn: false, readings: 0, wrong: [], messages: 0)
    let kept = Mutex<[Reading]>([])
    var origin = 0.0
    do {
      let address = try PortAddress(wire == .tcp ? "tcp:\(port.address)" : "\(port.address)#0")
      let target = prepared.target.device
      let limits = prepared.plan.limits(on: target)
      let runClock = ScaledClock(speed: Self.speed)
      let channel = try await Instruments.open(target.profile, at: address, limits: limits, clock: runClock)
      var shell = LiveShell(
        machine: RunMachine(plan: prepared.plan), detectors: DetectorBank(configuration: DetectorConfiguration()),
        channel: channel, clock: runClock)
      origin = clock.test
      let end = try await shell.run(
        listen: { event in if case .reading(let recorded) = event { kept.withLock { $0.append(recorded.reading) } } },
        observe: { _ in })
      await channel.close()
      (outcome.end, outcome.words) = (end.way, end.reason)
    } catch let error as ChannelError { outcome.words = error.words }
    instrument.catchUp()
    let entries = truth.entries
    outcome.isOn = entries.last { ["output on", "output off", "cell open"].contains($0.event) }?.event == "output on"
    outcome.messages = entries.compactMap(\.message).max() ?? 0
    let shown = entries.filter { $0.event == "reading" }
    let good = kept.withLock { $0 }.filter { $0.flags.isEmpty || $0.flags == .gap }
    outcome.readings = good.count
    outcome.wrong = good.filter { reading in !shown.contains { Self.agree($0, reading, origin: origin) } }
    return outcome
  }

  /// Whether a reading is what the instrument showed at that time: within half a step of its converters, and half a second of real time.
  private static func agree(_ entry: TruthEntry, _ reading: Reading, origin: Double) -> Bool {
    guard let voltage = entry.voltage, let current = entry.current else { return false }
    return abs(entry.time - origin - reading.time.si) < 0.5 * speed && abs(voltage - reading.voltage.si) < 6e-4
      && abs(current.magnitude - reading.current.magnitude.si) < 1.2e-3
      && (current * reading.current.si >= 0 || current.magnitude < 1.2e-3)
  }
}
