import Foundation
import HardwareSim
import Testing

// 2400 Series SourceMeter User's Manual: pages 14-13 to 14-15, 15-14, 18-9, 18-51, 18-68, 18-112.
@Suite("An emulated Keithley 2400 answers as its manual says")
struct KeithleyTests {
  private func table(_ faults: FaultScript = FaultScript()) throws -> Table {
    let table = try Table("keithley-2400", quietCell("li-li-coin"), faults: faults)
    table.say("*RST")
    return table
  }

  /// Set up as a galvanostat for a cell.
  private func galvanostat(_ faults: FaultScript = FaultScript(), protection: Double = 5) throws -> Table {
    let table = try table(faults)
    for line in [
      ":SYST:RSEN ON", ":SOUR:FUNC CURR", ":SOUR:CURR:MODE FIX", ":SOUR:CURR:RANG 1E-3", ":SENS:FUNC 'VOLT'",
      ":SENS:VOLT:PROT \(protection)", ":SENS:VOLT:NPLC 1", ":FORM:ELEM VOLT,CURR,RES,TIME,STAT", ":OUTP:SMOD HIMP",
      ":SOUR:CLE:AUTO 0",
    ] {
      #expect(table.say(line) == "")
    }
    #expect(table.say(":SYST:ERR?") == "0,\"No error\"\n")
    return table
  }

  private func values(_ reply: String) -> [Double] {
    reply.split(separator: ",").compactMap { Double($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
  }

  @Test("Identity and error queue")
  func identity() throws {
    let table = try table()
    #expect(table.say("*IDN?").hasPrefix("KEITHLEY INSTRUMENTS INC.,MODEL 2400"))
    #expect(table.say(":NONSENSE 3") == "")
    #expect(table.say(":SYSTem:ERRor?").hasPrefix("-113,"))
    #expect(table.say("syst:err?").hasPrefix("0,"))
  }

  @Test("Short and long forms, chains with and without a leading colon")
  func headers() throws {
    let table = try table()
    table.say(":SOURce:FUNCtion:MODE CURRent;:SOURce1:CURRent:LEVel:IMMediate:AMPLitude 1e-4;RANGe?")
    #expect(table.say(":SYST:ERR?").hasPrefix("-113"))
    #expect(table.say(":sour:curr?;:sour:func?") == "1.000000E-04;CURR\n")
    #expect(table.say(":SOUR:CURR:RANG 1E-3;RANG?") == "1.000000E-03\n")
  }

  @Test("It holds a current of either sign, and tells five elements")
  func reading() throws {
    let table = try galvanostat()
    for sign in [1.0, -1.0] {
      table.say(":SOUR:CURR \(sign * 0.5e-3)")
      table.say(":OUTP ON")
      _ = table.pass(2)
      let read = values(table.say(":READ?"))
      try #require(read.count == 5)
      #expect(read[0] * sign > 0.01 && read[0] * sign < 0.5, "\(read)")
      #expect(abs(read[1] - sign * 0.5e-3) < 1e-7)
      #expect(read[2] == 9.91e37, "no resistance was measured")
      let status = Int(read[4])
      #expect(status >> 15 & 1 == 1, "a current source")
      #expect(status >> 22 & 1 == 1, "with remote sense")
      let truth = try #require(table.truth.entries.last { $0.event == "reading" })
      #expect(abs((truth.trueCurrent ?? 0) - sign * 0.5e-3) < 1e-9)
      #expect(abs((truth.trueVoltage ?? 0) - read[0]) < 2e-5)
    }
  }

  @Test("Reading with the output off is an error, and no reply")
  func outputOff() throws {
    let table = try galvanostat()
    #expect(table.say(":READ?") == "")
    #expect(!table.say(":SYST:ERR?").hasPrefix("0,"))
    #expect(table.say(":OUTP?") == "0\n")
  }

  @Test("At the compliance the voltage stays there, and says so")
  func compliance() throws {
    let table = try galvanostat(protection: 0.05)
    table.say(":SOUR:CURR 1E-3")
    table.say(":OUTP ON")
    _ = table.pass(1)
    let read = values(table.say(":READ?"))
    #expect(abs(read[0] - 0.05) < 1e-4)
    #expect(table.say(":SENS:VOLT:PROT:TRIP?") == "1\n")
    #expect((Int(table.say(":STAT:MEAS:COND?").dropLast()) ?? 0) >> 14 & 1 == 1)
    #expect((table.truth.entries.last { $0.event == "reading" }?.trueCurrent ?? 1) < 0.9e-3)
  }

  @Test("Values out of range are refused, and change nothing")
  func ranges() throws {
    let table = try galvanostat()
    table.say(":SOUR:CURR 1E-4")
    table.say(":SOUR:CURR 5E-3")
    #expect(table.say(":SYST:ERR?").hasPrefix("-222"))
    table.say(":SOUR:CURR 2")
    #expect(table.say(":SYST:ERR?").hasPrefix("-222"))
    #expect(table.say(":SOUR:CURR?") == "1.000000E-04\n")
  }

  @Test("Off drives zero volts into the cell, unless it is told to let go")
  func offStates() throws {
    let table = try table()
    table.say(":SOUR:FUNC CURR;:SOUR:CURR 1E-3;:SENS:VOLT:PROT 5;:OUTP ON")
    _ = table.pass(60)
    table.say(":OUTP OFF")
    #expect(!table.truth.entries.contains { $0.event == "cell open" })
    table.say(":OUTP:SMOD HIMP")
    _ = table.pass(0.1)
    #expect(table.truth.entries.last?.event == "cell open")
  }

  @Test("A line with the wrong end gets no reply, and ^C clears it away")
  func terminators() throws {
    let table = try table()
    #expect(table.send(Array("*IDN?\r".utf8)).isEmpty)
    #expect(table.send([0x03]).isEmpty)
    #expect(table.say("*IDN?").hasPrefix("KEITHLEY"))
  }
}
