import Drivers
import Foundation
import Testing

/// A wire to a scripted peer.
enum TestWire: String, CaseIterable, Sendable {
  case rtuOnTerminal, rtuOverTCP, tcp

  var isNumbered: Bool { self == .tcp }

  func peer(
    unit: UInt8 = 0, script: ScriptedPeer.Script = ScriptedPeer.Script(),
    _ model: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws -> ScriptedPeer {
    switch self {
    case .rtuOnTerminal: try .onTerminal(unit: unit, script: script, model)
    case .rtuOverTCP: try .onSocket(.rtu, unit: unit, script: script, model)
    case .tcp: try .onSocket(.tcp, unit: unit, script: script, model)
    }
  }

  func address(of peer: ScriptedPeer) -> PortAddress {
    switch self {
    case .rtuOnTerminal: PortAddress(.serial(path: peer.path, SerialFormat(baud: 115_200)))
    case .rtuOverTCP: PortAddress(.rtuOverTCP(host: "127.0.0.1", port: peer.port))
    case .tcp: PortAddress(.tcp(host: "127.0.0.1", port: peer.port))
    }
  }

  func link(to peer: ScriptedPeer, timing: LineTiming) throws -> any ModbusLink {
    switch self {
    case .rtuOnTerminal: try LibmodbusLink(.rtu(path: peer.path, SerialFormat(baud: 115_200)), timing: timing)
    case .tcp: try LibmodbusLink(.tcp(host: "127.0.0.1", port: peer.port), timing: timing)
    case .rtuOverTCP:
      FramedLink(timing: timing) { () throws(LineFault) in
        try Wire.open(.rtuOverTCP(host: "127.0.0.1", port: peer.port), format: nil)
      }
    }
  }
}

/// Does something that blocks on a thread of its own, so that the tests beside it go on.
func blocking<Answer: Sendable>(_ body: @escaping @Sendable () throws -> Answer) async throws -> Answer {
  try await withCheckedThrowingContinuation { continuation in
    Thread { continuation.resume(with: Result { try body() }) }.start()
  }
}

@Suite("A line believes no answer that is not to its last question", .timeLimit(.minutes(2)))
struct ModbusLineTests {
  static let timing = LineTiming(response: 0.15, byte: 0.05, gap: 0, latest: 0.35)
  static let unit: UInt8 = 3

  /// Register n holds 1000 + n.
  @Sendable static func counting(_ request: [UInt8]) -> [UInt8] {
    guard request.count == 5, request[0] == 3 else { return [request[0] | 0x80, 0x17] }
    let (address, count) = (Int(request[1]) << 8 | Int(request[2]), Int(request[4]))
    let words = (0..<count).map { UInt16(1000 + address + $0) }
    return [3, UInt8(2 * count)] + words.flatMap { word -> [UInt8] in [UInt8(word >> 8), UInt8(word & 0xFF)] }
  }

  /// A line that knows two answers of the unit.
  func line(_ wire: TestWire, _ peer: ScriptedPeer) throws -> ModbusLine {
    let line = ModbusLine(try wire.link(to: peer, timing: Self.timing))
    line.attach(Self.unit, ModbusUnit(timing: Self.timing) { _ in nil })
    line.learn(
      [KnownAnswer(address: 0, count: 1, words: [1000]), KnownAnswer(address: 1, count: 2, words: [1001, 1002])],
      of: Self.unit)
    return line
  }

  @Test(
    "Whatever happens to the n-th of a dozen messages, every value is the right one, and in the end all come",
    arguments: TestWire.allCases, WireFault.allCases.filter { $0 != .exception })
  func faults(wire: TestWire, fault: WireFault) async throws {
    try await blocking {
      let peer = try wire.peer(unit: Self.unit, Self.counting)
      defer { peer.end() }
      let line = try line(wire, peer)
      for index in 0..<12 {
        peer.play(.init(fault: fault, at: index))
        for register in 10..<22 {
          line.deadline = line.now + 40
          do {
            #expect(
              try line.registers(at: UInt16(register), count: 1, of: Self.unit) == [UInt16(1000 + register)],
              "message \(index), register \(register)")
          } catch {
            Issue.record("message \(index), register \(register): \(error)")
          }
        }
      }
    }
  }

