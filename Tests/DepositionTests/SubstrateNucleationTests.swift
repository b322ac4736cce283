import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Nucleation dip and plateau")
struct SubstrateNucleationTests {
  static func kinetics(
    exchange: Double = 10, law: ChargeTransferKinetics.Law = .butlerVolmer
  ) -> ChargeTransferKinetics {
    ChargeTransferKinetics(
      law: law, exchangeCurrentDensity: Quantity(si: exchange), temperature: Quantity(25, .celsius))
  }

  @Test("Radius, area, coverage and overpotential agree with every row of the table")
  func table() throws {
    let table = try Table("nucleation_dip")
    #expect(table.rows.count == 81)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let (density, current, plated) = (try cell(0), try cell(1), try cell(4))
      let substrate = SubstrateNucleation(nucleationOverpotential: Quantity(si: try cell(3)))
      let found = substrate.plating(
        at: current, density: density, plated: plated, relativeConcentration: 1,
        kinetics: Self.kinetics(exchange: try cell(2)))
      let coverage = SubstrateNucleation.coverage(density: density, plated: plated)
      // Six digits are given: 5e-6 where the first is a one.
      #expect(abs(PeiScaling.radius(density: density, plated: plated) * 1e6 / (try cell(6)) - 1) < 5e-6)
      #expect(abs(found.areaRatio / (try cell(7)) - 1) < 5e-6)
      #expect(abs(coverage / (try cell(8)) - 1) < 5e-6)
      #expect(abs(found.overpotential / (try cell(9)) - 1) < 5e-6)
    }
  }

  @Test(
    "From the dip to the plateau and never back",
    arguments: [.butlerVolmer, .marcusHushChidsey(reorganisationEnergy: Quantity(0.3, .electronvolt))]
      as [ChargeTransferKinetics.Law])
  func course(law: ChargeTransferKinetics.Law) {
    let kinetics = Self.kinetics(law: law)
    let substrate = SubstrateNucleation(nucleationOverpotential: Quantity(40, .millivolt))
    let dip = substrate.onset(at: 10, relativeConcentration: 1, kinetics: kinetics)
    let plateau = kinetics.overpotential(at: 10, relativeConcentration: 1, areaRatio: 1)
    #expect(abs(dip - plateau - 0.04) < 1e-15)
    var last = (areaRatio: 0.0, overpotential: dip)
    for step in 0...600 {
      let plated = 1e-3 * pow(10, Double(step) / 80)
      let found = substrate.plating(
        at: 10, density: 1e12, plated: plated, relativeConcentration: 1, kinetics: kinetics)
      #expect(found.areaRatio >= last.areaRatio && found.overpotential <= last.overpotential)
      #expect(found.overpotential >= plateau)
      last = found
    }
    #expect(last.areaRatio == 1 && last.overpotential == plateau)
  }

  @Test("A lithiophilic substrate has no dip")
  func lithiophilic() {
    let substrate = SubstrateNucleation(nucleationOverpotential: .zero)
    let plateau = Self.kinetics().overpotential(at: 30, relativeConcentration: 0.5, areaRatio: 1)
    for plated in [0, 1, 1e4] {
      let found = substrate.plating(
        at: 30, density: 1e11, plated: plated, relativeConcentration: 0.5, kinetics: Self.kinetics())
      #expect(found.overpotential == plateau)
    }
  }

  @Test("Finite with nothing plated, with nothing flowing, and far off")
  func finite() {
    let substrate = SubstrateNucleation(nucleationOverpotential: Quantity(40, .millivolt))
    for law: ChargeTransferKinetics.Law in [
      .butlerVolmer, .marcusHushChidsey(reorganisationEnergy: Quantity(0.2, .electronvolt)),
    ] {
      for (current, density, plated) in [(0, 1e11, 0), (1e6, 1, 0), (1e6, 1e20, 1e9), (0.0, 1e11, -1e-12)] {
        let found = substrate.plating(
          at: current, density: density, plated: plated, relativeConcentration: 1e-6,
          kinetics: Self.kinetics(law: law))
        #expect((0...1).contains(found.areaRatio) && found.areaRatio > 0)
        #expect(found.overpotential >= 0 && found.overpotential.isFinite)
        #expect((found.overpotential == 0) == (current == 0))
      }
    }
  }
}
