import Deposition
import Foundation
import Quantities
import Testing
import VirtualCell

/// A full cell between its voltage limits.
struct FullCell: CustomStringConvertible, Sendable {
  var description: String
  var highest: Double
  var lowest = 2.5

  static let all = [
    FullCell(description: "li-lfp", highest: 3.65), FullCell(description: "li-nmc", highest: 4.2),
  ]

  func profile() throws -> CellProfile {
    var profile = try shipped(description)
    profile.measurement = Measurement()
    return profile
  }
}

extension VirtualCell {
  /// Holds a current density (A/m²) until a voltage is crossed, found to a billionth of the time; returns the charge that passed, C/m².
  mutating func run(_ density: Double, until limit: Double, step: Double) -> Double {
    hold(.current(Quantity(si: density * profile.area.si)))
    func isBeyond(_ cell: VirtualCell) -> Bool { density > 0 ? cell.voltage.si >= limit : cell.voltage.si <= limit }
    var (time, part) = (0.0, step)
    while part > 1e-9 * step {
      var next = self
      next.advance(seconds: part)
      if isBeyond(next) { part /= 2 } else { (self, time) = (next, time + part) }
      if time > 1e7 { break }
    }
    return density * time
  }

  fileprivate var lithium: Double { (inventory.working.lithium + inventory.counter.lithium).si }
}

@Suite("Full cells")
struct FullCellTests {
  /// Mean stoichiometry at which the cell meets a voltage at a steady current density, from the laws.
  private func stoichiometry(_ profile: CellProfile, at current: Double, voltage: Double) throws -> Double {
    let host = try #require(profile.working.insertion)
    let electrolyte = profile.electrolyte.atRest(profile.temperature)
    let lean = current / profile.diffusion.limitingCurrentDensity.si
    let counter = ButlerVolmer(
      exchangeCurrentDensity: profile.counter.exchangeCurrentDensity, temperature: profile.temperature
    ).overpotential(at: -current, relativeConcentration: 1 - lean)
    let diffusion = DiffusionPotential.voltage(
      between: 1 + lean, and: 1 - lean, anionTransferenceNumber: electrolyte.anionTransferenceNumber,
      temperature: profile.temperature)
    let resistance =
      OhmicDrop.resistance(conductivity: electrolyte.conductivity, gap: profile.gap).si
      + profile.counter.interphaseResistance.si
    let rest = voltage + counter - diffusion - current * resistance
    let surface = bracketedRoot(from: -0.2, to: 1.2) {
      host.potential(at: current, surfaceStoichiometry: $0, relativeConcentration: 1 + lean) - rest
    }
    return surface + current * host.diffusionTime.si / (15 * host.arealCapacity.si)
  }

  @Test("A charge and a discharge give the capacity that the laws do", arguments: FullCell.all, [20.0, 1])
  func capacity(full: FullCell, hours: Double) throws {
    let profile = try full.profile()
    let host = try #require(profile.working.insertion)
    var cell = VirtualCell(profile: profile)
    let current = 20 / hours
    let capacity = host.arealCapacity.si
    let before = cell.lithium
    let charge = cell.run(current, until: full.highest, step: 60 * hours)
    let empty = try stoichiometry(profile, at: current, voltage: full.highest)
    #expect(abs(charge / capacity - (profile.working.initialStoichiometry - empty)) < 2e-4)
    // What leaves the positive electrode is plated on the lithium.
    let inventory = cell.inventory
    #expect(abs(inventory.working.inserted.si / -charge - 1) < 1e-9)
    #expect(abs((inventory.counter.active + inventory.counter.dead).si / charge - 1) < 1e-9)
    #expect(abs(inventory.counter.active.si / charge - 0.982) < 1e-6)
    let discharge = -cell.run(-current, until: full.lowest, step: 60 * hours)
    let filled = try stoichiometry(profile, at: -current, voltage: full.lowest)
    #expect(abs(discharge / capacity - (filled - empty)) < 4e-4)
    let left = 0.982 * charge - discharge
    #expect(abs(cell.inventory.counter.active.si - max(0, left)) < 1e-5 * charge)
    #expect(abs(cell.inventory.counter.foil.si - min(0, left)) < 1e-5 * charge)
    #expect(abs(cell.lithium - before) < 1e-9 * capacity)
    if hours == 20 {
      let nominal = host.capacity(from: Quantity(si: full.highest), to: Quantity(si: full.lowest))
      #expect(abs(nominal.si / 36_000 - 1.99) < 0.01)
      #expect(discharge < nominal.si && discharge > 0.97 * nominal.si, "\(discharge / nominal.si)")
    }
  }

