import Deposition
import Foundation
import Quantities
import Testing
import VirtualCell

@Suite("A steady power, and cells beside a short")
struct PowerTests {
  /// Two lithium electrodes, with a filament between them that stays as it is, or without.
  private func symmetric(isShorted: Bool) throws -> VirtualCell {
    var profile = try shipped("li-li-capillary")
    profile.measurement = Measurement()
    (profile.short.openingRate, profile.short.growthRate, profile.short.hardConductance) = (0, 0, 1e9)
    profile.short.firstConductance = 1 / 100.0
    var cell = VirtualCell(profile: profile)
    guard isShorted else { return cell }
    cell.hold(ratio: -3)
    cell.advance(seconds: 20_000)
    cell.hold(.open)
    cell.advance(seconds: 1e6)
    return cell
  }

  @Test("Two lithium electrodes take up a power either way", arguments: [-1.0, 1], [false, true])
  func symmetricPower(sign: Double, isShorted: Bool) throws {
    var cell = try symmetric(isShorted: isShorted)
    #expect(cell.known("short_resistance_ohm").isNaN != isShorted)
    let power = 2 * cell.profile.area.si
    let before = cell.inventory
    cell.hold(.power(Quantity(si: sign * power)))
    for _ in 0..<50 {
      cell.advance(seconds: 2)
      #expect(cell.current.si * sign > 0 && cell.voltage.si * sign > 0)
      #expect(
        abs(cell.voltage.si * cell.current.si / power - 1) < 1e-6,
        "\(cell.voltage) \(cell.current) \(cell.inventory) \(cell.modelState)")
    }
    let after = cell.inventory
    let passed = before.working.lithium.si - after.working.lithium.si
    #expect(passed * sign > 0)
    #expect(
      abs(after.working.lithium.si + after.counter.lithium.si - before.working.lithium.si - before.counter.lithium.si)
        < 1e-9 * abs(passed))
  }

  @Test("Either way the same power does the same to a symmetric cell")
  func mirror() throws {
    var (plated, stripped) = (try symmetric(isShorted: false), try symmetric(isShorted: false))
    plated.hold(.power(Quantity(si: -0.2)))
    stripped.hold(.power(Quantity(si: 0.2)))
    for _ in 0..<20 {
      plated.advance(seconds: 1)
      stripped.advance(seconds: 1)
      #expect(abs(plated.current.si / -stripped.current.si - 1) < 1e-6)
    }
  }

  @Test(
    "No power, however absurd, breaks a cell", arguments: [0, 1e-300, 1e-9, 1e9, 1e300, .infinity, .nan], [-1.0, 1])
  func absurd(power: Double, sign: Double) throws {
    for name in ["li-li-capillary", "li-cu-coin", "li-nmc"] {
      var cell = VirtualCell(profile: try shipped(name))
      cell.hold(.power(Quantity(si: sign * power)))
      cell.advance(seconds: 10)
      #expect(cell.voltage.isFinite && cell.current.isFinite, "\(name)")
      if power < 1e-12 || !power.isFinite { #expect(abs(cell.current.si) < 1e-9, "\(name)") }
    }
  }

  @Test("A full cell with a short discharges at rest", arguments: ["li-nmc", "li-lfp"])
  func discharge(name: String) throws {
    var profile = try shipped(name)
    profile.measurement = Measurement()
    (profile.short.openingRate, profile.short.growthRate, profile.short.hardConductance) = (0, 0, 1e9)
    profile.short.firstConductance = 1 / 5000.0
    // Tips that nothing stops, in a film that lets them grow at once.
    profile.penetration = 1
    profile.gap.thickness = Quantity(si: 2e-6)
    profile.counter.deposit = DepositGrowth(
      competition: DiffusionReactionCompetition(interphaseCurrentDensity: Quantity(si: 1e-6)),
      stability: InterphaseStability(protectedCapacity: Quantity(si: 1)))
    var cell = VirtualCell(profile: profile)
    cell.hold(.current(Quantity(si: 10 * profile.area.si)))
    var time = 0.0
    while cell.known("short_resistance_ohm").isNaN, time < 5000 {
      cell.advance(seconds: 10)
      time += 10
    }
    #expect(!cell.known("short_resistance_ohm").isNaN)
    cell.hold(.open)
    cell.advance(seconds: 1)
    let start = cell.inventory
    var (voltage, charge) = (cell.voltage.si, 0.0)
    #expect(voltage > 3)
    for _ in 0..<400 {
      let before = cell.voltage.si
      cell.advance(seconds: 50)
      #expect(abs(cell.current.si) < 1e-9)
      #expect(cell.voltage.si < voltage + 1e-6)
      voltage = cell.voltage.si
      charge += 50 * 0.5 * (before + voltage) / 5000
    }
    // What went through the filament went into the host, and off the lithium.
    let area = profile.area.si
    let inserted = (cell.inventory.working.inserted.si - start.working.inserted.si) * area
    let stripped = (start.counter.lithium.si - cell.inventory.counter.lithium.si) * area
    #expect(abs(inserted / charge - 1) < 0.01, "\(inserted) \(charge)")
    #expect(abs(stripped / inserted - 1) < 1e-9)
  }
}
