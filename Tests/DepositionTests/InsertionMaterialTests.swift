import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Positive electrodes at rest")
struct InsertionMaterialTests {
  @Test("Potentials and slopes agree with the published functions")
  func table() throws {
    let table = try Table("insertion_potential")
    #expect(Set(table.rows.map { $0[0] }) == Set(InsertionMaterial.allCases.map(\.rawValue)))
    for row in table.rows {
      let material = try #require(InsertionMaterial(rawValue: row[0]))
      let x = try #require(table.number(row, 1))
      #expect(abs(material.potential(x) - (try #require(table.number(row, 2)))) < 2e-10, "\(row)")
      #expect(abs(material.slope(x) / (try #require(table.number(row, 3))) - 1) < 1e-4, "\(row)")
    }
  }

  @Test("The potential falls everywhere and has no kink", arguments: InsertionMaterial.allCases)
  func falls(material: InsertionMaterial) {
    let step = 1e-4
    for index in -20_000...30_000 {
      let x = Double(index) * step
      let (here, next) = (material.potential(x), material.potential(x + step))
      #expect(here.isFinite && next < here)
      let mean = 0.5 * (material.slope(x) + material.slope(x + step))
      #expect(abs((next - here) / step - mean) < 0.02, "x \(x)")
    }
    for x in [-1e30, 1e30] { #expect(material.potential(x).isFinite && material.slope(x) < 0) }
  }

  @Test("Every voltage limit is met near an empty or a full lattice", arguments: InsertionMaterial.allCases)
  func ends(material: InsertionMaterial) {
    #expect(material.potential(-0.1) > 5)
    #expect(material.potential(1.1) < 0)
    for volts in [-20.0, 0, 2.5, 3.3, 3.4, 3.7, 4.2, 5, 60] {
      let x = material.stoichiometry(at: Quantity(si: volts))
      #expect(abs(material.potential(x) - volts) < 1e-10)
    }
  }

  @Test("Stoichiometries at common voltage limits")
  func limits() {
    let (lfp, nmc) = (InsertionMaterial.lfp, InsertionMaterial.nmc811)
    #expect(abs(lfp.stoichiometry(at: Quantity(si: 3.65)) - 0.004826851826) < 1e-11)
    #expect(abs(lfp.stoichiometry(at: Quantity(si: 2.5)) - 0.999531556925) < 1e-11)
    #expect(abs(nmc.stoichiometry(at: Quantity(si: 4.3)) - 0.261339771389) < 1e-11)
    #expect(abs(nmc.stoichiometry(at: Quantity(si: 4.2)) - 0.304627556357) < 1e-11)
    #expect(abs(nmc.stoichiometry(at: Quantity(si: 3.6)) - 0.860693645198) < 1e-11)
  }

  @Test("Exchange current densities of the published sets")
  func exchange() {
    func exchange(_ material: InsertionMaterial, kelvin: Double) -> Double {
      material.exchangeCurrentDensity(saltConcentration: Quantity(si: 1000), temperature: Quantity(si: kelvin)).si
    }
    #expect(abs(exchange(.lfp, kelvin: 298.15) / 0.216356713 - 1) < 1e-8)
    #expect(abs(exchange(.nmc811, kelvin: 298.15) / 3.412345518 - 1) < 1e-8)
    #expect(abs(exchange(.nmc811, kelvin: 308.15) / exchange(.nmc811, kelvin: 298.15) - 1.262403770) < 1e-8)
  }
}
