import Cycling
import DeviceProfiles
import Drivers
import Quantities
import Synchronization
import Testing

@Suite("A chamber is held, measured and judged", .timeLimit(.minutes(1)))
struct ChamberTests {
  /// A controller as the fact sheets have it: holding registers alone.
  final class Controller: Sendable {
    let registers: Mutex<[Int: UInt16]>
    let coils = Mutex<[Int: Bool]>([0x0814: false])
    init(_ registers: [Int: UInt16]) { self.registers = Mutex(registers) }

    func answer(_ request: [UInt8]) -> [UInt8] {
      let (address, value) = (Int(request[1]) << 8 | Int(request[2]), Int(request[3]) << 8 | Int(request[4]))
      switch request[0] {
      case 2: return coils.withLock { [2, 1, $0[address] == true ? 1 : 0] }
      case 3:
        let words = registers.withLock { registers in (address..<address + value).map { registers[$0] } }
        guard !words.contains(nil) else { return [0x83, 2] }
        return [3, UInt8(2 * value)] + words.compactMap { $0 }.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      case 5:
        coils.withLock { $0[address] = value != 0 }
        return Array(request.prefix(5))
      case 6:
        registers.withLock { $0[address] = UInt16(value) }
        return Array(request.prefix(5))
      case 16:
        registers.withLock { registers in
          for n in 0..<value { registers[address + n] = UInt16(request[6 + 2 * n]) << 8 | UInt16(request[7 + 2 * n]) }
        }
        return Array(request.prefix(5))
      default: return [request[0] | 0x80, 1]
      }
    }
  }

  private func profile(_ name: String) throws -> DeviceProfile {
    var profile = try TestProfiles.shipped(name)
    (profile.timing.answer, profile.timing.gap) = (Quantity(si: 0.5), .zero)
    profile.timing.stale = Quantity(si: 5)
    return profile
  }

  @Test("Eurotherm: floats at twice the address and 0x8000, high word first; the remote set-point, never the EEPROM")
  func eurotherm() async throws {
    // 25.0 °C is 41C8 0000.
    let controller = Controller([
      32770: 0x41C8, 32771: 0, 32778: 0x41C8, 32779: 0, 32772: 0, 32773: 0, 32820: 0, 32821: 0, 276: 0, 15: 0,
    ])
    let peer = try ScriptedPeer.onTerminal(unit: 1) { controller.answer($0) }
    defer { peer.end() }
    let chamber = try await Chamber.connect(
      try profile("eurotherm-3200"), at: PortAddress("\(peer.path)@9600-8N1"), clock: ContinuousClock())
    #expect(abs(try await chamber.read().temperature.si - 298.15) < 1e-6)
    try await chamber.hold(Quantity(si: 313.15))
    // 40.0 °C is 4220 0000.
    #expect(controller.registers.withLock { [$0[32820], $0[32821], $0[276]] } == [0x4220, 0, 1])
    #expect(controller.registers.withLock { $0[32816] == nil && $0[24] == nil })
    let before = peer.log.count
    await #expect(throws: ChannelError.self) { try await chamber.hold(Quantity(si: 400)) }
    #expect(peer.log.count == before)
    // A thermometer that broke is no temperature.
    controller.registers.withLock { $0[32770] = 0x44FA }  // 2000 °C
    await #expect(throws: ChannelError.self) { try await chamber.read() }
    await chamber.close()
  }

  @Test("Watlow: low word first and °F; the other order is recognised and refused")
  func watlow() async throws {
    // 75.0 °F is 4296 0000: register 360 = 0000, 361 = 4296.
    let controller = Controller([
      360: 0, 361: 0x4296, 368: 0, 1904: 0, 1905: 0, 1880: 0, 1881: 0, 2160: 0, 2161: 0x4296, 2490: 30,
    ])
    let peer = try ScriptedPeer.onTerminal(unit: 1) { controller.answer($0) }
    defer { peer.end() }
    let address = try PortAddress("\(peer.path)@9600-8N1")
    let chamber = try await Chamber.connect(try profile("watlow-ez-zone"), at: address, clock: ContinuousClock())
    #expect(abs(try await chamber.read().temperature.si - ((75.0 - 32) / 1.8 + 273.15)) < 1e-4)
    try await chamber.hold(Quantity(si: 298.15))  // 77 °F is 429A 0000
    #expect(controller.registers.withLock { [$0[2160], $0[2161]] } == [0, 0x429A])
    await chamber.close()
    controller.registers.withLock { ($0[360], $0[361]) = (0x4296, 0) }
    await #expect {
      _ = try await Chamber.connect(try profile("watlow-ez-zone"), at: address, clock: ContinuousClock())
    } throws: {
      ($0 as? ChannelError)?.words.contains("its words the other way round would be 75.0") == true
    }
  }

  @Test("Omega: tenths of a degree, and a coil that starts it")
  func omega() async throws {
    let controller = Controller([0x1000: 251, 0x1001: 250, 0x1005: 0, 0x1012: 0])
    let peer = try ScriptedPeer.onTerminal(unit: 1) { controller.answer($0) }
    defer { peer.end() }
    let chamber = try await Chamber.connect(
      try profile("omega-cn7500"), at: PortAddress("\(peer.path)@9600-8N1"), clock: ContinuousClock())
    #expect(abs(try await chamber.read().temperature.si - 298.25) < 1e-9)
    try await chamber.hold(Quantity(si: 318.15))
    #expect(controller.registers.withLock { $0[0x1001] } == 450)
    #expect(controller.coils.withLock { $0[0x0814] } == true)
    await chamber.close()
    #expect(controller.coils.withLock { $0[0x0814] } == false)
  }

  @Test("In band only when it has been there for the settling time, stale when nothing fresh is known")
  func judged() {
    func kelvin(_ celsius: Double) -> Quantity<Temperature> { Quantity(si: celsius + 273.15) }
    var judge = ChamberGuard(
      target: kelvin(25), band: Quantity(si: 0.5), settling: Quantity(si: 60), freshness: Quantity(si: 10))
    func at(_ time: Double) -> ChamberState { judge.state(at: Quantity(si: time)) }
    func observe(_ celsius: Double, _ time: Double) {
      judge.observe(ChamberReading(temperature: kelvin(celsius), time: Quantity(si: time)))
    }
    #expect(at(3) == .stale(age: Quantity(si: 3), reason: nil))
    observe(24, 5)
    #expect(at(5) == .outOfBand(kelvin(24)))
    for time in stride(from: 10.0, through: 65, by: 5) { observe(25.4, time) }
    #expect(at(65) == .outOfBand(kelvin(25.4)))
    observe(25.4, 70)
    #expect(at(80) == .inBand(kelvin(25.4)))
    #expect(at(80).allowsRunning)
    judge.observe(failure: .lost("unplugged"))
    #expect(at(81) == .stale(age: Quantity(si: 11), reason: "unplugged"))
    #expect(!at(81).allowsRunning)
    // Who was away must settle anew.
    observe(25, 200)
    #expect(at(200) == .outOfBand(kelvin(25)))
    observe(.nan, 201)
    observe(99, 150)
    #expect(at(201) == .outOfBand(kelvin(25)))
  }
}
