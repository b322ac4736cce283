import Foundation
import HardwareSim
import Testing

@Suite("An instrument with a fault shows one thing, and the truth is another")
struct InstrumentFaultTests {
  /// A galvanostat at 1 mA, with its fault from 10 s on.
  private func meter(_ kind: FaultKind, _ effect: FaultEffect, duration: Double = .infinity, sense: Bool = true) throws
    -> Table
  {
    let rule = FaultRule(kind, effect, .time(10), duration: duration)
    let table = try Table("keithley-2400", quietCell("li-li-coin"), faults: FaultScript([rule]))
    for line in [
      ":SYST:RSEN \(sense ? "ON" : "OFF")", ":SOUR:FUNC CURR", ":SENS:FUNC 'VOLT','CURR'", ":SENS:VOLT:PROT 2",
      ":SOUR:CURR 1E-3", ":OUTP:SMOD HIMP", ":OUTP ON",
    ] {
      table.say(line)
    }
    return table
  }

  private func reading(_ table: Table) throws -> (
    volts: Double, amperes: Double, trueVolts: Double, trueAmperes: Double
  ) {
    let parts = table.say(":READ?").split(separator: ",").compactMap { Double($0) }
    let truth = try #require(table.truth.entries.last { $0.event == "reading" })
    try #require(parts.count >= 2)
    return (parts[0], parts[1], truth.trueVoltage ?? .nan, truth.trueCurrent ?? .nan)
  }

  @Test("A relay that sticks open: full compliance on the display, no current in the cell")
  func stuckOpen() throws {
    let table = try meter(.stuckRelay, .stuckRelay(.open))
    _ = table.pass(5)
    #expect(try reading(table).trueAmperes > 0.9e-3)
    _ = table.pass(10)
    let now = try reading(table)
    #expect(now.trueAmperes == 0 && now.amperes == 0)
    #expect(abs(now.volts - 2) < 1e-3)
    #expect(table.truth.entries.contains { $0.event == "cell open" && abs($0.time - 10) < 1e-6 })
  }

  @Test("A relay that sticks closed: off is not off")
  func stuckClosed() throws {
    let table = try meter(.stuckRelay, .stuckRelay(.closed))
    _ = table.pass(12)
    table.say(":OUTP OFF")
    _ = table.pass(5)
    #expect(table.truth.entries.contains { $0.event == "output off" && $0.time > 11 })
    #expect(!table.truth.entries.contains { $0.event == "cell open" && $0.time > 1 })
  }

  @Test("A slow relay opens half a second later")
  func slowRelay() throws {
    let table = try meter(.slowRelay, .slowRelay(0.5))
    _ = table.pass(12)
    table.say(":OUTP OFF")
    _ = table.pass(2)
    let open = try #require(table.truth.entries.last { $0.event == "cell open" })
    #expect(abs(open.time - 12.5) < 1e-6)
  }

  @Test("An open sense lead reads nothing; the current flows on")
  func openSense() throws {
    let table = try meter(.openSense, .openSense)
    _ = table.pass(12)
    let now = try reading(table)
    #expect(now.volts == 0)
    #expect(abs(now.trueAmperes - 1e-3) < 1e-9)
    #expect(now.trueVolts > 0.01)
  }

  @Test("A contact of 20 Ω adds 20 mV at 1 mA, but only without sense leads", arguments: [(false, 0.02), (true, 0)])
  func contact(sense: Bool, drop: Double) throws {
    let table = try meter(.contactResistance, .contactResistance(20), sense: sense)
    _ = table.pass(12)
    let now = try reading(table)
    #expect(abs(now.volts - now.trueVolts - drop) < 2e-5)
  }

  @Test("A hidden compliance: less current than was set")
  func compliance() throws {
    let table = try meter(.compliance, .compliance(0.01))
    _ = table.pass(12)
    let now = try reading(table)
    #expect(now.trueAmperes < 0.9e-3 && now.trueAmperes > 0)
    #expect(abs(now.trueVolts - 0.01) < 1e-6)
  }

