import Cycling
import DeviceProfiles
import Documents
import Drivers
import Foundation
import HardwareSim
import Quantities
import Testing
import VirtualCell

@Suite(
  "The emulated instruments, written from the makers' lists alone, are driven by the profiles", .timeLimit(.minutes(2)))
struct EmulatedInstrumentTests {
  /// An instrument, a cell, a current that suits both, A, and how near the measured one must be.
  struct Case: Sendable, CustomTestStringConvertible {
    let (device, cell, wire): (String, String, TestWire)
    let (current, resolution): (Double, Double)
    var testDescription: String { "\(device) on \(wire)" }
  }

  static let cases = [
    Case(device: "ea-psb-10000", cell: "li-lfp", wire: .tcp, current: 0.01, resolution: 60.0 / 26214),
    Case(device: "ea-psb-10000", cell: "li-lfp", wire: .rtuOverTCP, current: -0.01, resolution: 60.0 / 26214),
    Case(device: "ea-psb-10000", cell: "li-lfp", wire: .rtuOnTerminal, current: 0.01, resolution: 60.0 / 26214),
    Case(device: "riden-rd60xx", cell: "li-lfp", wire: .rtuOnTerminal, current: 0.01, resolution: 1e-3),
    Case(device: "dps5005", cell: "li-lfp", wire: .rtuOnTerminal, current: 0.01, resolution: 1e-3),
    Case(device: "keithley-2400", cell: "li-li-coin", wire: .rtuOnTerminal, current: -1e-3, resolution: 1e-6),
    Case(device: "keithley-2450", cell: "li-li-coin", wire: .tcp, current: 1e-3, resolution: 1e-6),
    Case(device: "palmsens-emstat4", cell: "li-li-coin", wire: .rtuOnTerminal, current: -1e-3, resolution: 1e-5),
  ]

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test("Open, hold, read, rest, close; the output is off in between and at the end", arguments: cases)
  func whole(of case: Case) async throws {
    var plan = EmulationPlan.Instrument(name: "one", device: `case`.device, cell: `case`.cell)
    let link = FileManager.default.temporaryDirectory.appending(path: "sandglass-\(UUID().uuidString)").path
    switch `case`.wire {
    case .tcp: plan.tcp = TCPAddress(host: "127.0.0.1", port: 0)
    case .rtuOverTCP: plan.rtuOverTCP = TCPAddress(host: "127.0.0.1", port: 0)
    case .rtuOnTerminal: plan.terminal = link
    }
    let bench = try EmulatedBench(EmulationPlan([plan])) { name throws(Diagnostics) in
      try CellProfile.read(Self.root.appending(path: "Profiles/Cells/\(name).yaml").path)
    }
    bench.start()
    defer { Thread { bench.stop() }.start() }
    let where_ = try #require(bench.places.first?.ports.first?.address)
    let address =
      switch `case`.wire {
      case .tcp: try PortAddress("tcp:\(where_)")
      case .rtuOverTCP: try PortAddress("rtu-tcp:\(where_)")
      case .rtuOnTerminal: try PortAddress(where_)
      }
    let isCoin = `case`.cell == "li-li-coin"
    let limits = ChannelLimits(
      voltage: isCoin ? -1...1 : 2...4.5, current: isCoin ? -0.01...0.01 : -0.2...0.2, longestHold: 60)
    let channel = try await Instruments.open(
      try TestProfiles.shipped(`case`.device), at: address, limits: limits, clock: ContinuousClock())
    try await channel.apply(.current(Quantity(si: `case`.current)))
    var last: ChannelReading?
    for _ in 0..<3 { last = try await channel.read() }
    let reading = try #require(last).reading
    #expect(abs(reading.current.si - `case`.current) <= 1.01 * `case`.resolution, "\(reading)")
    #expect(limits.voltage.contains(reading.voltage.si))
    try await channel.apply(.open)
    let resting = try await channel.read().reading
    #expect(abs(resting.current.si) <= 1.01 * `case`.resolution)
    try await channel.makeSafe()
    await channel.close()
  }
}
