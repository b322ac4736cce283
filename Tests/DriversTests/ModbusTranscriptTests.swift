import Drivers
import Testing

/// Bytes as a manual prints them: "01 03 FF".
func bytes(_ hex: String) -> [UInt8] { hex.split(separator: " ").compactMap { UInt8($0, radix: 16) } }

@Suite("Bytes on the wire are those of EA's programming guide (ModBus & SCPI, 10000/20000 series, Rev 01)")
struct ModbusTranscriptTests {
  /// Plays the other side: expects bytes, gives bytes.
  final class Transcript: ByteIO {
    var turns: [(expected: [UInt8], given: [UInt8])]
    var wrong: [[UInt8]] = []
    private var waiting: [[UInt8]] = []
    init(_ turns: [(String, String)]) { self.turns = turns.map { (bytes($0.0), bytes($0.1)) } }
    var now: Duration { .zero }
    func write(_ sent: [UInt8]) {
      guard !turns.isEmpty else { return wrong.append(sent) }
      let turn = turns.removeFirst()
      if turn.expected != sent { wrong.append(sent) }
      // A byte at a time: framing must not depend on how bytes are bundled.
      waiting = turn.given.map { [$0] }
    }
    func read(within time: Duration) -> [UInt8] { waiting.isEmpty ? [] : waiting.removeFirst() }
    func discardInput() { waiting = [] }
    func pause(_ time: Duration) {}
  }

  /// A line over a transcript, with unit 1 attached.
  private func line(_ transcript: Transcript) -> ModbusLine {
    let line = ModbusLine(FramedLink(timing: LineTiming()) { () throws(LineFault) in transcript }, time: NoTime())
    line.attach(1, ModbusUnit { _ in nil })
    return line
  }

  @Test("Remote control on and off, with the echo")
  func remote() throws {
    let transcript = Transcript([
      ("01 05 01 92 FF 00 2C 2B", "01 05 01 92 FF 00 2C 2B"), ("01 05 01 92 00 00 6D DB", "01 05 01 92 00 00 6D DB"),
    ])
    let line = line(transcript)
    try line.write(.writeCoil(address: 402, isOn: true), to: 1)
    try line.write(.writeCoil(address: 402, isOn: false), to: 1)
    #expect(transcript.wrong.isEmpty && transcript.turns.isEmpty)
  }

  @Test("Actual values and device state")
  func actuals() throws {
    let transcript = Transcript([
      ("01 03 01 FB 00 03 75 C6", "01 03 06 26 20 0C 9B 09 1B 93 50"),
      ("01 03 01 F9 00 02 15 C6", "01 03 04 00 00 04 83 B9 52"),
    ])
    let line = line(transcript)
    #expect(try line.registers(at: 507, count: 3, of: 1) == [0x2620, 0x0C9B, 0x091B])
    #expect(try line.registers(at: 505, count: 2, of: 1) == [0x0000, 0x0483])
    #expect(transcript.wrong.isEmpty && transcript.turns.isEmpty)
  }

  @Test(
    "Refusals keep their number: local is 23, access denied is 7",
    arguments: [("01 85 17 02 9E", UInt8(23)), ("01 85 07 03 52", 7)])
  func refusals(reply: String, code: UInt8) {
    let line = line(Transcript([("01 05 01 92 FF 00 2C 2B", reply)]))
    #expect(throws: ModbusFault.exception(code: code)) {
      try line.write(.writeCoil(address: 402, isOn: true), to: 1)
    }
  }

  @Test("One coil is answered with two bytes in EA's limited setting", arguments: [("FF 00", true), ("00 00", false)])
  func coil(data: String, isOn: Bool) throws {
    let reply = ScriptedPeer.summed(bytes("01 01 02 " + data))
    let hex = reply.map { String($0, radix: 16) }.joined(separator: " ")
    let request = ScriptedPeer.summed(bytes("01 01 01 95 00 01")).map { String($0, radix: 16) }.joined(separator: " ")
    #expect(try line(Transcript([(request, hex)])).bits(at: 405, count: 1, of: 1) == [isOn])
  }

  @Test("80 V is 42 A0 00 00, the high word first")
  func float() {
    #expect(Float(bitPattern: 0x42A0_0000) == 80)
  }

  @Test("What does not fit a request is refused before anything is sent")
  func tooMuch() {
    let transcript = Transcript([])
    let line = line(transcript)
    #expect(throws: ModbusFault.forbidden("so much does not go into one request")) {
      try line.registers(at: 0, count: 126, of: 1)
    }
    #expect(throws: ModbusFault.forbidden("so much does not go into one request")) {
      try line.write(.writeRegisters(address: 0, values: Array(repeating: 0, count: 124)), to: 1)
    }
    #expect(transcript.wrong.isEmpty)
  }

  @Test("What may not be written is not sent, nor anything to a unit of which nothing is known")
  func forbidden() {
    let transcript = Transcript([])
    let line = ModbusLine(FramedLink(timing: LineTiming()) { () throws(LineFault) in transcript }, time: NoTime())
    line.attach(1, ModbusUnit { $0 == 54 ? "calibration" : nil })
    #expect(throws: ModbusFault.forbidden("address 54 may not be written: calibration")) {
      try line.write(.writeRegisters(address: 53, values: [1, 2]), to: 1)
    }
    #expect(throws: ModbusFault.forbidden("nothing is known of unit 2")) {
      try line.write(.writeRegister(address: 1, value: 1), to: 2)
    }
    #expect(transcript.wrong.isEmpty)
  }
}

/// A clock that jumps where others would wait.
final class NoTime: LineTime {
  private(set) var now = 0.0
  private(set) var pauses: [Double] = []
  func pause(_ seconds: Double) {
    guard seconds > 0 else { return }
    now += seconds
    pauses.append(seconds)
  }
}
