import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Insertion electrodes over time")
struct InsertionElectrodeTests {
  static let electrodes = InsertionMaterial.allCases.map {
    InsertionElectrode(
      material: $0, arealCapacity: Quantity(si: 90_000), temperature: Quantity(25, .celsius),
      saltConcentration: Quantity(si: 1000))
  }

  /// What the surface leads the mean by, over what it leads by for ever: from R²/(15 D C), written out here again.
  static func lead(_ state: InsertionState, current: Double) -> Double {
    let steady = state.electrode.diffusionTime.si / (15 * state.electrode.arealCapacity.si)
    return (state.stoichiometry - state.surfaceStoichiometry) / (steady * current)
  }

  static func tolerance(theta: Double) -> Double { theta < 1e-6 ? 2e-4 : 2e-5 }

  @Test("The surface under a constant current agrees with the exact series after uneven steps", arguments: electrodes)
  func surface(electrode: InsertionElectrode) throws {
    for (index, row) in try Table("sphere_surface").rows.enumerated() {
      let (theta, expected) = try (#require(Double(row[0])), #require(Double(row[1])))
      var state = InsertionState(electrode, stoichiometry: 0.6)
      let steps = unevenSteps(to: theta * electrode.diffusionTime.si, count: 1 + index % 7, seed: UInt64(index))
      for step in steps { state.advance(at: -12, for: step) }
      #expect(abs(Self.lead(state, current: -12) - expected) < Self.tolerance(theta: theta), "θ \(theta)")
    }
  }

  @Test("The surface relaxes after a current as the exact series says", arguments: electrodes)
  func relaxation(electrode: InsertionElectrode) throws {
    let table = try Table("sphere_surface")
    func exact(_ theta: Double) throws -> Double {
      try #require(table.rows.first { Double($0[0]) == theta }.flatMap { Double($0[1]) })
    }
    // Superposition: a current of time θ₁, then rest of time θ₂, leads by f(θ₁ + θ₂) − f(θ₂).
    for (on, off) in [(0.05, 0.05), (0.1, 0.1), (0.02, 0.08), (0.1, 0.2), (0.03, 0.02), (0.02, 0.01), (0.2, 0.3)] {
      var state = InsertionState(electrode, stoichiometry: 0.5)
      state.advance(at: 7, for: on * electrode.diffusionTime.si)
      for step in unevenSteps(to: off * electrode.diffusionTime.si, count: 5, seed: 3) {
        state.advance(at: 0, for: step)
      }
      let expected = try exact(((on + off) * 1e6).rounded() / 1e6) - exact(off)
      #expect(abs(Self.lead(state, current: 7) - expected) < 4e-5, "\(on) \(off)")
    }
  }

  @Test("Charge is conserved and one step is as good as many", arguments: electrodes)
  func steps(electrode: InsertionElectrode) {
    var (one, many) = (InsertionState(electrode, stoichiometry: 0.7), InsertionState(electrode, stoichiometry: 0.7))
    var passed = 0.0
    for (current, duration) in [(20.0, 300.0), (-15, 1000), (0, 50), (40, 0.01), (-3, 7200)] {
      one.advance(at: current, for: duration)
      for step in unevenSteps(to: duration, count: 200, seed: 11) { many.advance(at: current, for: step) }
      passed += current * duration
      #expect(abs(one.surfaceStoichiometry - many.surfaceStoichiometry) < 1e-12)
      #expect(abs(many.lithium - (63_000 - passed)) < 1e-8)
    }
    #expect(abs(one.lithium - (63_000 - passed)) < 1e-9)
  }

  @Test("A course of charge, discharge and rest agrees with a particle solved on a grid in physical concentrations")
  func singleParticle() throws {
    let table = try Table("single_particle")
    for (material, capacity, start) in [(InsertionMaterial.lfp, 72_000.0, 0.01), (.nmc811, 115_200, 0.31)] {
      let electrode = InsertionElectrode(
        material: material, arealCapacity: Quantity(si: capacity), temperature: Quantity(25, .celsius),
        saltConcentration: Quantity(si: 1000))
      var state = InsertionState(electrode, stoichiometry: start)
      for row in table.rows where row[0] == material.rawValue {
        let numbers = try row.dropFirst().map { try #require(Double($0)) }
        let (current, duration) = (numbers[1], numbers[2])
        state.advance(at: current, for: duration)
        #expect(abs(state.surfaceStoichiometry - numbers[3]) < 3e-6, "\(row)")
        let potential = state.potential(at: current, surfaceStoichiometry: state.surfaceStoichiometry)
        #expect(abs(potential - numbers[4]) < 5e-5, "\(row) \(potential)")
      }
    }
  }

  @Test("A forecast of the surface is what comes, at any current", arguments: electrodes)
  func forecast(electrode: InsertionElectrode) {
    var state = InsertionState(electrode, stoichiometry: 0.4)
    state.advance(at: 25, for: 123)
    state.advance(at: -10, for: 4)
    #expect(state.surface(after: 0) == (state.surfaceStoichiometry, 0))
    for duration in [1e-6, 1e-3, 0.5, 30, 4000] {
      let (alpha, beta) = state.surface(after: duration)
      #expect(beta < 0)
      for current in [-30.0, -10, 0, 5, 60] {
        var next = state
        next.advance(at: current, for: duration)
        #expect(abs(alpha + beta * current - next.surfaceStoichiometry) < 1e-12)
      }
    }
  }

  @Test("At a low rate a voltage window gives the charge between its stoichiometries")
  func capacity() throws {
    let windows = [
      (electrode: Self.electrodes[0], high: 3.65, low: 2.5, x: (0.004826851826, 0.999531556925)),
      (electrode: Self.electrodes[1], high: 4.2, low: 2.5, x: (0.304627556357, 0.925916622805)),
    ]
    for (electrode, high, low, x) in windows {
      let expected = electrode.arealCapacity.si * (x.1 - x.0)
      #expect(abs(electrode.capacity(from: Quantity(si: high), to: Quantity(si: low)).si / expected - 1) < 1e-6)
      var state = InsertionState(electrode, stoichiometry: electrode.material.stoichiometry(at: Quantity(si: high)))
      let (start, rate) = (state.lithium, electrode.arealCapacity.si / 3600 / 200)
      while state.potential(at: -rate, surfaceStoichiometry: state.surfaceStoichiometry) > low, state.lithium < 1e5 {
        state.advance(at: -rate, for: 60)
      }
      #expect(abs((state.lithium - start) / expected - 1) < 2e-3)
    }
  }

  @Test("The time to an empty or full surface is when it is", arguments: electrodes)
  func limits(electrode: InsertionElectrode) throws {
    for history in [[], [(60.0, 20.0)], [(-50, 3), (10, 100)], [(80, 60), (0, 10)]] {
      for current in [5.0, 40, -5, -40, 400, -2000] {
        var state = InsertionState(electrode, stoichiometry: 0.55)
        for (before, duration) in history { state.advance(at: before, for: duration) }
        let time = try #require(state.timeToLimit(at: current))
        let limit = current > 0 ? 0.0 : 1
        state.advance(at: current, for: 0)
        for index in 1...50 {
          var earlier = state
          earlier.advance(at: current, for: time * Double(index) / 51)
          #expect(current > 0 ? earlier.surfaceStoichiometry > 0 : earlier.surfaceStoichiometry < 1)
        }
        state.advance(at: current, for: time)
        #expect(abs(state.surfaceStoichiometry - limit) < 1e-9, "\(history) \(current)")
        #expect(state.potential(at: 0, surfaceStoichiometry: -0.1) > 5)
      }
    }
    var state = InsertionState(electrode, stoichiometry: 0.01)
    #expect(state.timeToLimit(at: 0) == nil)
    state.advance(at: 10, for: 3600)
    #expect(state.timeToLimit(at: 10) == 0)
  }

  @Test("The potential rises with the current and is finite everywhere", arguments: electrodes)
  func potentials(electrode: InsertionElectrode) {
    for x in [-3.0, -0.01, 0, 1e-9, 0.2, 0.5, 0.9, 1, 1.01, 4] {
      let potentials = [-1e6, -30, -1e-3, 0, 1e-3, 30, 1e6].map { electrode.potential(at: $0, surfaceStoichiometry: x) }
      #expect(potentials.allSatisfy { $0.isFinite })
      #expect(zip(potentials, potentials.dropFirst()).allSatisfy { $0 < $1 })
      #expect(potentials[3] == electrode.material.potential(x))
    }
    // 1 V of linear kinetics is RT/F of it for each exchange current.
    let exchange = electrode.exchangeCurrentDensity.si * electrode.activeAreaRatio
    let small = electrode.potential(at: 1e-4 * exchange, surfaceStoichiometry: 0.5) - electrode.material.potential(0.5)
    #expect(abs(small / (1e-4 * 0.0256926) - 1) < 1e-5)
  }

  @Test("A state survives storing, whatever step it took last")
  func stores() throws {
    var state = InsertionState(Self.electrodes[1], stoichiometry: 0.4)
    state.advance(at: 25, for: 123)
    let copy = try JSONDecoder().decode(InsertionState.self, from: JSONEncoder().encode(state))
    #expect(copy == state && copy.hashValue == state.hashValue)
    var other = state
    _ = other.surface(after: 77)
    #expect(other == state)
  }
}
