import HardwareSim
import Testing

// Registers of public drivers: ShayBox/Riden, Baldanos/rd6006, morgendagen/riden-dongle; DPS5005_pyGUI; XY6020L-Modbus.
@Suite("Small supplies source at what they are set to, and trip")
struct SupplyTests {
  @Test(
    "Riden: id, scales by model, current and mode",
    arguments: [("riden-rd60xx", 60060...60064, 100.0, 1000.0), ("riden-rd60xx:RD6006P", 60065...60065, 1000, 10_000)])
  func riden(device: String, ids: ClosedRange<Int>, volts: Double, amperes: Double) throws {
    let table = try Table(device, quietCell("li-lfp", area: 0.1))
    let id = try #require(table.read(0, unit: 1))
    #expect(ids.contains(Int(id[0])))
    #expect(table.read(0, unit: 2) == nil)
    #expect(table.write(8, Int(4 * volts), unit: 1) == 0)
    #expect(table.write(9, Int(0.5 * amperes), unit: 1) == 0)
    #expect(table.read(10, 2, unit: 1) == [0, 0], "off")
    #expect(table.write(18, 1, unit: 1) == 0)
    _ = table.pass(5)
    let shown = try #require(table.read(10, 2, unit: 1))
    #expect(abs(Double(shown[1]) / amperes - 0.5) < 1 / amperes)
    let reading = try #require(table.truth.entries.last { $0.event == "reading" })
    #expect(abs(Double(shown[0]) / volts - (reading.trueVoltage ?? 0)) <= 0.6 / volts)
    #expect(abs((reading.trueCurrent ?? 0) - 0.5) < 1e-6)
    #expect(table.read(17, unit: 1) == [1], "constant current")
    #expect(table.read(0, 84, unit: 1)?.count == 84)
    #expect(table.write(18, 0, unit: 1) == 0)
    #expect(table.truth.entries.last { $0.event.hasPrefix("cell") }?.event == "cell open")
  }