  @Test("An answer that is always late is never taken for the next one's", arguments: TestWire.allCases)
  func alwaysLate(wire: TestWire) async throws {
    try await blocking {
      let peer = try wire.peer(unit: Self.unit, Self.counting)
      defer { peer.end() }
      let line = try line(wire, peer)
      for late in [0.16, 0.25, 0.4, 0.7] {
        peer.play(.init(fault: .answerLate, at: 0, times: 6, late: late))
        for register in 30..<40 {
          // A failure is an answer too; a wrong number is not.
          if let words = try? line.registers(at: UInt16(register), count: 1, of: Self.unit) {
            #expect(words == [UInt16(1000 + register)], "\(late) s late, register \(register)")
          }
        }
      }
      peer.play(.init())
      #expect(try line.registers(at: 50, count: 1, of: Self.unit) == [1050])
    }
  }

  @Test("Exceptions keep their number, also those that libmodbus does not know", arguments: TestWire.allCases)
  func exceptions(wire: TestWire) async throws {
    try await blocking {
      let peer = try wire.peer(unit: Self.unit, Self.counting)
      defer { peer.end() }
      let line = try line(wire, peer)
      #expect(throws: ModbusFault.exception(code: 0x17)) {
        try line.write(.writeRegister(address: 1, value: 1), to: Self.unit)
      }
      #expect(try line.registers(at: 10, count: 1, of: Self.unit) == [1010])
      #expect(line.counts.faults == 0)
    }
  }

  @Test("A write is never sent twice, whatever happens to it", arguments: TestWire.allCases, WireFault.allCases)
  func writesOnce(wire: TestWire, fault: WireFault) async throws {
    try await blocking {
      let peer = try wire.peer(unit: Self.unit) { $0[0] == 6 ? Array($0.prefix(5)) : Self.counting($0) }
      defer { peer.end() }
      let line = try line(wire, peer)
      _ = try line.registers(at: 10, count: 1, of: Self.unit)
      let before = peer.log.count
      peer.play(.init(fault: fault, at: 0))
      _ = try? line.write(.writeRegister(address: 7, value: 9), to: Self.unit)
      line.deadline = line.now + 40
      _ = try line.registers(at: 11, count: 1, of: Self.unit)
      let writes = peer.log.dropFirst(before).filter { $0[wire == .tcp ? 7 : 1] == 6 }
      #expect(writes.count == 1)
    }
  }

  @Test("An instrument that is another one after an error is not believed", arguments: TestWire.allCases)
  func exchanged(wire: TestWire) async throws {
    try await blocking {
      let peer = try wire.peer(unit: Self.unit) { request in
        var reply = Self.counting(request)
        if request[2] < 2, reply.count > 3 { reply[3] ^= 1 }
        return reply
      }
      defer { peer.end() }
      let line = try line(wire, peer)
      #expect(throws: ModbusFault.self) { try line.registers(at: 10, count: 1, of: Self.unit) }
    }
  }

  @Test("On RTU, waiting and looking come before anything is believed after an error")
  func quarantine() async throws {
    try await blocking {
      let (time, peer) = (NoTime(), try TestWire.rtuOverTCP.peer(unit: Self.unit, Self.counting))
      defer { peer.end() }
      let line = ModbusLine(try TestWire.rtuOverTCP.link(to: peer, timing: Self.timing), time: time)
      line.attach(Self.unit, ModbusUnit(timing: Self.timing) { _ in nil })
      line.learn([KnownAnswer(address: 0, count: 1, words: [1000])], of: Self.unit)
      _ = try line.registers(at: 10, count: 1, of: Self.unit)
      peer.play(.init(fault: .answerLost, at: 0))
      _ = try line.registers(at: 11, count: 1, of: Self.unit)
      let asked = peer.log.suffix(3).map { Int($0[3]) }
      #expect(asked == [11, 0, 11])
      #expect(time.pauses.contains { ($0 - Self.timing.latest).magnitude < 1e-9 })
      #expect(line.counts.quarantines == 1)
    }
  }
}
