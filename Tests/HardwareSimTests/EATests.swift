import HardwareSim
import Testing

// Frames and facts: EA, Programming ModBus & SCPI, 10000/20000 series, Rev 01 2023, and the register list PSB 10000 KE V3.10+.
@Suite("An emulated EA PSB 10000 is one at its wire")
struct EATests {
  private func table(_ faults: FaultScript = FaultScript(), framing: ModbusFraming = .rtu) throws -> Table {
    // As large as its currents: a square metre of an LFP cell.
    try Table("ea-psb-10000", quietCell("li-lfp", area: 1), framing: framing, faults: faults)
  }

  /// To the compliance "full": unit 1 answers, coils are read as the standard has it.
  private func full() throws -> Table {
    let table = try table()
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.write(10013, 0xFF00, function: 5) == 0)
    #expect(table.write(402, 0, function: 5) == 0)
    return table
  }

  @Test("Remote control on and off, byte for byte")
  func remote() throws {
    let table = try full()
    #expect(table.send(hex: "01 05 01 92 FF 00 2C 2B") == "01 05 01 92 FF 00 2C 2B")
    #expect(table.send(hex: "01 05 01 92 00 00 6D DB") == "01 05 01 92 00 00 6D DB")
  }

  @Test("Refusals, byte for byte: in local, and without remote control")
  func refusals() throws {
    let denied = try full()
    #expect(denied.send(rtu([1, 5, 0x01, 0x95, 0xFF, 0])).hex == "01 85 07 03 52")
    let inHand = FaultScript([FaultRule(.local, .local, .time(10))])
    let table = try table(inHand)
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.write(10013, 0xFF00, function: 5) == 0)
    _ = table.pass(11)
    #expect(table.send(hex: "01 05 01 92 FF 00 2C 2B") == "01 85 17 02 9E")
  }

  @Test("The requests for actual values and state of the guide are understood")
  func guideRequests() throws {
    let table = try full()
    let actuals = table.send(bytes("01 03 01 FB 00 03 75 C6"))
    #expect(actuals.count == 11)
    #expect(actuals.prefix(3) == [1, 3, 6])
    #expect(rtu(Array(actuals.dropLast(2))) == actuals)
    let state = table.send(bytes("01 03 01 F9 00 02 15 C6"))
    #expect(state.count == 9)
    #expect(state.prefix(3) == [1, 3, 4])
  }

  @Test("Actual values and state of the guide, byte for byte, from registers that hang at the words printed there")
  func guideReplies() throws {
    let printed: [(Int, UInt16)] = [(505, 0x0000), (506, 0x0483), (507, 0x2620), (508, 0x0C9B), (509, 0x091B)]
    let table = try table(
      FaultScript(printed.map { FaultRule(.frozenRegister, .frozenRegister(address: $0.0, word: $0.1), .time(0)) }))
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.write(10013, 0xFF00, function: 5) == 0)
    #expect(table.send(hex: "01 03 01 FB 00 03 75 C6") == "01 03 06 26 20 0C 9B 09 1B 93 50")
    #expect(table.send(hex: "01 03 01 F9 00 02 15 C6") == "01 03 04 00 00 04 83 B9 52")
    // What was not asked for of them is not there, and what does not hang is as it was.
    #expect(table.read(121, 2) == [0x4270, 0])
    #expect(table.read(508, 1) == [0x0C9B])
  }

  @Test("From the factory only address 0 is answered, and a coil comes in two bytes")
  func limited() throws {
    let table = try table()
    #expect(table.send(rtu([1, 3, 0, 121, 0, 2])).hex == rtu([1, 0x83, 2]).hex)
    #expect(table.send(rtu([0, 1, 0x01, 0x92, 0, 1])) == rtu([0, 1, 2, 0, 0]))
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.send(rtu([0, 1, 0x01, 0x92, 0, 1])) == rtu([0, 1, 2, 0xFF, 0]))
  }

  @Test("It says who it is, and its nominal values high word first")
  func identity() throws {
    let table = try table()
    // 60.0 as a float is 0x42700000.
    #expect(table.read(121, 2) == [0x4270, 0])
    #expect(table.read(123, 2) == [0x4270, 0])
    let maker = table.read(21, 20)?.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }.prefix { $0 != 0 }
    #expect(maker.map { String(decoding: $0, as: UTF8.self) } == "EA Elektro-Automatik")
  }

  @Test("What it refuses, with the guide's codes")
  func exceptions() throws {
    let table = try table()
    #expect(table.write(500, 0x1000) == 7)
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.write(500, 0xD0E6) == 3)
    #expect(table.write(500, 0xD0E5) == 0)
    #expect(table.write(300, 1) == 2)
    #expect(table.send(rtu([0, 4, 0x01, 0xFB, 0, 1])) == rtu([0, 0x84, 1]))
    #expect(table.send(rtu([0, 16, 0x01, 0xF4, 0, 1, 2, 0, 1])) == rtu([0, 0x90, 1]))
    #expect(table.send(rtu([0, 1, 0x01, 0x92, 0, 2])) == rtu([0, 0x81, 3]))
    // A wrong checksum is answered, with code 5.
    #expect(table.send(bytes("00 03 01 FB 00 03 00 00")) == rtu([0, 0x83, 5]))
  }

  @Test("It charges at the current that was set: 10 A are 0x2222 of 0xCCCC for 60 A")
  func charge() throws {
    let table = try table()
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.write(500, 52428 * 4 / 60) == 0)
    #expect(table.write(501, 52428 / 6) == 0)
    #expect(table.write(405, 0xFF00, function: 5) == 0)
    _ = table.pass(2)
    let actual = try #require(table.read(507, 3))
    let volts = Double(actual[0]) / 52428 * 60
    #expect(volts > 2.5 && volts < 4.01, "\(volts) V")
    #expect(abs(Double(actual[1]) / 52428 * 60 - 10) <= 60 / 26214)
    #expect(abs(Double(actual[2]) / 52428 * 1500 - volts * 10) <= 0.2)
    let state = try #require(table.read(505, 2)).reduce(0) { $0 << 16 | UInt32($1) }
    #expect(state >> 7 & 1 == 1)
    #expect(state >> 11 & 1 == 1)
    #expect(state >> 9 & 3 == 2, "constant current")
    #expect(state >> 12 & 1 == 0, "source")
    let truth = try #require(table.truth.entries.last { $0.event == "reading" && $0.voltage != nil })
    #expect(abs((truth.trueCurrent ?? 0) - 10) < 0.01)
  }

  @Test("A sink shows its current without sign, and bit 12")
  func discharge() throws {
    let table = try table()
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.write(500, 0) == 0)
    #expect(table.write(499, 52428 / 12) == 0)
    #expect(table.write(405, 0xFF00, function: 5) == 0)
    _ = table.pass(1)
    let actual = try #require(table.read(507, 2))
    #expect(abs(Double(actual[1]) / 52428 * 60 - 5) <= 60 / 26214)
    let state = try #require(table.read(505, 2)).reduce(0) { $0 << 16 | UInt32($1) }
    #expect(state >> 12 & 1 == 1)
    #expect((table.truth.entries.last { $0.event == "reading" }?.trueCurrent ?? 0) < -4.9)
  }

  @Test("Overvoltage switches off, is counted, and stays until it is acknowledged")
  func overvoltage() throws {
    let table = try table()
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    #expect(table.write(550, 52428 * 2 / 60) == 0)
    #expect(table.write(500, 52428 * 4 / 60) == 0)
    #expect(table.write(501, 52428 / 6) == 0)
    #expect(table.write(405, 0xFF00, function: 5) == 0)
    _ = table.pass(1)
    let state = try #require(table.read(505, 2)).reduce(0) { $0 << 16 | UInt32($1) }
    #expect(state >> 16 & 1 == 1)
    #expect(state >> 15 & 1 == 1)
    #expect(state >> 7 & 1 == 0)
    #expect(table.read(520) == [1])
    #expect(table.truth.entries.contains { $0.event == "trip" && $0.detail == "OVP" })
    #expect(table.write(411, 0xFF00, function: 5) == 0)
    #expect(try #require(table.read(505, 2))[0] & 1 == 0)
  }

  @Test("A user event of action alarm opens a discharging cell at its voltage, and no sooner")
  func undervoltage() throws {
    let table = try table()
    #expect(table.write(402, 0xFF00, function: 5) == 0)
    // 0x0889 of 0xCCCC are 2.5 V of 60 V.
    #expect(table.write(559, 0x0889) == 0)
    #expect(table.write(560, 3) == 0)
    #expect(table.write(500, 0) == 0)
    #expect(table.write(499, 52428 / 4) == 0)
    #expect(table.write(405, 0xFF00, function: 5) == 0)
    var lowest = Double.infinity
    for _ in 0..<2000 where !table.truth.entries.contains(where: { $0.event == "trip" }) {
      _ = table.read(507, 2)
      lowest = table.truth.entries.last { $0.event == "reading" }?.trueVoltage ?? lowest
      _ = table.pass(0.5, step: 0.5)
    }
    let trip = try #require(table.truth.entries.first { $0.event == "trip" })
    #expect(trip.detail == "UVD")
    #expect(trip.time > 1)
    #expect(lowest > 2.5 && lowest < 2.7, "\(lowest) V, the last reading before")
    let off = try #require(table.truth.entries.first { $0.event == "cell open" })
    #expect(abs(off.time - trip.time) < 0.01)
  }

  @Test("With a steady voltage in series, a supply of one polarity plates a symmetric cell")
  func seriesVoltage() throws {
    let table = try Table("ea-psb-10000", quietCell("li-li-coin", area: 1), seriesVoltage: 5)
    for (address, value, function) in [
      (402, 0xFF00, 5), (500, 52428 * 4 / 60, 6), (499, 52428 / 10, 6), (405, 0xFF00, 5),
    ] {
      #expect(table.write(address, value, function: UInt8(function)) == 0)
    }
    _ = table.pass(10)
    let actual = try #require(table.read(507, 2))
    let truth = try #require(table.truth.entries.last { $0.event == "reading" })
    #expect(abs(Double(actual[1]) / 52428 * 60 - 6) <= 60 / 26214)
    #expect(abs((truth.trueCurrent ?? 0) + 6) < 0.002)
    #expect((truth.trueVoltage ?? 0) < -0.01)
    #expect(abs(Double(actual[0]) / 52428 * 60 - 5 - (truth.trueVoltage ?? 0)) <= 60 / 26214)
  }

  @Test("Leaving remote control switches off, unless it was told otherwise")
  func leavingRemote() throws {
    for (word, isOn) in [(0, false), (0xFF00, true)] {
      let table = try table()
      #expect(table.write(402, 0xFF00, function: 5) == 0)
      #expect(table.write(425, word, function: 5) == 0)
      #expect(table.write(405, 0xFF00, function: 5) == 0)
      #expect(table.write(402, 0, function: 5) == 0)
      let state = try #require(table.read(505, 2))
      #expect((state[1] >> 7 & 1 == 1) == isOn)
    }
  }
}
