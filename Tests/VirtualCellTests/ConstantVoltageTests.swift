import Deposition
import Foundation
import Quantities
import Testing
import VirtualCell

@Suite("Holding a voltage")
struct ConstantVoltageTests {
  /// The capillary without kinetics, ohmic drop or interphase: only diffusion is left.
  private func diffusionCell() throws -> CellProfile {
    var profile = try shipped("li-li-capillary")
    guard case .constant(var electrolyte) = profile.electrolyte.transport else { return profile }
    electrolyte.conductivity = Quantity(si: 1e9)
    profile.electrolyte.transport = .constant(electrolyte)
    profile.working.exchangeCurrentDensity = Quantity(si: 1e9)
    profile.counter.exchangeCurrentDensity = Quantity(si: 1e9)
    return profile
  }

  @Test("Where only diffusion resists, the current falls as Cottrell's law has it", arguments: [-0.010, 0.010, -0.060])
  func cottrell(volts: Double) throws {
    let profile = try diffusionCell()
    var cell = VirtualCell(profile: profile)
    cell.hold(volts: volts)
    // The voltage fixes c_w/c_c, and as they mirror each other, both.
    let ratio = exp(volts / (2 * thermalVoltage(at: profile.temperature) * 0.62))
    let step = 1000 * (1 - 2 * ratio / (1 + ratio))
    var time = 0.0
    for duration in [2.0, 3, 5, 10, 20] {
      cell.advance(seconds: duration)
      time += duration
      let cottrell =
        -PhysicalConstants.faraday * step * (3e-10 / (.pi * time)).squareRoot() / 0.62 * profile.area.si
      #expect(abs(cell.current.si / cottrell - 1) < 0.01, "at \(time) s")
      #expect(abs(cell.voltage.si - volts) < 1e-9)
    }
    // In the end the steady gradient between the fixed surfaces flows.
    cell.advance(seconds: 1e6)
    let steady = -step / 1000 * profile.limitingCurrent.si
    #expect(abs(cell.current.si / steady - 1) < 1e-5)
  }

  @Test("At once the current is what the resistances let through")
  func instant() throws {
    let profile = try shipped("li-li-capillary")
    var cell = VirtualCell(profile: profile)
    cell.hold(volts: 1e-5)
    let charge = 2 * thermalVoltage(at: profile.temperature) / 10
    let expected = 1e-5 / (1e-3 + charge) * profile.area.si
    #expect(abs(cell.current.si / expected - 1) < 1e-6)
  }

  @Test("How finely the readings are taken does not matter")
  func readingInterval() throws {
    var (coarse, fine) = (
      VirtualCell(profile: try shipped("li-li-capillary")), VirtualCell(profile: try shipped("li-li-capillary"))
    )
    coarse.hold(volts: -0.3)
    fine.hold(volts: -0.3)
    coarse.advance(seconds: 200)
    for _ in 0..<2000 { fine.advance(seconds: 0.1) }
    #expect(abs(coarse.current.si / fine.current.si - 1) < 5e-3)
  }

  @Test("A voltage beyond the limiting current makes a space charge, whose tips cross the gap and short the cell")
  func overlimiting() throws {
    var cell = VirtualCell(profile: try shipped("li-li-capillary"))
    cell.hold(volts: -3)
    cell.advance(seconds: 500)
    #expect(abs(cell.voltage.si + 3) < 1e-6)
    #expect(cell.known("transport_state") == 2)
    #expect(cell.current.si < -cell.profile.limitingCurrent.si)
    #expect(cell.known("true_sand_time_s").isNaN)
    #expect(cell.known("dendrite_length_m") > 0)
    cell.advance(seconds: 1e6)
    #expect(abs(cell.voltage.si + 3) < 1e-6)
    #expect(cell.known("transport_state") == 3)
    // In the end the filament stays, and next to all of the current flows through it.
    let resistance = cell.known("short_resistance_ohm")
    #expect((1..<10).contains(resistance))
    #expect(abs(cell.current.si * resistance / -3 - 1) < 0.1)
  }

  @Test("Bare copper is charged to the voltage, and the current ends")
  func bareCopper() throws {
    var profile = try shipped("li-cu-coin")
    profile.measurement = Measurement()
    var cell = VirtualCell(profile: profile)
    #expect(abs(cell.voltage.si - 1.2) < 1e-12)
    cell.hold(volts: 1)
    #expect(cell.current.si < 0)
    #expect(abs(cell.voltage.si - 1) < 1e-9)
    cell.advance(seconds: 1)
    #expect(abs(cell.voltage.si - 1) < 1e-9)
    #expect(abs(cell.current.si) < 1e-12)
    #expect(cell.known("plated_lithium_mAh_cm2") == 0)
  }

  @Test("A voltage below zero plates bare copper, one above strips it and then charges it")
  func plateAndStripAtVoltage() throws {
    var profile = try shipped("li-cu-coin")
    profile.measurement = Measurement()
    var cell = VirtualCell(profile: profile)
    cell.hold(volts: -0.05)
    cell.advance(seconds: 100)
    let plated = cell.known("plated_lithium_mAh_cm2")
    #expect(plated > 0)
    #expect(abs(cell.known("dead_lithium_mAh_cm2") / (plated / 0.982 * 0.018) - 1) < 1e-9)
    cell.hold(volts: 0.5)
    cell.advance(seconds: 1000)
    #expect(cell.known("plated_lithium_mAh_cm2") == 0)
    #expect(abs(cell.current.si) < 1e-12)
    #expect(abs(cell.voltage.si - 0.5) < 1e-9)
  }
}