  @Test("Gain, offset, drift and coarse steps, as large as they were said to be")
  func errors() throws {
    let gain = try meter(.gain, .gain(error: 0.02, perHour: 0))
    _ = gain.pass(12)
    let first = try reading(gain)
    #expect(abs(first.volts / first.trueVolts - 1.02) < 1e-3)
    #expect(abs(first.amperes / first.trueAmperes - 1.02) < 1e-3)
    let offset = try meter(
      .offset, .offset(voltage: 0.003, current: 0, voltagePerHour: 0.1, currentPerHour: 0))
    _ = offset.pass(10 + 360, step: 1)
    let second = try reading(offset)
    #expect(abs(second.volts - second.trueVolts - 0.013) < 1e-4)
    let coarse = try meter(.quantisation, .quantisation(voltage: 0.025, current: 0))
    _ = coarse.pass(12)
    let third = try reading(coarse)
    #expect(abs((third.volts / 0.025).rounded() * 0.025 - third.volts) < 1e-9)
    #expect(abs(third.volts - third.trueVolts) <= 0.0126)
  }

  @Test("A fault with an end is over when it says")
  func ends() throws {
    let table = try meter(.gain, .gain(error: 0.1, perHour: 0), duration: 5)
    _ = table.pass(20)
    let now = try reading(table)
    #expect(abs(now.volts / now.trueVolts - 1) < 1e-3)
    #expect(table.truth.entries.contains { $0.event == "fault ends" && abs($0.time - 15) < 1e-6 })
  }

  @Test("Without mains the output is off and the settings are gone; the line comes back")
  func powerLoss() throws {
    let table = try meter(.powerLoss, .powerLoss(for: 4))
    _ = table.pass(12)
    #expect(table.say(":OUTP?") == "")
    _ = table.pass(4)
    #expect(table.say(":OUTP?") == "0\n")
  }

  @Test("A clock that is one per cent fast")
  func clockDrift() throws {
    let table = try Table(
      "keithley-2400", quietCell("li-li-coin"),
      faults: FaultScript([FaultRule(.clockDrift, .clockDrift(0.01), .time(0))]))
    for line in [":SOUR:FUNC CURR", ":FORM:ELEM TIME", ":OUTP ON"] { table.say(line) }
    _ = table.pass(100, step: 1)
    #expect(abs((Double(table.say(":READ?").dropLast()) ?? 0) - 101) < 0.01)
  }

  @Test("The watchdog takes an EA out of remote control")
  func watchdog() throws {
    let table = try Table(
      "ea-psb-10000", quietCell("li-lfp", area: 1),
      faults: FaultScript([FaultRule(.watchdog, .watchdog, .time(5))]))
    for (address, value, function) in [(402, 0xFF00, 5), (405, 0xFF00, 5)] {
      #expect(table.write(address, value, function: UInt8(function)) == 0)
    }
    _ = table.pass(6)
    let state = try #require(table.read(505, 2))
    #expect(state[1] & 0x1F == 0x1C)
    #expect(state[1] >> 7 & 1 == 0)
  }
}

@Suite("A supply that is stuck in constant current")
struct StuckLimitTests {
  @Test("It runs past the voltage that was set, until overvoltage protection ends it")
  func overshoot() throws {
    let table = try Table(
      "xy6020l", quietCell("li-lfp", area: 0.1),
      faults: FaultScript([FaultRule(.stuckCurrentLimit, .stuckCurrentLimit, .time(0))]))
    // 2.9 V and 2 A; overvoltage at 3.3 V.
    for (address, value) in [(0, 290), (1, 200), (0x53, 330), (0x12, 1)] {
      #expect(table.write(address, value, unit: 1) == 0)
    }
    _ = table.pass(600, step: 1)
    #expect(table.read(0x10, unit: 1) == [1])
    #expect(table.truth.entries.contains { $0.event == "trip" })
  }

  @Test("A sound one stays at the voltage that was set")
  func sound() throws {
    let table = try Table("xy6020l", quietCell("li-lfp", area: 0.1))
    for (address, value) in [(0, 290), (1, 200), (0x53, 330), (0x12, 1)] {
      #expect(table.write(address, value, unit: 1) == 0)
    }
    _ = table.pass(600, step: 1)
    #expect(table.read(0x10, unit: 1) == [0])
    #expect(table.read(2, unit: 1) == [290])
    #expect(table.read(0x11, unit: 1) == [0], "constant voltage")
  }
}
