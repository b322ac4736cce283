import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Electrolytes over concentration and temperature")
struct ElectrolyteFitTests {
  @Test("Nyman's and Landesfeind and Gasteiger's fits agree with the table in every row")
  func table() throws {
    let table = try Table("nyman_landesfeind")
    #expect(table.rows.count == 55)
    let nyman = Nyman()
    for row in table.rows {
      let cells = try (0..<8).map { column in try #require(table.number(row, column)) }
      let (c, T) = (cells[0], cells[1])
      let fit = LandesfeindGasteiger(temperature: Quantity(si: T))
      #expect(abs(nyman.diffusivity(c) / cells[2] - 1) < 6e-8)
      #expect(abs(nyman.conductivity(c) / cells[3] - 1) < 2e-7)
      #expect(abs(fit.diffusivity(c) / cells[4] - 1) < 6e-8)
      #expect(abs(fit.conductivity(c) / cells[5] - 1) < 6e-8)
      #expect(abs(fit.thermodynamicFactor(c) / cells[6] - 1) < 6e-8)
      #expect(abs(fit.cationTransferenceNumber(c) / cells[7] - 1) < 6e-8)
      let factor = (1 - cells[7]) * cells[6]
      #expect(abs(fit.diffusionFactor(c) / factor - 1) < 2e-7)
      #expect(nyman.diffusionFactor(c) == 1 - 0.2594)
      #expect(nyman.cationTransferenceNumber(c) == 0.2594)
    }
  }

  @Test("A fit names the temperatures it was measured at")
  func temperatures() {
    #expect(ElectrolyteFit.nyman2008.temperatures == 297.65...298.65)
    #expect(ElectrolyteFit.landesfeindGasteiger2019.temperatures == 263.15...323.15)
    let cold = LandesfeindGasteiger(temperature: Quantity(si: 100))
    #expect(cold == LandesfeindGasteiger(temperature: Quantity(si: 263.15)))
    #expect(cold.cationTransferenceNumber(1000) < -0.38)
  }

  @Test("Near 25 °C the fits go with temperature by the activation energies that are named")
  func activationEnergies() {
    func energy(_ property: (Double) -> Double) -> Double {
      let (low, high) = (297.15, 299.15)
      return PhysicalConstants.gas * log(property(high) / property(low)) / (1 / low - 1 / high)
    }
    let D = energy { ValoenReimers(temperature: Quantity(si: $0)).diffusivity(1000) }
    let kappa = energy { ValoenReimers(temperature: Quantity(si: $0)).conductivity(1000) }
    let D2 = energy { LandesfeindGasteiger(temperature: Quantity(si: $0)).diffusivity(1000) }
    let kappa2 = energy { LandesfeindGasteiger(temperature: Quantity(si: $0)).conductivity(1000) }
    #expect(abs(D - 22.3e3) < 100 && abs(kappa - 13.0e3) < 100, "\(D) \(kappa)")
    #expect(abs(D2 - 17.0e3) < 100 && abs(kappa2 - 11.9e3) < 100, "\(D2) \(kappa2)")
  }

  @Test("The Arrhenius scaling leaves the reference alone and undoes itself")
  func arrhenius() {
    let scaling = ArrheniusScaling(activationEnergy: 50e3)
    let exchange = Quantity<CurrentDensity>(si: 10)
    #expect(scaling.value(exchange, at: Quantity(si: 298.15)).si == 10)
    // exp(50000/8.314463 (1/298.15 − 1/308.15)), by hand.
    #expect(abs(scaling.factor(at: Quantity(si: 308.15)) - 1.9243) < 2e-4)
    let back = ArrheniusScaling(activationEnergy: 50e3, referenceTemperature: Quantity(si: 308.15))
    let there = scaling.value(exchange, at: Quantity(si: 308.15))
    #expect(abs(back.value(there, at: Quantity(si: 298.15)).si - 10) < 1e-12)
    #expect(scaling.factor(at: .zero) == 1)
  }
}