  @Test("A lithium foil that runs out ends the discharge", arguments: FullCell.all)
  func foil(full: FullCell) throws {
    var profile = try full.profile()
    profile.counter.lithiumThickness = Quantity(si: 1e-7)
    profile.counter.deposit.coulombicEfficiency = 0.9
    let foil = 1e-7 * PhysicalConstants.faraday / Lithium.molarVolume
    var cell = VirtualCell(profile: profile)
    let before = cell.lithium
    let charge = cell.run(5, until: full.highest, step: 600)
    let active = cell.inventory.counter.active.si
    #expect(abs(active / charge - 0.9) < 1e-9)
    let discharge = -cell.run(-5, until: full.lowest, step: 600)
    // The bare electrode charges its double layer within a second.
    #expect(abs(discharge - active - foil) < 5)
    #expect(cell.voltage.si < full.lowest + 1e-3)
    let inserted = cell.inventory.working.inserted.si
    #expect(inserted < -0.05 * charge)
    cell.advance(seconds: 1e4)
    #expect(cell.voltage.isFinite && cell.voltage.si < 0)
    #expect(abs(cell.lithium - before) < 1e-9 * charge)
    // The next charge plates it again.
    cell.hold(.current(Quantity(si: 5 * profile.area.si)))
    cell.advance(seconds: 2e4)
    #expect(cell.voltage.si > 3)
    #expect(cell.inventory.counter.active.si > 0)
  }

  @Test("At a steady voltage the current tapers", arguments: FullCell.all)
  func taper(full: FullCell) throws {
    let profile = try full.profile()
    var cell = VirtualCell(profile: profile)
    _ = cell.run(20, until: full.highest, step: 60)
    cell.hold(volts: full.highest)
    let first = 20 * profile.area.si
    var before = cell.current.si
    #expect(abs(before / first - 1) < 1e-3)
    for _ in 0..<60 {
      cell.advance(seconds: 300)
      // At last it is no more than what is not resolved.
      #expect(cell.current.si < before + 1e-4 * first && cell.current.si > -1e-4 * first)
      #expect(abs(cell.voltage.si - full.highest) < 1e-6)
      before = cell.current.si
    }
    #expect(before < 0.02 * first)
    let host = try #require(profile.working.insertion)
    let rest = profile.working.initialStoichiometry - host.material.stoichiometry(at: Quantity(si: full.highest))
    #expect(abs(-cell.inventory.working.inserted.si / host.arealCapacity.si / rest - 1) < 5e-3)
  }

  @Test("At a steady power voltage times current is held, whichever way", arguments: FullCell.all, [-1.0, 1])
  func power(full: FullCell, sign: Double) throws {
    var profile = try full.profile()
    profile.working.initialStoichiometry = 0.6
    var cell = VirtualCell(profile: profile)
    // Half a C-rate at about 3.5 V.
    let power = sign * 3.5 * 10 * profile.area.si
    let before = cell.lithium
    cell.hold(.power(Quantity(si: power)))
    for _ in 0..<20 {
      cell.advance(seconds: 60)
      #expect(abs((cell.voltage.si * cell.current.si).magnitude / power.magnitude - 1) < 1e-6)
      #expect(cell.current.si * sign > 0)
    }
    #expect(abs(cell.lithium - before) < 1e-9 * 72_000)
  }

  @Test("A power that a cell cannot deliver gets the most that it can", arguments: FullCell.all)
  func mostPower(full: FullCell) throws {
    var profile = try full.profile()
    profile.working.initialStoichiometry = 0.6
    let new = VirtualCell(profile: profile)
    func delivered(_ density: Double) -> Double {
      var cell = new
      cell.hold(.current(Quantity(si: -density * profile.area.si)))
      return cell.voltage.si * density * profile.area.si
    }
    let most = stride(from: 1.0, to: 1000, by: 1).map(delivered).max() ?? 0
    var cell = new
    cell.hold(.power(Quantity(si: -100 * most)))
    #expect(cell.current.si < 0)
    let given = cell.voltage.si * -cell.current.si
    #expect(given > 0.98 * most && given < 1.001 * most, "\(given) of \(most)")
    cell.advance(seconds: 1)
    #expect(cell.voltage.isFinite && cell.current.isFinite)
  }
}
