import Foundation
import HardwareSim
import Testing

// Firmware FW0.1.0 of the Rodeostat (ps_system_state, ps_message_sender, ps_constants) and its Python and Rust hosts.
@Suite("An emulated Rodeostat speaks its lines of JSON")
struct RodeostatTests {
  private func table() throws -> Table { try Table("rodeostat:10V_microAmpV0.2", quietCell("li-li-coin")) }

  private func ask(_ table: Table, _ line: String) throws -> (success: Bool, response: [String: Any], message: String?)
  {
    let reply = table.say(line)
    #expect(reply.hasSuffix("\r\n"))
    let object = try #require(JSONSerialization.jsonObject(with: Data(reply.utf8)) as? [String: Any])
    return (
      try #require(object["success"] as? Bool), try #require(object["response"] as? [String: Any]),
      object["message"] as? String
    )
  }

  @Test("Variant, ranges, and what is refused")
  func identity() throws {
    let table = try table()
    #expect(try ask(table, #"{"command":"getVariant"}"#).response["variant"] as? String == "10V_microAmpV0.2")
    #expect(try ask(table, #"{"command":"setCurrRange","currRange":"1000uA"}"#).success)
    #expect(try !ask(table, #"{"command":"setCurrRange","currRange":"24000uA"}"#).success)
    #expect(try ask(table, "nonsense").message == "unable to parse json")
    let small = try ask(table, #"{"command":"setSamplePeriod","samplePeriod":0}"#)
    #expect(small.message == "json samplePeriod value is too small")
    #expect(try ask(table, #"{"command":"setVolt"}"#).message == "json does not contain key: v")
  }

  @Test("It holds a voltage once its electrodes are connected, and reads µA")
  func potentiostat() throws {
    let table = try table()
    _ = try ask(table, #"{"command":"setCurrRange","currRange":"1000uA"}"#)
    #expect(try ask(table, #"{"command":"setVolt","v":0.05}"#).response["v"] as? Double != nil)
    #expect(try ask(table, #"{"command":"getCurr"}"#).response["i"] as? Double == 0)
    _ = try ask(table, #"{"command":"setAllElectConnected","connected":true}"#)
    _ = table.pass(2)
    let shown = try #require(try ask(table, #"{"command":"getCurr"}"#).response["i"] as? Double)
    let truth = try #require(table.truth.entries.last { $0.event == "reading" }?.trueCurrent)
    #expect(shown > 10 && abs(shown - truth * 1e6) <= 0.25, "\(shown) µA, in steps of 0.49")
    _ = try ask(table, #"{"command":"setAllElectConnected","connected":false}"#)
    #expect(table.truth.entries.last { $0.event.hasPrefix("cell") }?.event == "cell open")
  }

  @Test("A voltage beyond the range is clipped without a word")
  func clipping() throws {
    let table = try table()
    _ = try ask(table, #"{"command":"setVoltRange","voltRange":"1V"}"#)
    #expect(try ask(table, #"{"command":"setVolt","v":3}"#).response["v"] as? Double == 1)
  }

  @Test("A test streams samples a period, answers to commands between them, and ends with an empty object")
  func constant() throws {
    let table = try table()
    _ = try ask(table, #"{"command":"setSamplePeriod","samplePeriod":100}"#)
    _ = try ask(
      table,
      #"{"command":"setParam","test":"constant","param":{"value":0.02,"duration":1000,"quietTime":0,"quietValue":0}}"#)
    _ = try ask(table, #"{"command":"runTest","test":"constant"}"#)
    let first = table.pass(0.5)
    #expect(try ask(table, #"{"command":"getDeviceId"}"#).success)
    let lines = (first + table.pass(1)).split(separator: "\r\n")
    #expect(lines.count == 11)
    #expect(lines.last == "{}")
    let sample = try #require(JSONSerialization.jsonObject(with: Data(lines[3].utf8)) as? [String: Any])
    #expect(sample["t"] as? Double == 400)
    #expect(sample["i"] as? Double != nil)
  }
}

// PyMeasure keithley2450.py, QCoDeS Keithley_2450.py and its simulation.
@Suite("An emulated Keithley 2450 in its own language")
struct Keithley2450Tests {
  @Test("It is in SCPI, limits the voltage of a current source, and reads what is asked for")
  func reading() throws {
    let table = try Table("keithley-2450", quietCell("li-li-coin"))
    #expect(table.say("*LANG?") == "SCPI\n")
    for line in [
      "*RST", ":SENS:FUNC \"VOLT\"", ":SENS:VOLT:RSEN ON", ":SOUR:FUNC CURR", ":SOUR:CURR:RANG 1E-3",
      ":SOUR:CURR:VLIM 2",
      ":SOUR:CURR 5E-4", ":OUTP:CURR:SMOD HIMP", ":OUTP ON",
    ] {
      #expect(table.say(line) == "")
    }
    #expect(table.say(":SYST:ERR?").contains("No error"))
    _ = table.pass(2)
    let volts = try #require(Double(table.say(":READ?").dropLast()))
    let both = table.say(":READ? \"defbuffer1\", SOUR, READ").dropLast().split(separator: ",").compactMap { Double($0) }
    try #require(both.count == 2)
    #expect(abs(both[0] - 5e-4) < 1e-8)
    #expect(abs(both[1] - volts) < 1e-4 && volts > 0.01)
    #expect(table.say(":SOUR:CURR:VLIM:TRIP?") == "0\n")
    table.say(":OUTP OFF")
    #expect(table.truth.entries.last?.event == "cell open")
  }
}
