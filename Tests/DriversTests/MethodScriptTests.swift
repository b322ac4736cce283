import Cycling
import DeviceProfiles
import Drivers
import Foundation
import Quantities
import Testing

/// Scripts and packages after the maker's examples: MSLoopExample009-CP and -011-OCP, and the value 0x800000A m = 10 mV of the manual.
@Suite("MethodSCRIPT")
struct MethodScriptTests {
  @Test(
    "Numbers are whole, with a prefix",
    arguments: [
      (0.1, "100m"), (2.1, "2100m"), (0, "0"), (1, "1"), (7200, "7200"), (-1.267e-3, "-1267u"), (1e-9, "1n"),
      (0.2, "200m"), (-2, "-2"), (1.2345678e-3, "1234568n"), (12_345_678.9, "12345679"),
    ])
  func literals(value: Double, text: String) throws {
    let literal = MethodScript.literal(value)
    #expect(literal == text)
    #expect(!literal.contains("."))
  }

  @Test(
    "Values lie around 2^27",
    arguments: [
      ("800000Am", 10e-3), ("8000000 ", 0), ("7FFFF9Cu", -100e-6), ("80000C8m", 0.2), ("0000000 ", -134_217_728),
      ("FFFFFFFf", 134_217_727e-15), ("8000005i", 5),
    ])
  func values(text: String, value: Double) throws {
    let read = try #require(MethodScriptPackage.value(text[...]))
    #expect((read - value).magnitude <= 1e-12 * max(1e-12, value.magnitude))
  }

  @Test(
    "What is no value is no value",
    arguments: ["", "800000A", "800000Ax", "80G000Am", "-00000Am", "+00000Am", "800000Amm", "        "])
  func noValues(text: String) { #expect(MethodScriptPackage.value(text[...]) == nil) }

  @Test("A package has time, current, voltage, status and range")
  func package() throws {
    let package = try #require(MethodScriptPackage("eb80000C8m;db7FFFF9Cu,10,215;ab8000032m,12"))
    #expect(package.time == 0.2)
    #expect((package.current ?? 0) == -1e-4)
    #expect(package.voltage == 0.05)
    #expect(package.isOverloaded)
    #expect(package.range == 0x15)
    let empty = try #require(MethodScriptPackage("eb80000C8m;ab     nan"))
    #expect(empty.voltage == nil)
    #expect(MethodScriptPackage("eb80000C8m;ab800003") == nil, "cut short")
    #expect(MethodScriptPackage("") == nil)
  }

  @Test("A package that was harmed is none, or has the values it had; it never stops the program")
  func harmed() throws {
    let whole = Array("eb80000C8m;db7FFFF9Cu,10,215;ab8000032m,12".utf8)
    var understood = 0
    for position in whole.indices {
      for bit in 0..<8 {
        var bytes = whole
        bytes[position] ^= 1 << bit
        let package = MethodScriptPackage(String(decoding: bytes, as: UTF8.self)[...])
        if package != nil { understood += 1 }
      }
      _ = MethodScriptPackage(String(decoding: whole[..<position], as: UTF8.self)[...])
    }
    #expect(understood < whole.count * 8)
  }

  @Test("A current: interval before run time, limits that break the loop, off in the end")
  func current() throws {
    let setup = try Shipped.setup("palmsens-emstat4", longestHold: 7260)
    let script = try #require(
      MethodScript(holding: .current(Quantity(si: -1.267e-3)), as: setup, interval: 0.2, runTime: 7260))
    #expect(
      script.lines == [
        "var t", "var e", "var i", "set_pgstat_chan 0", "set_pgstat_mode 6", "set_max_bandwidth 40", "set_range ab 2",
        "set_range db 10m", "set_i 0", "cell_on", "timer_start", "meas_loop_cp e i -1267u 200m 7260", "timer_get t",
        "pck_start", "pck_add t", "pck_add i", "pck_add e", "pck_end", "if e >= 2", "breakloop", "endif", "if e <= -2",
        "breakloop", "endif", "endloop", "on_finished:", "cell_off",
      ])
  }

  @Test("A rest has the cell off, a voltage minds the current")
  func restAndVoltage() throws {
    let setup = try Shipped.setup("palmsens-emstat4")
    let rest = try #require(MethodScript(holding: .open, as: setup, interval: 0.2, runTime: 100)).lines
    #expect(rest.contains("meas_loop_ocp e 200m 100"))
    #expect(!rest.contains("cell_on"))
    let voltage = try #require(
      MethodScript(holding: .voltage(Quantity(si: 0.5)), as: setup, interval: 0.2, runTime: 100)
    ).lines
    #expect(voltage.contains("set_range ba 5m"))
    #expect(voltage.contains("meas_loop_ca e i 500m 200m 100"))
    #expect(voltage.contains("if i >= 5m"))
    let set = try #require(voltage.firstIndex(of: "set_e 500m"))
    let on = try #require(voltage.firstIndex(of: "cell_on"))
    #expect(set < on, "the voltage is set before the cell is switched on")
  }
}
