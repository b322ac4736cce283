import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Marcus–Hush–Chidsey kinetics")
struct MarcusHushChidseyTests {
  static let temperature = Quantity<Temperature>(25, .celsius)
  static let thermal = thermalVoltage(at: temperature)

  static func kinetics(_ electronvolts: Double, exchange: Double = 1, kelvin: Double = 298.15) -> MarcusHushChidsey {
    MarcusHushChidsey(
      reorganisationEnergy: Quantity(electronvolts, .electronvolt), exchangeCurrentDensity: Quantity(si: exchange),
      temperature: Quantity(si: kelvin))
  }

  @Test("The integral, Marcus and Butler–Volmer agree with every row of the table")
  func table() throws {
    let table = try Table("kinetics_mhc")
    #expect(table.rows.count == 36)
    let butlerVolmer = ButlerVolmer(exchangeCurrentDensity: Quantity(si: 1), temperature: Self.temperature)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let (law, eta) = (Self.kinetics(try cell(0)), try cell(1) * 1e-3)
      let butlerVolmerCurrent = butlerVolmer.current(at: eta, relativeConcentration: 1)
      // Eight digits are given: 5e-8 where the first is a one.
      #expect(abs(law.exactCurrent(at: eta) / (try cell(2)) - 1) < 5e-8)
      #expect(abs(law.marcusCurrent(at: eta) / (try cell(4)) - 1) < 5e-8)
      #expect(abs(butlerVolmerCurrent / (try cell(5)) - 1) < 5e-8)
      #expect(law.exactCurrent(at: -eta) == -law.exactCurrent(at: eta))
      // The last row of 0.2 eV lies in the continuation, at 99.995 % of the limit.
      guard try cell(2) < 0.999 * law.limitingCurrentDensity.si else { continue }
      #expect(abs(law.current(at: eta, relativeConcentration: 1) / (try cell(2)) - 1) < 1e-6)
      #expect(abs(law.overpotential(at: try cell(2), relativeConcentration: 1) / eta - 1) < 1e-5)
    }
  }

  @Test("The table of a cell gives the overpotential to 1e-5", arguments: [0.02, 0.1, 0.2, 0.26, 0.5, 1, 4])
  func inverse(electronvolts: Double) {
    for kelvin in [253.15, 298.15, 333.15] {
      let law = Self.kinetics(electronvolts, exchange: 3, kelvin: kelvin)
      let limit = law.limitingCurrentDensity.si
      var worst = 0.0
      for eta in stride(from: 1e-4, to: 1.5, by: 1.7e-3) {
        let current = law.exactCurrent(at: eta)
        guard current < 0.999 * limit else { break }
        let found = law.overpotential(at: current, relativeConcentration: 1)
        worst = max(worst, abs(found / eta - 1))
        #expect(law.overpotential(at: -current, relativeConcentration: 1) == -found)
        #expect(abs(law.current(at: eta, relativeConcentration: 1) / current - 1) < 1e-5)
      }
      #expect(worst < 1e-5, "\(worst) at \(kelvin) K")
    }
  }

  @Test("There and back again, in the continuation too")
  func roundTrip() {
    for electronvolts in [0.05, 0.2, 0.5, 2] {
      let law = Self.kinetics(electronvolts, exchange: 7)
      for eta in stride(from: -10.0, through: 10, by: 0.0137) {
        let back = law.overpotential(at: law.current(at: eta, relativeConcentration: 0.3), relativeConcentration: 0.3)
        #expect(abs(back - eta) < 1e-5 * eta.magnitude)
      }
    }
  }

  @Test("The slope at rest is that of the exchange current, RT/(F i₀)", arguments: [0.1, 0.3, 1])
  func slopeAtRest(electronvolts: Double) {
    let law = Self.kinetics(electronvolts, exchange: 20)
    #expect(abs(law.exactCurrent(at: 1e-7) / 1e-7 * Self.thermal / 20 - 1) < 1e-9)
    #expect(abs(law.differentialResistance(at: 0, relativeConcentration: 1) / (Self.thermal / 20) - 1) < 1e-12)
    #expect(law.overpotential(at: 0, relativeConcentration: 1) == 0)
    // i₀ ∝ √c.
    #expect(abs(law.differentialResistance(at: 0, relativeConcentration: 0.25) / (Self.thermal / 10) - 1) < 1e-12)
  }

  @Test("It becomes Butler–Volmer as the reorganisation energy grows, as 1/λ")
  func butlerVolmerLimit() {
    let butlerVolmer = ButlerVolmer(exchangeCurrentDensity: Quantity(si: 1), temperature: Self.temperature)
    for eta in [0.001, 0.05, 0.15] {
      let limit = butlerVolmer.current(at: eta, relativeConcentration: 1)
      let errors = [1.0, 2, 4].map { abs(Self.kinetics($0).exactCurrent(at: eta) / limit - 1) }
      for (coarse, fine) in zip(errors, errors.dropFirst()) { #expect((1.7...2.3).contains(coarse / fine)) }
      #expect(errors[2] < 0.06)
    }
  }

  @Test("The limiting current is that of the whole Gaussian")
  func limit() {
    for electronvolts in [0.1, 0.3, 1] {
      let law = Self.kinetics(electronvolts)
      #expect(abs(law.exactCurrent(at: 4 * electronvolts + 1) / law.limitingCurrentDensity.si - 1) < 1e-9)
    }
  }

  @Test("Finite and rising for any current and any overpotential", arguments: [1e-6, 0.05, 0.2, 0.5, 2, 1e6])
  func monotone(electronvolts: Double) {
    for exchange in [1e-9, 1.0, 1e3] {
      let law = Self.kinetics(electronvolts, exchange: exchange)
      var (lastCurrent, lastOverpotential) = (0.0, 0.0)
      for step in 1...4000 {
        let current = law.current(at: 0.0025 * Double(step), relativeConcentration: 1)
        #expect(current > lastCurrent && current.isFinite)
        lastCurrent = current
        let magnitude = 1e-9 * exp(Double(step) * log(1e15) / 4000)
        let overpotential = law.overpotential(at: magnitude, relativeConcentration: 1e-6)
        #expect(overpotential > lastOverpotential && overpotential.isFinite)
        lastOverpotential = overpotential
        let resistance = law.differentialResistance(at: -magnitude, relativeConcentration: 1e-6)
        #expect(resistance > 0 && resistance.isFinite)
      }
    }
  }

  @Test("The table is not written, and is there again after reading")
  func coding() throws {
    let law = Self.kinetics(0.3, exchange: 20)
    let data = try JSONEncoder().encode(law)
    #expect(data.count < 150)
    let read = try JSONDecoder().decode(MarcusHushChidsey.self, from: data)
    #expect(read == law && read.hashValue == law.hashValue)
    #expect(
      read.overpotential(at: 55, relativeConcentration: 0.7) == law.overpotential(at: 55, relativeConcentration: 0.7))
    #expect(read != Self.kinetics(0.31, exchange: 20))
  }
}
