import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Lithium in frameworks")
struct FrameworkTests {
  private typealias Framework = LithiophilicFramework
  private static let milliHour = 36_000.0

  private static func site(
    _ fraction: Double, millivolts: Double, exchange: Double = 10, capacity: Double
  ) -> LithiophilicFramework.Site {
    LithiophilicFramework.Site(
      areaFraction: fraction, nucleationOverpotential: Quantity(millivolts, .millivolt),
      exchangeCurrentDensity: Quantity(si: exchange), capacity: Quantity(si: capacity * milliHour))
  }

  private static let intermittent = LithiophilicFramework(
    arrangement: .intermittent, areaRatio: 40,
    sites: [site(0.7, millivolts: 28, capacity: 8), site(0.3, millivolts: 0, capacity: 2)])
  private static let homogeneous = LithiophilicFramework(
    arrangement: .homogeneous, areaRatio: 20, sites: [site(1, millivolts: 0, capacity: 8)])
  private static let gradient = LithiophilicFramework(
    arrangement: .gradient, areaRatio: 10,
    sites: [site(0.5, millivolts: 0, capacity: 5), site(0.5, millivolts: 40, capacity: 5)])
  private static let all = [intermittent, homogeneous, gradient]

  private func filled(
    _ framework: LithiophilicFramework, _ capacity: Double, at current: Double = 10, salt: Double = 1
  ) -> FrameworkFilling {
    var filling = FrameworkFilling()
    filling.plate(
      capacity * Self.milliHour, at: current, in: framework, temperature: 298.15, relativeConcentration: salt)
    return filling
  }

  @Test("The three binding energies keep their order, carbon last")
  func binding() {
    let volts = [-3.64, -2.71, -1.63].map {
      Framework.nucleationOverpotential(bindingEnergy: Quantity($0, .electronvolt)).si
    }
    #expect(abs(volts[0]) < 1e-12 && abs(volts[2] - 0.060) < 1e-12)
    #expect(volts[1] > 0.02 && volts[1] < 0.03)
    #expect(Framework.nucleationOverpotential(bindingEnergy: Quantity(si: -1e-18)).si == 0)
  }

  @Test("A first, then B: granules, then a smooth surface, then dendrites on top")
  func intermittentFilling() {
    let early = filled(Self.intermittent, 1.5)
    #expect(abs(early.amounts[0] / Self.milliHour - 1.5) < 1e-9 && early.amounts[1] == 0)
    let later = filled(Self.intermittent, 5)
    #expect(abs(later.amounts[0] / Self.milliHour - 2) < 1e-9 && abs(later.amounts[1] / Self.milliHour - 3) < 1e-9)
    let forms = [1.5, 5, 8, 11].map { Self.intermittent.morphology(of: filled(Self.intermittent, $0)) }
    #expect(forms == [.spherical, .spherical, .smooth, .dendritic])
    #expect(later.place(in: Self.intermittent) == .alternating)
  }

  @Test("B joins A before A is full when little salt is left, or when the current is high")
  func joining() {
    #expect(filled(Self.intermittent, 1).amounts[1] == 0)
    #expect(filled(Self.intermittent, 1, salt: 1e-4).amounts[1] > 0)
    #expect(filled(Self.intermittent, 1, at: 3000).amounts[1] > 0)
  }

  @Test("Sites that take part share the current as f i₀")
  func sharing() {
    let framework = LithiophilicFramework(
      arrangement: .intermittent, areaRatio: 1,
      sites: [
        Self.site(0.2, millivolts: 0, exchange: 20, capacity: 100),
        Self.site(0.5, millivolts: 0, exchange: 4, capacity: 100),
      ])
    let filling = filled(framework, 1)
    #expect(abs(filling.amounts[0] / filling.amounts[1] - 2) < 1e-9)
  }

