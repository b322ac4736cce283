import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Nuclei: sizes, barriers, regimes")
struct NucleationTests {
  static let temperature = Quantity<Temperature>(25, .celsius)

  static func classical(degrees: Double) -> ClassicalNucleation {
    ClassicalNucleation(
      surfaceEnergy: Quantity(si: 0.5), contactAngle: degrees * .pi / 180, temperature: temperature)
  }

  @Test("Dense lithium: 4.85 µm for 1 mAh/cm²")
  func lithium() {
    let thickness = Lithium.thickness(of: Quantity(1, .milliampereHourPerSquareCentimetre))
    #expect(abs(thickness.value(in: .micrometre) - 4.8498) < 1e-4)
    #expect(abs(Lithium.molarVolume - 1.2998e-5) < 1e-9)
  }

  @Test("Critical radii and barriers agree with every row of the table")
  func classicalTable() throws {
    let table = try Table("nucleation_classical")
    #expect(table.rows.count == 63)
    for row in table.rows {
      func agrees(_ value: Double, _ column: Int) throws -> Bool {
        let expected = try #require(table.number(row, column))
        return abs(value - expected) <= 6e-6 * expected
      }
      let nucleation = Self.classical(degrees: try #require(table.number(row, 0)))
      let eta = Quantity<Voltage>(try #require(table.number(row, 2)), .millivolt)
      #expect(try agrees(nucleation.wettingFactor, 1))
      #expect(try agrees(nucleation.criticalRadius(at: eta).si * 1e9, 3))
      #expect(try agrees(nucleation.barrier(at: -eta).si, 4))
      #expect(try agrees(nucleation.barrier(at: eta).value(in: .electronvolt), 5))
      #expect(try agrees(nucleation.reducedBarrier(at: eta), 6))
    }
  }

  @Test("No overpotential, no nucleus; full wetting, no barrier")
  func classicalLimits() {
    #expect(Self.classical(degrees: 90).criticalRadius(at: .zero).si == .infinity)
    #expect(Self.classical(degrees: 90).barrier(at: .zero).si == .infinity)
    #expect(Self.classical(degrees: 0).barrier(at: .zero) == .zero)
    // The negative result: at 90° and 40 mV nothing would nucleate.
    #expect(Self.classical(degrees: 90).reducedBarrier(at: Quantity(40, .millivolt)) > 2800)
  }

  @Test("The five regimes of Ely and García")
  func regimes() {
    // r* at 40 mV is 3.37 nm, at 150 mV 0.90 nm.
    let regimes = ElyGarcia(
      nucleation: Self.classical(degrees: 60), kineticRadius: Quantity(si: 10e-9),
      asymptoticRadius: Quantity(si: 1e-6), characteristicOverpotential: Quantity(50, .millivolt))
    func regime(_ nanometres: Double, _ millivolts: Double) -> ElyGarcia.Regime {
      regimes.regime(of: Quantity(si: nanometres * 1e-9), at: Quantity(millivolts, .millivolt))
    }
    #expect(regimes.criticalOverpotential.value(in: .millivolt) == 100)
    #expect(regime(3.3, 40) == .suppression)
    #expect(regime(3.4, 40) == .longIncubation)
    #expect(regime(3.3, -99) == .longIncubation)
    #expect(regime(3.3, 101) == .shortIncubation)
    #expect(regime(0.8, 150) == .suppression)
    #expect(regime(0.95, -150) == .shortIncubation)
    #expect(regime(11, 40) == .earlyGrowth)
    #expect(regime(999, 150) == .earlyGrowth)
    #expect(regime(1001, 150) == .lateGrowth)
    #expect(regime(1001, 0) == .suppression)
  }

  @Test("Pei: r ∝ 1/|η| and N ∝ |η|³ at a fixed capacity, and no lithium is lost")
  func scaling() {
    let scaling = PeiScaling(
      referenceDensity: Quantity(6e7, .perSquareCentimetre), referenceOverpotential: Quantity(65, .millivolt))
    let plated = 3600.0
    #expect(abs(scaling.density(at: -0.065) / 6e11 - 1) < 1e-12)
    var products = Set<Int>()
    for eta in [0.02, 0.05, 0.1, 0.4, 10] {
      let density = scaling.density(at: eta)
      let radius = PeiScaling.radius(density: density, plated: plated)
      #expect(abs(density / 6e11 / pow(eta / 0.065, 3) - 1) < 1e-12)
      products.insert(Int((radius * eta * 1e15).rounded()))
      let volume = density * 2 / 3 * .pi * radius * radius * radius
      #expect(abs(volume / Lithium.thickness(of: Quantity(si: plated)).si - 1) < 1e-12)
    }
    #expect(products.count == 1)
  }

  @Test("The calibration: at 0.1 mAh/cm² nuclei of 0.727 µm cover the substrate")
  func calibration() {
    let eta = Quantity<Voltage>(64.7, .millivolt)
    let scaling = PeiScaling(covering: Quantity(0.1, .milliampereHourPerSquareCentimetre), at: eta)
    #expect(scaling == PeiScaling(at: eta))
    #expect(abs(scaling.referenceDensity.value(in: .perSquareCentimetre) / 6.0e7 - 1) < 5e-3)
    let density = scaling.density(at: eta.si)
    let radius = PeiScaling.radius(density: density, plated: 3600)
    #expect(abs(radius * 1e6 - 0.727) < 5e-4)
    #expect(abs(PeiScaling.coverage(density: density, radius: radius) - 1) < 1e-12)
    // Half the overpotential: larger, fewer, and apart.
    let sparse = scaling.density(at: eta.si / 2)
    let large = PeiScaling.radius(density: sparse, plated: 3600)
    #expect(abs(PeiScaling.coverage(density: sparse, radius: large) - 0.5) < 1e-12)
  }

  @Test("Both transients agree with every row of the table")
  func transients() throws {
    let table = try Table("scharifker_hills")
    #expect(table.rows.count == 14)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      #expect(abs(ScharifkerHills.instantaneous(try cell(0)) / (try cell(1)) - 1) < 5e-8)
      #expect(abs(ScharifkerHills.progressive(try cell(0)) / (try cell(2)) - 1) < 5e-8)
    }
    #expect(ScharifkerHills.instantaneous(0) == 0 && ScharifkerHills.progressive(0) == 0)
    // Early on the current grows as √t and as t^1.5, so its square as t and as t³; late both fall by Cottrell.
    #expect(abs(ScharifkerHills.instantaneous(2e-6) / ScharifkerHills.instantaneous(1e-6) - 2) < 1e-5)
    #expect(abs(ScharifkerHills.progressive(2e-3) / ScharifkerHills.progressive(1e-3) - 8) < 1e-4)
    #expect(abs(ScharifkerHills.instantaneous(2e3) / ScharifkerHills.instantaneous(1e3) - 0.5) < 1e-12)
    #expect(abs(ScharifkerHills.progressive(2e3) / ScharifkerHills.progressive(1e3) - 0.5) < 1e-12)
  }

  @Test("Lithium nucleates on lithium above its threshold only, and the next layer holds its lithium")
  func homogeneous() throws {
    let nucleation = HomogeneousNucleation(
      nucleationOverpotential: Quantity(20, .millivolt),
      scaling: PeiScaling(
        referenceDensity: Quantity(si: 1e12), referenceOverpotential: Quantity(40, .millivolt)))
    #expect(nucleation.density(at: 0.02) == 0 && nucleation.density(at: -0.0199) == 0)
    #expect(abs(nucleation.density(at: -0.06) / 1e12 - 1) < 1e-12)
    // No jump at the threshold.
    #expect(nucleation.density(at: 0.02 + 1e-6) < 1e12 * 1e-12)
    #expect(nucleation.density(at: 0.05) > nucleation.density(at: 0.021))
    let (below, plated) = (6e11, 3600.0)
    let radius = PeiScaling.radius(density: below, plated: plated)
    for eta in [0.021, 0.04, 0.1] {
      let offspring = nucleation.offspring(radius: radius, at: eta)
      #expect(abs(offspring / (2 * .pi * radius * radius * nucleation.density(at: eta)) - 1) < 1e-12)
      // The same from the balance of the second layer alone.
      let above = PeiScaling.radius(density: below * offspring, plated: 0.4 * plated)
      let ratio = try #require(HomogeneousNucleation.sizeRatio(offspring: offspring, capacityRatio: 0.4))
      #expect(abs(ratio * radius / above - 1) < 1e-12)
      #expect((ratio > 1) == (offspring < 0.4))
    }
    #expect(HomogeneousNucleation.sizeRatio(offspring: 0, capacityRatio: 1) == nil)
  }
}
