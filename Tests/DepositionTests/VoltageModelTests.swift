import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Overpotentials and fits")
struct VoltageModelTests {
  let temperature = Quantity<Temperature>(25, .celsius)

  @Test("The thermal voltage at 25 °C")
  func thermal() { #expect(abs(thermalVoltage(at: temperature) - 0.0256926) < 1e-7) }

  @Test("Charge transfer, diffusion and ohmic parts agree with the table")
  func parts() throws {
    let table = try Table("voltage_reference")
    let kinetics = ButlerVolmer(exchangeCurrentDensity: Quantity(si: 10), temperature: temperature)
    let ohm = OhmicDrop.resistance(conductivity: Quantity(si: 1), gap: referenceDiffusion.gap).si
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let (J, cs, cL) = (try cell(1), try cell(5), try cell(6))
      // The table's concentrations carry nine digits, which is 1e-7 V where little salt is left.
      let diffusion = DiffusionPotential.voltage(
        between: cL, and: cs, anionTransferenceNumber: 0.62, temperature: temperature)
      #expect(abs(diffusion - (try cell(7))) < 2e-7)
      #expect(abs(J * ohm - (try cell(8))) < 2e-9)
      #expect(abs(kinetics.overpotential(at: J, relativeConcentration: cs) - (try cell(11))) < 2e-7)
      #expect(abs(kinetics.overpotential(at: J, relativeConcentration: cL) - (try cell(12))) < 2e-7)
    }
  }

  @Test("The overpotential is that of the library's asinh, for currents and concentrations of any size and sign")
  func overpotential() {
    let kinetics = ButlerVolmer(exchangeCurrentDensity: Quantity(si: 10), temperature: temperature)
    for relative in [1e-6, 0.003, 0.7, 1, 1.9] {
      for exponent in stride(from: -12.0, through: 200, by: 0.37) {
        let current = pow(10, exponent)
        // Beyond 1e150 the library's argument would overflow: there asinh x is ln 2x.
        let x = current / (20 * relative.squareRoot())
        let expected = 2 * thermalVoltage(at: temperature) * (x < 1e150 ? asinh(x) : log(2) + log(x))
        let found = kinetics.overpotential(at: current, relativeConcentration: relative)
        #expect(abs(found / expected - 1) < 5e-15, "\(current) \(relative)")
        #expect(kinetics.overpotential(at: -current, relativeConcentration: relative) == -found)
      }
      #expect(kinetics.overpotential(at: 0, relativeConcentration: relative) == 0)
    }
  }

  @Test("The fit of Valøen and Reimers agrees with the table")
  func valoenReimers() throws {
    let table = try Table("valoen_reimers")
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let c = try cell(0)
      guard c <= 4000 else { continue }
      let fit = ValoenReimers(temperature: Quantity(si: try cell(1)))
      #expect(abs(fit.diffusivity(c) / (try cell(2)) - 1) < 1e-7)
      #expect(abs(fit.conductivity(c) / (try cell(3)) - 1) < 1e-7)
      #expect(abs(fit.diffusionFactor(c) / (try cell(4)) - 1) < 1e-7)
    }
  }

  @Test("Every fit stays positive and finite for any concentration", arguments: ElectrolyteFit.allCases)
  func fitsAreTame(fit: ElectrolyteFit) {
    for kelvin in [1.0, 253.15, 298.15, 1000] {
      let properties = fit.properties(at: Quantity(si: kelvin))
      for c in [-1e30, -1.0, 0, 1e-9, 1000, 4000, 1e30] {
        #expect(properties.diffusivity(c) > 0 && properties.diffusivity(c) < 1e-6)
        #expect(properties.conductivity(c) >= 0 && properties.conductivity(c).isFinite)
        // Below zero where ion pairs carry lithium backwards; the equations need 1 − t₊ above zero and nothing else.
        #expect(properties.cationTransferenceNumber(c) < 1 && properties.cationTransferenceNumber(c) > -1)
        #expect(properties.diffusionFactor(c).isFinite)
      }
    }
  }

  @Test("The space-charge layer agrees with the table of Mott–Gurney layers")
  func spaceCharge() throws {
    let table = try Table("chazalviel")
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let layer = SpaceCharge(
        permittivity: try cell(0), diffusivity: Quantity(si: try cell(2)), anionTransferenceNumber: 1 - (try cell(3)),
        gap: Gap(thickness: Quantity(si: 1e-3)), temperature: temperature)
      let voltage = layer.voltage(at: try cell(5), thickness: try cell(10) * 1e-9)
      #expect(abs(voltage / (try cell(9)) - 1) < 1e-4)
    }
  }

  @Test("The layer begins where the salt ends")
  func spaceChargeState() {
    #expect(SpaceCharge.State(relativeConcentration: 0.05) == .ok)
    #expect(SpaceCharge.State(relativeConcentration: 0.049) == .depleting)
    #expect(SpaceCharge.State(relativeConcentration: 1e-6) == .spaceCharge)
    #expect(SpaceCharge.State(relativeConcentration: -3) == .spaceCharge)
    #expect(SpaceCharge.thickness(surfaceConcentration: 1e-9, gradient: 1) == 0)
    #expect(SpaceCharge.thickness(surfaceConcentration: -2, gradient: 4) == 0.5)
  }
}