  @Test("One kind fills from the top, a gradient from the bottom with its top unused")
  func layers() {
    let top = filled(Self.homogeneous, 1)
    #expect(top.topFraction(in: Self.homogeneous) > 0.85 && top.place(in: Self.homogeneous) == .top)
    let bottom = filled(Self.gradient, 2)
    #expect(bottom.topFraction(in: Self.gradient) < 0.3 && bottom.place(in: Self.gradient) == .bottom)
    #expect(filled(Self.gradient, 6).amounts[7] == 0)
    // What the unused layers could have held is missing before the rest is full.
    #expect(filled(Self.gradient, 8).overflow > 0)
    #expect(filled(Self.homogeneous, 5).overflow > 0)
  }

  @Test("Bare carbon does not nucleate evenly at a current that iron oxide does")
  func lithiophobic() {
    func cloth(_ electronvolts: Double) -> LithiophilicFramework {
      let overpotential = Framework.nucleationOverpotential(bindingEnergy: Quantity(electronvolts, .electronvolt))
      return LithiophilicFramework(
        arrangement: .homogeneous, areaRatio: 40,
        sites: [Self.site(1, millivolts: overpotential.value(in: .millivolt), capacity: 20)])
    }
    #expect(cloth(-1.63).morphology(after: 36_000, at: 10, temperature: 298.15) == .disordered)
    #expect(cloth(-3.64).morphology(after: 36_000, at: 10, temperature: 298.15) == .coated)
  }

  @Test("The quick answer is that of the filling", arguments: 0..<3)
  func quickAnswer(index: Int) {
    let framework = Self.all[index]
    for capacity in stride(from: 0.25, to: 14, by: 0.5) {
      let quick = framework.morphology(after: capacity * Self.milliHour, at: 10, temperature: 298.15)
      #expect(quick == framework.morphology(of: filled(framework, capacity)), "\(capacity)")
    }
  }

  @Test("Charge is conserved, nothing goes below zero, and one step is as good as many", arguments: 0..<3)
  func conservation(index: Int) {
    let framework = Self.all[index]
    var dice = SplitMix(state: UInt64(index))
    var filling = FrameworkFilling()
    var held = 0.0
    for _ in 0..<2000 {
      let charge = exp(Double.random(in: -5...11, using: &dice))
      let salt = Double.random(in: 0...1, using: &dice)
      if Bool.random(using: &dice) {
        let current = exp(Double.random(in: -5...9, using: &dice))
        filling.plate(charge, at: current, in: framework, temperature: 298.15, relativeConcentration: salt)
        held += charge
      } else {
        held -= filling.strip(charge)
      }
      #expect(abs(filling.total - held) < 1e-6)
      #expect(filling.overflow >= 0 && filling.amounts.min() >= 0)
      #expect(!any(filling.amounts .> framework.elements.capacities))
    }
    var stepwise = FrameworkFilling()
    for _ in 0..<700 { stepwise.plate(0.01 * Self.milliHour, at: 10, in: framework, temperature: 298.15) }
    let atOnce = filled(framework, 7)
    #expect((stepwise.amounts - atOnce.amounts).max() < 1e-6 && abs(stepwise.overflow - atOnce.overflow) < 1e-6)
  }

  @Test("Fibres thicken as the table says")
  func fibres() throws {
    for row in try Table("fibre_growth").rows {
      let capacity = Quantity<ArealCapacity>(Double(row[0]) ?? .nan, .milliampereHourPerSquareCentimetre)
      // The table holds five decimals; the lengths per footprint four digits (the first is that of 9.81 µm at 5 mAh/cm²).
      for (column, length) in [(1, 1.4899e6), (2, 1.1240e6)] {
        let fibre = FibreGrowth(bareDiameter: Quantity(8.69, .micrometre), lengthPerFootprint: length)
        let expected = Double(row[column]) ?? .nan
        #expect(abs(fibre.diameter(after: capacity).value(in: .micrometre) - expected) < 5e-4, "\(row)")
      }
    }
    let fibre = FibreGrowth(bareDiameter: Quantity(8.69, .micrometre), areaRatio: 40.7)
    #expect(abs(fibre.areaRatio() - 40.7) < 1e-9)
    #expect(abs(fibre.lengthPerFootprint / 1.490e6 - 1) < 2e-3)
  }
}
