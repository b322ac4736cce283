import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing
import VirtualCell

@Suite("Sand's time in the reference cell")
struct SandCellTests {
  @Test("Voltage and surface concentration agree with the table, plating the working or the counter electrode")
  func voltageReference() throws {
    let profile = try shipped("li-li-capillary")
    let table = try Table("voltage_reference")
    for sign in [-1.0, 1.0] {
      var cell = VirtualCell(profile: profile)
      var (ratio, time) = (0.0, 0.0)
      for row in table.rows {
        func number(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
        if try number(0) != ratio {
          (cell, ratio, time) = (VirtualCell(profile: profile), try number(0), 0)
          cell.hold(.current(Quantity(si: sign * (try number(1)) * profile.area.si)))
        }
        let step = try number(4) - time
        for part in [0.1, 0.6, 0.3] { cell.advance(seconds: part * step) }
        time = try number(4)
        #expect(abs(cell.voltage.si - sign * (try number(13))) < 1e-4, "r \(ratio) t \(time)")
        #expect(abs(cell.known("surface_concentration_mol_m3") / 1000 - (try number(5))) < 1e-5)
      }
    }
  }

  @Test("The true Sand time agrees with the table", arguments: [1.1, 1.5, 2, 3, 5])
  func sandTime(ratio: Double) throws {
    let profile = try shipped("li-li-capillary")
    let table = try Table("sand_finite_L")
    let row = try #require(table.rows.first { table.number($0, 0) == ratio })
    let expected = try #require(table.number(row, 2)) * profile.diffusion.diffusionTime.si
    var cell = VirtualCell(profile: profile)
    cell.hold(ratio: -ratio)
    #expect(abs(cell.known("true_sand_time_s") / expected - 1) < 1e-7)
    #expect(cell.known("true_sand_time_s") == cell.known("sand_countdown_s"))
    cell.advance(seconds: 0.75 * expected)
    cell.hold(ratio: -ratio)
    #expect(abs(cell.known("sand_countdown_s") - 0.25 * expected) < 1e-6 * expected)
    cell.advance(seconds: 0.2499 * expected)
    #expect(cell.known("transport_state") == 1)
    cell.advance(seconds: 0.0002 * expected)
    #expect(cell.known("transport_state") == 2)
    #expect(cell.known("sand_countdown_s") == 0)
    #expect(cell.known("surface_concentration_mol_m3") > 0)
  }

  @Test("At and below the limiting current there is no Sand time", arguments: [0.0, 0.5, 0.9, 0.999, 0.9999])
  func noSandTime(ratio: Double) throws {
    var cell = VirtualCell(profile: try shipped("li-li-capillary"))
    cell.hold(ratio: -ratio)
    #expect(cell.known("true_sand_time_s").isNaN)
    #expect(cell.known("sand_countdown_s").isNaN)
    cell.advance(seconds: 1e7)
    #expect(cell.known("transport_state") < 2)
    #expect(cell.known("space_charge_thickness_m") == 0)
  }

  @Test("Behind depletion the voltage is continuous, rises on, and a rest brings the salt back")
  func divergence() throws {
    var cell = VirtualCell(profile: try shipped("li-li-capillary"))
    cell.hold(ratio: -2)
    let tau = cell.known("true_sand_time_s")
    cell.advance(seconds: tau * (1 - 1e-5))
    var before = -cell.voltage.si
    for _ in 0..<40 {
      cell.advance(seconds: tau * 1e-6)
      let now = -cell.voltage.si
      #expect(now >= before - 1e-9)
      #expect(now - before < 0.5)
      before = now
    }
    cell.advance(seconds: 0.01 * tau)
    #expect(-cell.voltage.si > 5)
    #expect(cell.known("space_charge_thickness_m") > 0)
    cell.hold(.open)
    #expect(abs(cell.voltage.si) < 1)
    cell.advance(seconds: 10 * profileTime(cell))
    #expect(cell.known("transport_state") == 0)
    #expect(cell.known("space_charge_thickness_m") == 0)
    #expect(abs(cell.voltage.si) < 1e-9)
  }

  @Test("A smaller current behind depletion lowers the voltage at once")
  func monotoneInCurrent() throws {
    var cell = VirtualCell(profile: try shipped("li-li-capillary"))
    cell.hold(ratio: -3)
    cell.advance(seconds: 1.01 * cell.known("true_sand_time_s"))
    let full = -cell.voltage.si
    cell.hold(ratio: -2)
    let less = -cell.voltage.si
    #expect(less < full)
    cell.hold(ratio: -0.1)
    #expect(-cell.voltage.si < less)
  }

  @Test("The voltage of the resting cell is zero; its overpotentials scale with temperature")
  func temperature() throws {
    var profile = try shipped("li-li-capillary")
    #expect(VirtualCell(profile: profile).voltage.si == 0)
    // Without ohmic drop everything is RT/F times a function of dimensionless numbers.
    guard case .constant(var electrolyte) = profile.electrolyte.transport else { return }
    electrolyte.conductivity = Quantity(si: 1e9)
    profile.electrolyte.transport = .constant(electrolyte)
    func voltage(celsius: Double) -> Double {
      profile.temperature = Quantity(celsius, .celsius)
      var cell = VirtualCell(profile: profile)
      cell.hold(ratio: -1.5)
      cell.advance(seconds: 100)
      return cell.voltage.si
    }
    #expect(abs(voltage(celsius: 60) / voltage(celsius: 25) - 333.15 / 298.15) < 1e-6)
  }

  @Test("A coin cell's separator carries what the table says")
  func separator() throws {
    let table = try Table("dead_layer_limit")
    let row = try #require(table.rows.first { $0[0] == "25" && $0[2] == "1.601" && $0[3] == "0" })
    let profile = try shipped("li-cu-coin")
    #expect(abs(profile.diffusion.limitingCurrentDensity.si / (try #require(table.number(row, 6))) - 1) < 1e-5)
    #expect(abs(profile.limitingCurrent.si / (90.9657e-3 * 1.267) - 1) < 1e-5)
  }

  private func profileTime(_ cell: VirtualCell) -> Double { cell.profile.diffusion.diffusionTime.si }
}
