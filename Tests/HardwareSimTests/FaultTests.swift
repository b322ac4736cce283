import Documents
import Foundation
import HardwareSim
import Testing

@Suite("Faults strike where the script says, and leave their truth")
struct FaultTests {
  /// A Riden that is asked for its id, message by message.
  private func supply(_ rule: FaultRule, framing: ModbusFraming = .rtu, seed: UInt64 = 1) throws -> Table {
    try Table(
      "riden-rd60xx", quietCell("li-lfp", area: 0.1), framing: framing, faults: FaultScript([rule], seed: seed))
  }

  private static let request = rtu([1, 3, 0, 0, 0, 1])
  private static let reply = rtu([1, 3, 2, 0xEA, 0x9E])

  private func actions(_ table: Table) -> [WireAction] { table.session.receive(Self.request) }

  @Test(
    "A fault addressed to message 2 leaves the first and the third alone",
    arguments: [
      (FaultKind.bitFlip, FaultEffect.bitFlip(count: 1)), (.crcError, .crcError), (.droppedByte, .droppedByte),
      (.insertedByte, .insertedByte), (.split, .split(pause: 0.3)), (.lateReply, .lateReply(by: 0.8)),
      (.wrongUnit, .wrongUnit), (.wrongFunction, .wrongFunction), (.exception, .exception(code: 4)),
      (.silence, .silence), (.idleClose, .idleClose),
    ])
  func single(kind: FaultKind, effect: FaultEffect) throws {
    let table = try supply(FaultRule(kind, effect, .messages([2])))
    let sound = [WireAction(.send(Self.reply), delay: 0.08)]
    #expect(actions(table) == sound)
    #expect(actions(table) != sound)
    #expect(actions(table) == sound)
    let logged = table.truth.entries.filter { $0.event == "fault" }
    #expect(logged.map(\.message) == [2])
    #expect(logged.map(\.detail) == [kind.rawValue])
  }

  @Test("What each does to the bytes")
  func damage() throws {
    func damaged(_ effect: FaultEffect, _ kind: FaultKind) throws -> [UInt8] {
      actions(try supply(FaultRule(kind, effect, .messages([1])))).bytes
    }
    let flipped = try damaged(.bitFlip(count: 1), .bitFlip)
    #expect(zip(flipped, Self.reply).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == 1)
    let wrong = try damaged(.crcError, .crcError)
    #expect(wrong.dropLast(2) == Self.reply.dropLast(2) && wrong.suffix(2) != Self.reply.suffix(2))
    #expect(try damaged(.droppedByte, .droppedByte).count == Self.reply.count - 1)
    #expect(try damaged(.insertedByte, .insertedByte).count == Self.reply.count + 1)
    #expect(try damaged(.wrongUnit, .wrongUnit) == rtu([2, 3, 2, 0xEA, 0x9E]))
    #expect(try damaged(.wrongFunction, .wrongFunction) == rtu([1, 4, 2, 0xEA, 0x9E]))
    #expect(try damaged(.exception(code: 4), .exception) == rtu([1, 0x83, 4]))
    #expect(try damaged(.silence, .silence).isEmpty)
  }

  @Test("A split comes in two parts, a late reply late, and both whole")
  func timing() throws {
    let split = actions(try supply(FaultRule(.split, .split(pause: 0.3), .messages([1]))))
    #expect(split.count == 2)
    #expect(split.bytes == Self.reply)
    #expect(abs(split[1].delay - split[0].delay - 0.3) < 1e-9)
    let late = actions(try supply(FaultRule(.lateReply, .lateReply(by: 0.8), .messages([1]))))
    #expect(late == [WireAction(.send(Self.reply), delay: 0.88)])
  }

  @Test("A request that is lost or damaged is never carried out")
  func requests() throws {
    for (kind, effect) in [(FaultKind.silence, FaultEffect.silence), (.bitFlip, .bitFlip(count: 1))] {
      for seed in UInt64(1)...20 {
        let table = try supply(FaultRule(kind, effect, .messages([1]), meetsRequest: true), seed: seed)
        #expect(table.write(18, 1, unit: 1) != 0)
        #expect(table.read(18, unit: 1) == [0])
      }
    }
  }

  @Test("An unplugged instrument answers nothing, and is back when it is plugged in")
  func disconnect() throws {
    let table = try supply(FaultRule(.disconnect, .disconnect(for: 3), .messages([2])))
    #expect(actions(table).bytes == Self.reply)
    #expect(actions(table).isEmpty)
    #expect(table.instrument.isGone)
    table.clock.pass(2.9)
    #expect(actions(table).isEmpty)
    table.clock.pass(0.2)
    #expect(!table.instrument.isGone)
    #expect(actions(table).bytes == Self.reply)
  }

  @Test("Chance is the same for the same seed, and about as often as it says")
  func chance() throws {
    func struck(_ seed: UInt64) throws -> [Int] {
      let table = try supply(FaultRule(.silence, .silence, .probability(0.1)), seed: seed)
      for _ in 0..<1000 { _ = actions(table) }
      return table.truth.entries.filter { $0.event == "fault" }.compactMap(\.message)
    }
    let first = try struck(1)
    #expect(try struck(1) == first)
    #expect(try struck(2) != first)
    #expect((60...140).contains(first.count), "\(first.count) of 1000")
  }

  @Test("A script in YAML")
  func script() throws {
    let script = try FaultScript.parse(
      yaml: """
        seed: 7
        faults:
          - {fault: late reply, message: 7, by: 800 ms}
          - {fault: bit flip, probability: 1 %, on: request}
          - {fault: contact resistance, at: 10 min, for: 5 min, resistance: 20 ohm}
          - {fault: stuck relay, as: closed, instrument: a}
          - {fault: frozen register, register: 507, raw: 0x2620}
        """, file: "f")
    #expect(script.seed == 7)
    #expect(
      script.rules == [
        FaultRule(.lateReply, .lateReply(by: 0.8), .messages([7])),
        FaultRule(.bitFlip, .bitFlip(count: 1), .probability(0.01), meetsRequest: true),
        FaultRule(.contactResistance, .contactResistance(20), .time(600), duration: 300),
        FaultRule(.stuckRelay, .stuckRelay(.closed), .time(0), instrument: "a"),
        FaultRule(.frozenRegister, .frozenRegister(address: 507, word: 9760), .time(0)),
      ])
  }

  @Test(
    "Faulty scripts name place and mend",
    arguments: [
      ("- {fault: late replay, message: 7}", "late reply"), ("- {fault: late reply, message: 7}", "no \"by\""),
      ("- {fault: silence}", "never strikes"), ("- {fault: silence, message: 1, every: 2}", "several ways"),
      ("- {fault: silence, massage: 1}", "message"), ("- {fault: split, message: 1, pause: 3 V}", "voltage"),
      ("- {fault: silence, probability: 3}", "at most"), ("- {fault: exception, message: 1, code: 0}", "code"),
      ("- {fault: gain, error: 1 %, for: 0 s}", "above"), ("- silence", "faults 1"),
      ("- {fault: frozen register, register: 507, raw: 0x12345}", "no word of a register"),
    ])
  func faultyScripts(lines: String, words: String) {
    let error = #expect(throws: Diagnostics.self) {
      try FaultScript.parse(yaml: "faults:\n  \(lines)\n", file: "f.yaml")
    }
    #expect("\(error.map { "\($0)" } ?? "")".contains(words), "\(error.map { "\($0)" } ?? "")")
    #expect(error?.first.place?.line == 2 || error?.first.place?.line == 1)
  }
}
