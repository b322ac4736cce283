import Foundation
import HardwareSim
import Testing

// MethodSCRIPT as in PalmSens's own examples (MSLoopExample008-CA, 009-CP, 011-OCP) and their Python reader.
@Suite("An emulated EmStat runs MethodSCRIPT")
struct EmStatTests {
  private func table(_ device: String = "palmsens-emstat4:EmStat4 HR") throws -> Table {
    try Table(device, quietCell("li-li-coin"))
  }

  private func script(_ run: String, interval: String = "100m", limit: String = "") -> String {
    """
    e
    # a galvanostat, as in the maker's example
    var t
    var e
    var i
    set_pgstat_chan 0
    set_pgstat_mode 6
    set_max_bandwidth 10
    set_range ab 1
    set_range db 1m
    set_i 0
    cell_on
    timer_start
    meas_loop_cp e i -500u \(interval) \(run)
      timer_get t
      pck_start
      pck_add t
      pck_add i
      pck_add e
      pck_end
      \(limit)
    endloop
    on_finished:
      cell_off

    """
  }

  /// A value of a package: seven hexadecimal digits less 2²⁷, times the prefix.
  private func value(_ variable: Substring) throws -> Double {
    let digits = variable.dropFirst(2).prefix(7)
    let scales: [Character: Double] = ["n": 1e-9, "u": 1e-6, "m": 1e-3, " ": 1, "k": 1e3, "p": 1e-12, "f": 1e-15]
    let prefix = try #require(variable.dropFirst(9).first)
    return Double(try #require(Int(digits, radix: 16)) - 134_217_728) * (try #require(scales[prefix]))
  }

  @Test("It names itself and refuses what it does not know")
  func names() throws {
    let table = try table()
    let version = table.say("t")
    #expect(version.hasPrefix("tes4_hr"))
    #expect(version.hasSuffix("*\n"))
    #expect(version.filter { $0 == "\n" }.count == 2)
    #expect(table.say("Z") == "Z!0006\n")
    #expect(table.say("x") == "x!0003\n")
    #expect(table.say("r") == "r!000C\n")
  }

  @Test("A galvanostatic loop: one package an interval, the current as set, the potential of the cell")
  func galvanostat() throws {
    let table = try table()
    #expect(table.say(script("2")) == "e\nM000A\n")
    let said = table.pass(2.5).split(separator: "\n", omittingEmptySubsequences: false)
    let packages = said.filter { $0.hasPrefix("P") }
    #expect(packages.count == 20)
    #expect(said.suffix(3) == ["*", "", ""])
    for (index, package) in packages.enumerated() {
      let parts = package.dropFirst().split(separator: ";")
      try #require(parts.count == 3)
      #expect(parts[0].hasPrefix("eb") && parts[1].hasPrefix("db") && parts[2].hasPrefix("ab"))
      #expect(abs(try value(parts[0]) - 0.1 * Double(index + 1)) < 1e-6)
      #expect(abs(try value(parts[1]) + 0.5e-3) < 1e-8)
      let potential = try value(parts[2])
      #expect(potential < -0.005 && potential > -0.5)
    }
    let readings = table.truth.entries.filter { $0.event == "reading" }
    #expect(readings.count == 20)
    #expect(readings.allSatisfy { abs(($0.trueCurrent ?? 0) + 0.5e-3) < 1e-8 })
    #expect(table.truth.entries.contains { $0.event == "cell open" })
  }

  @Test("A limit in the script ends the loop in the instrument, and the cell is off")
  func limit() throws {
    let table = try table()
    _ = table.say(script("1000", limit: "if t >= 1\nbreakloop\nendif"))
    let said = table.pass(3)
    #expect(said.split(separator: "\n").filter { $0.hasPrefix("P") }.count == 10)
    #expect(said.hasSuffix("*\n\n"))
    #expect(table.truth.entries.last { $0.event.hasPrefix("cell") }?.event == "cell open")
  }

  @Test("Abort: Z, the end of the loop, on_finished, an empty line")
  func abort() throws {
    let table = try table()
    _ = table.say(script("1000"))
    _ = table.pass(0.35)
    #expect(table.say("Z") == "Z\n*\n\n")
    #expect(table.pass(1) == "")
    #expect(table.truth.entries.last { $0.event.hasPrefix("cell") }?.event == "cell open")
    #expect(table.say("t").hasPrefix("t"))
  }

  @Test("Nobody listens, and the script runs on to its end")
  func alone() throws {
    let unplugged = FaultScript([FaultRule(.disconnect, .disconnect(for: 100), .time(2))])
    let table = try Table("palmsens-emstat4:EmStat4 HR", quietCell("li-li-coin"), faults: unplugged)
    _ = table.say(script("5"))
    _ = table.pass(10)
    #expect(table.truth.entries.filter { $0.event == "reading" }.count == 50)
    #expect(table.truth.entries.last { $0.event.hasPrefix("cell") }?.event == "cell open")
  }

  @Test("Open circuit needs the cell off; a potentiostat knows no galvanostat")
  func errors() throws {
    let table = try table()
    let loop = "meas_loop_ocp e 100m 1\nendloop\non_finished:\ncell_off\n\n"
    #expect(table.say("e\nvar e\ncell_on\n" + loop).contains("!0014: Line 3, Col 1\n"))
    #expect(table.say("e\nvar e\ncell_off\n" + loop) == "e\nM000B\n")
    _ = table.pass(2)
    let pico = try self.table("palmsens-emstat-pico")
    #expect(pico.say(script("2")).contains("!001B"))
  }

  @Test("Faulty scripts are refused with code and place, and nothing is switched on")
  func faultyScripts() throws {
    for (lines, error) in [
      ("cell_on\nnonsense 3", "!4001: Line 2, Col 1"), ("store_var x 1 ja", "!4007: Line 1, Col 1"),
      ("var x\nstore_var x 1.5 ja", "!4007: Line 2, Col 1"), ("loop 1 < 2\n", "!4000: Line 1, Col 1"),
      ("endif", "!4000: Line 1, Col 1"), ("breakloop", "!4000: Line 1, Col 1"), ("set_pgstat_mode 9", "!0021"),
    ] {
      let table = try table()
      let said = table.say("e\n" + lines + "\n")
      #expect(said.contains(error), "\(lines): \(said)")
      #expect(!table.truth.entries.contains { $0.event == "cell connected" })
    }
  }

  @Test("Loops, branches, arrays and sums")
  func arithmetic() throws {
    let table = try table()
    let said = table.say(
      """
      e
      var k
      var s
      array a 4
      store_var k 0i ja
      loop k < 4i
      add_var a[k] k
      add_var s a[k]
      if k == 2i
      send_string "two"
      elseif k > 2i
      send_string "more"
      else
      send_string "less"
      endif
      add_var k 1i
      endloop
      pck_start
      pck_add s
      pck_end

      """)
    #expect(said.hasPrefix("e\nL\nTless\nTless\nTtwo\nTmore\n+\nPja"))
    #expect(said.hasSuffix("\n\n"))
    let package = try #require(said.split(separator: "\n").last)
    #expect(try value(package.dropFirst()) == 6)
  }

  @Test("A script without end does not hang the instrument, and can be aborted")
  func endless() throws {
    let table = try table()
    _ = table.say("e\nvar k\nloop 1i == 1i\nadd_var k 1i\nendloop\n")
    #expect(table.pass(0.01, step: 0.001) == "")
    #expect(table.say("Z").hasPrefix("Z\n"))
  }
}
