import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Time on a grid")
struct GridTimeTests {
  private let temperature = Quantity<Temperature>(25, .celsius)

  private func salt(_ fit: ElectrolyteFit, cells: Int = 100) -> FiniteVolumeDiffusion {
    FiniteVolumeDiffusion(
      medium: .fit(fit, temperature), rest: Quantity(si: 1000), gap: referenceDiffusion.gap, cells: cells)
  }

  @Test("Halving the step divides the error by sixteen", arguments: ElectrolyteFit.allCases)
  func order(fit: ElectrolyteFit) {
    func surface(steps: Int) -> Double {
      var salt = salt(fit, cells: 10)
      salt.setCurrentDensity(-60)
      salt.advance(by: 80, inSteps: steps)
      return salt.workingSurface
    }
    let exact = surface(steps: 512)
    let (coarse, fine) = (abs(surface(steps: 8) - exact), abs(surface(steps: 16) - exact))
    let finest = abs(surface(steps: 32) - exact)
    #expect(coarse > 1e-6 && coarse < 1, "\(coarse)")
    #expect(coarse / fine > 11 && fine / finest > 11, "\(coarse) \(fine) \(finest)")
  }

  @Test("Every row of the table of concentration-dependent media to one per cent")
  func concentratedSand() throws {
    let table = try Table("concentrated_sand")
    for row in table.rows {
      let current = try #require(table.number(row, 0))
      let expected = try #require(table.number(row, 6))
      let (diffusivity, t) = (try #require(table.number(row, 2)), try #require(table.number(row, 3)))
      var salt = start(row[1], diffusivity: diffusivity, t: t)
      salt.setCurrentDensity(-current)
      guard expected.isFinite else {
        #expect(salt.timeToDepletion(at: -current) == nil, "\(row)")
        salt.advance(by: 1e7)
        #expect(salt.workingSurface > 1, "\(row)")
        continue
      }
      // The table ends where 1 mol/m³ is left.
      let end = try #require(salt.timeToDepletion(at: -current))
      let time = bracketedRoot(from: 0.9 * end, to: end, relativeTolerance: 1e-9) { time in
        var trial = salt
        trial.advance(by: time)
        return trial.workingSurface - 1
      }
      #expect(abs(time / expected - 1) < 0.001, "\(row) \(time)")
    }
  }

  private func start(_ model: String, diffusivity: Double, t: Double) -> FiniteVolumeDiffusion {
    if model.hasPrefix("ValoenReimers") { return salt(.valoenReimers2005) }
    if model.hasPrefix("Nyman") { return salt(.nyman2008) }
    if model.hasPrefix("LandesfeindGasteiger(c)") { return salt(.landesfeindGasteiger2019) }
    if model.hasPrefix("LandesfeindGasteiger_tp0.26const") {
      return FiniteVolumeDiffusion(
        medium: .fitWithTransference(.landesfeindGasteiger2019, temperature, cationTransferenceNumber: t),
        rest: Quantity(si: 1000), gap: referenceDiffusion.gap)
    }
    let electrolyte = Electrolyte(
      concentration: Quantity(si: 1000), diffusivity: Quantity(si: diffusivity), cationTransferenceNumber: t,
      conductivity: Quantity(si: 1))
    return FiniteVolumeDiffusion(medium: .constant(electrolyte), rest: Quantity(si: 1000), gap: referenceDiffusion.gap)
  }

  @Test("The course does not depend on when it is read", arguments: ElectrolyteFit.allCases)
  func readings(fit: ElectrolyteFit) {
    var (often, once) = (salt(fit), salt(fit))
    for current in [-150.0, -20, 60, 0] {
      often.setCurrentDensity(current)
      once.setCurrentDensity(current)
      for step in unevenSteps(to: 60, count: 300, seed: 3) { often.advance(by: step) }
      once.advance(by: 60)
      #expect(abs(often.workingSurface - once.workingSurface) < 1e-7)
      #expect(abs(often.resistance.si / once.resistance.si - 1) < 1e-9)
    }
  }

  @Test("Salt is conserved to rounding in every step and at every reading", arguments: ElectrolyteFit.allCases)
  func conservation(fit: ElectrolyteFit) {
    var salt = salt(fit)
    for (current, time) in [(-150.0, 1.0), (-150, 70), (350, 3), (0, 1e4), (0, 1e12), (-40, 1e4)] {
      salt.setCurrentDensity(current)
      for _ in 0..<7 {
        salt.advance(by: time / 7)
        #expect(abs(salt.saltContent - 1) < 1e-12)
      }
    }
  }

  @Test("Once steady, a flux is the difference of ∫D dc, and what the fits say is looked up to 1e-6")
  func steady() {
    for fit in [ElectrolyteFit.valoenReimers2005, .nyman2008] {
      let properties = fit.properties(at: temperature)
      var salt = salt(fit)
      salt.setCurrentDensity(-30)
      salt.advance(by: 1e7)
      let (low, high) = (salt.workingSurface, salt.counterSurface)
      let flux = 30 * (1 - properties.cationTransferenceNumber(1000)) * 1e-3 / PhysicalConstants.faraday
      #expect(abs(integral(from: low, to: high) { properties.diffusivity($0) } / flux - 1) < 1e-6)
      let potential = integral(from: log(low), to: log(high)) { properties.diffusionFactor(exp($0)) }
      let voltage = -2 * thermalVoltage(at: temperature) * potential
      #expect(abs(salt.diffusionPotential(at: temperature) - voltage) < 1e-8)
      let cells = salt.concentrations.map { 1e-5 / properties.conductivity($0) }
      #expect(abs(salt.resistance.si / cells.reduce(0, +) - 1) < 1e-6)
    }
  }

  /// Composite Simpson.
  private func integral(from low: Double, to high: Double, of f: (Double) -> Double) -> Double {
    let (count, width) = (2000, (high - low) / 2000)
    return (0..<count).reduce(0.0) { sum, i in
      let x = low + Double(i) * width
      return sum + width / 6 * (f(x) + 4 * f(x + width / 2) + f(x + width))
    }
  }

  @Test("A stored solution goes on to the last bit, and a copy is a snapshot", arguments: ElectrolyteFit.allCases)
  func coding(fit: ElectrolyteFit) throws {
    var salt = salt(fit)
    salt.setCurrentDensity(-123.456)
    for step in unevenSteps(to: 30, count: 9, seed: 5) { salt.advance(by: step) }
    let snapshot = salt
    var copy = try JSONDecoder().decode(FiniteVolumeDiffusion.self, from: JSONEncoder().encode(salt))
    #expect(copy == salt)
    for step in unevenSteps(to: 30, count: 9, seed: 6) {
      salt.advance(by: step)
      copy.advance(by: step)
    }
    #expect(copy.workingSurface.bitPattern == salt.workingSurface.bitPattern)
    #expect(copy.resistance == salt.resistance)
    #expect(copy != snapshot)
    var again = snapshot
    for step in unevenSteps(to: 30, count: 9, seed: 6) { again.advance(by: step) }
    #expect(again == salt)
  }

  @Test("Looking ahead to depletion changes nothing of what comes, to the last bit", arguments: ElectrolyteFit.allCases)
  func foresight(fit: ElectrolyteFit) {
    var (looking, other) = (salt(fit), salt(fit))
    // The end of the salt at the present current, from inside a step, and at another current that never comes; a turn; and no depletion.
    for (current, ahead) in [(-150.0, -150.0), (-150, 90), (80, 80), (-20, -20)] {
      looking.setCurrentDensity(current)
      other.setCurrentDensity(current)
      for step in unevenSteps(to: 40, count: 7, seed: 11) {
        #expect(looking.foreseeDepletion(at: ahead) == other.timeToDepletion(at: ahead))
        looking.advance(by: step)
        other.advance(by: step)
        #expect(looking == other)
      }
    }
  }

  @Test("Whatever the currents, gaps and times, every number stays one", arguments: ElectrolyteFit.allCases)
  func total(fit: ElectrolyteFit) {
    for (thickness, concentration) in [(1e-9, 1.0), (25e-6, 1000), (1, 10_000), (1e-3, 1e-3)] {
      var salt = FiniteVolumeDiffusion(
        medium: .fit(fit, temperature), rest: Quantity(si: concentration), gap: Gap(thickness: Quantity(si: thickness)))
      for (current, time) in [(-1e6, 1e-9), (1e6, 1e3), (-1e-9, 1e9), (1e3, 1), (0, 1e12)] {
        salt.setCurrentDensity(current)
        salt.advance(by: time)
        #expect(salt.workingSurface.isFinite && salt.counterSurface.isFinite)
        #expect(salt.resistance.si > 0 && salt.resistance.isFinite)
        #expect(salt.diffusionPotential(at: temperature).isFinite)
        _ = salt.timeToDepletion(at: -10)
      }
    }
  }
}