  @Test("Riden counts 0.5 A over 72 s as 10 mAh, high word first")
  func ridenCharge() throws {
    let table = try Table("riden-rd60xx", quietCell("li-lfp", area: 0.1))
    for (address, value) in [(8, 400), (9, 500), (18, 1)] { #expect(table.write(address, value, unit: 1) == 0) }
    _ = table.pass(72)
    #expect(table.read(38, 2, unit: 1) == [0, 10])
  }

  @Test("Overvoltage and overcurrent switch off and say which it was")
  func trips() throws {
    for (address, value, code) in [(82, 200, UInt16(1)), (83, 100, 2)] {
      let table = try Table("riden-rd60xx", quietCell("li-lfp", area: 0.1))
      for (address, value) in [(8, 400), (9, 500), (address, value), (18, 1)] {
        #expect(table.write(address, value, unit: 1) == 0)
      }
      _ = table.pass(1)
      #expect(table.read(16, 3, unit: 1) == [code, 0, 0])
      #expect(table.truth.entries.last { $0.event.hasPrefix("cell") }?.event == "cell open")
    }
  }

  @Test("A supply that only sources does not discharge a cell")
  func noSink() throws {
    let table = try Table("dps5005", quietCell("li-lfp", area: 0.1))
    for (address, value) in [(0, 100), (1, 1000), (9, 1)] { #expect(table.write(address, value, unit: 1) == 0) }
    _ = table.pass(5)
    #expect(table.read(3, unit: 1) == [0])
    #expect(table.truth.entries.last { $0.event == "reading" }?.trueCurrent == 0)
  }

  @Test("DPS5005: 10 mV and 1 mA; a setting above 50 V is refused")
  func dps() throws {
    let table = try Table("dps5005", quietCell("li-lfp", area: 0.1))
    for (address, value) in [(0, 400), (1, 250), (9, 1)] { #expect(table.write(address, value, unit: 1) == 0) }
    _ = table.pass(5)
    #expect(table.read(3, unit: 1) == [250])
    #expect(table.read(8, unit: 1) == [1])
    #expect(table.write(0, 5001, unit: 1) == 3)
    #expect(table.write(2, 1, unit: 1) == 2)
  }

  @Test("XY6020L: counters come low word first, and the protection is cleared by writing 0")
  func xy() throws {
    let table = try Table("xy6020l", quietCell("li-lfp", area: 0.1))
    for (address, value) in [(0, 400), (1, 50), (0x12, 1)] { #expect(table.write(address, value, unit: 1) == 0) }
    _ = table.pass(72)
    #expect(table.read(6, 2, unit: 1) == [10, 0])
    #expect(table.write(0x53, 200, unit: 1) == 0)
    _ = table.pass(1)
    #expect(table.read(0x10, unit: 1) == [1])
    #expect(table.write(0x10, 0, unit: 1) == 0)
    #expect(table.read(0x10, unit: 1) == [0])
  }
}

// Registers of public drivers, and of the EZ-ZONE communications manual, p. 13.
@Suite("Chambers follow their set-point")
struct ChamberTests {
  @Test("Eurotherm: integers, floating-point numbers at 2n + 0x8000, a remote set-point")
  func eurotherm() throws {
    let table = try Table("eurotherm-3200")
    #expect(table.read(1, unit: 1) == [250])
    // 25.0 as a float is 0x41C80000.
    #expect(table.read(32770, 2, unit: 1) == [0x41C8, 0])
    // 60.0 as a float is 0x42700000, into the remote set-point.
    #expect(table.send(rtu([1, 16, 0x80, 0x34, 0, 2, 4, 0x42, 0x70, 0, 0])) == rtu([1, 16, 0x80, 0x34, 0, 2]))
    #expect(table.write(276, 1, unit: 1) == 0)
    _ = table.pass(240, step: 1)
    let warm = Double(try #require(table.read(1, unit: 1))[0]) / 10
    #expect(abs(warm - (60 - 35 * 0.36788)) < 0.2, "\(warm) °C after one time constant")
    _ = table.pass(3600, step: 10)
    #expect(table.read(1, unit: 1) == [600])
    #expect(table.write(276, 0, unit: 1) == 0)
    _ = table.pass(3600, step: 10)
    #expect(table.read(1, unit: 1) == [250])
    #expect(table.read(1, unit: 1, function: 4) == nil)
  }

  @Test("Eurotherm: 2 °C a minute")
  func ramp() throws {
    let table = try Table("eurotherm-3200")
    #expect(table.write(35, 20, unit: 1) == 0)
    #expect(table.write(2, 450, unit: 1) == 0)
    _ = table.pass(300, step: 1)
    #expect(table.read(5, unit: 1) == [350])
  }

  @Test("Watlow: 75 as 0x42960000 comes low word first; °F from the factory")
  func watlow() throws {
    let table = try Table("watlow-ez-zone")
    // 25 °C are 77 °F, 0x429A0000.
    #expect(table.read(360, 2, unit: 1) == [0, 0x429A])
    #expect(table.send(rtu([1, 16, 0x08, 0x70, 0, 2, 4, 0, 0, 0x42, 0x96])) == rtu([1, 16, 0x08, 0x70, 0, 2]))
    #expect(table.read(2160, 2, unit: 1) == [0, 0x4296])
    #expect(table.write(2490, 15, unit: 1) == 0)
    #expect(table.read(360, 2, unit: 1) == [0, 0x41C8])
  }

  @Test("Omega: tenths of a degree, and a coil that lets it run")
  func omega() throws {
    let table = try Table("omega-cn7500")
    #expect(table.read(0x1000, unit: 1) == [250])
    #expect(table.write(0x1001, 400, unit: 1) == 0)
    _ = table.pass(600, step: 10)
    #expect(table.read(0x1000, unit: 1) == [250])
    #expect(table.write(0x0814, 0xFF00, unit: 1, function: 5) == 0)
    #expect(table.send(rtu([1, 2, 0x08, 0x14, 0, 1])) == rtu([1, 2, 1, 1]))
    _ = table.pass(3600, step: 10)
    #expect(table.read(0x1000, unit: 1) == [400])
  }
}
