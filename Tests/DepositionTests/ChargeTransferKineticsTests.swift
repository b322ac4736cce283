import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Charge transfer at an electrode")
struct ChargeTransferKineticsTests {
  static let temperature = Quantity<Temperature>(25, .celsius)
  static let laws: [ChargeTransferKinetics.Law] = [
    .butlerVolmer, .marcusHushChidsey(reorganisationEnergy: Quantity(0.3, .electronvolt)),
  ]

  static func kinetics(_ law: ChargeTransferKinetics.Law, exchange: Double = 10) -> ChargeTransferKinetics {
    ChargeTransferKinetics(law: law, exchangeCurrentDensity: Quantity(si: exchange), temperature: temperature)
  }

  @Test("Butler–Volmer through it is Butler–Volmer to the bit")
  func butlerVolmer() {
    let (through, plain) = (
      Self.kinetics(.butlerVolmer),
      ButlerVolmer(exchangeCurrentDensity: Quantity(si: 10), temperature: Self.temperature)
    )
    for current in [-1e6, -93.7, -1e-9, 0, 0.3, 17, 1e4] {
      for relative in [1e-6, 0.31, 1, 1.9] {
        let eta = through.overpotential(at: current, relativeConcentration: relative, areaRatio: 1)
        #expect(eta == plain.overpotential(at: current, relativeConcentration: relative))
        #expect(
          through.current(at: eta, relativeConcentration: relative, areaRatio: 1)
            == plain.current(at: eta, relativeConcentration: relative))
        #expect(
          through.differentialResistance(at: current, relativeConcentration: relative, areaRatio: 1)
            == plain.differentialResistance(at: current, relativeConcentration: relative))
      }
    }
  }

  @Test("An active area acts on the exchange current", arguments: laws)
  func area(law: ChargeTransferKinetics.Law) {
    let (small, large) = (Self.kinetics(law), Self.kinetics(law, exchange: 30))
    for current in [-200.0, -3, 0.1, 40] {
      let expected = large.overpotential(at: current, relativeConcentration: 0.5, areaRatio: 1)
      let found = small.overpotential(at: current, relativeConcentration: 0.5, areaRatio: 3)
      #expect(abs(found / expected - 1) < 1e-12)
    }
  }

  @Test("Current inverts overpotential, and the resistance is its slope", arguments: laws)
  func consistent(law: ChargeTransferKinetics.Law) {
    let kinetics = Self.kinetics(law)
    for current in [-300.0, -80, -2, -1e-3, 1e-3, 5, 120] {
      for (relative, area) in [(1.0, 1.0), (0.2, 0.3), (1.5, 4)] {
        func overpotential(_ current: Double) -> Double {
          kinetics.overpotential(at: current, relativeConcentration: relative, areaRatio: area)
        }
        let back = kinetics.current(at: overpotential(current), relativeConcentration: relative, areaRatio: area)
        #expect(abs(back / current - 1) < 1e-5)
        let step = 1e-4 * current
        let slope = (overpotential(current + step) - overpotential(current - step)) / (2 * step)
        let resistance = kinetics.differentialResistance(at: current, relativeConcentration: relative, areaRatio: area)
        #expect(abs(resistance / slope - 1) < 1e-4)
      }
    }
  }

  @Test("Finite at ten volts and at any current", arguments: laws)
  func finite(law: ChargeTransferKinetics.Law) {
    for exchange in [1e-9, 10] {
      let kinetics = Self.kinetics(law, exchange: exchange)
      for value in [-1e6, -10, 0, 10, 1e6] {
        let overpotential = kinetics.overpotential(at: value, relativeConcentration: 1e-6, areaRatio: 1e-9)
        let current = kinetics.current(at: value, relativeConcentration: 1e-6, areaRatio: 1e-9)
        #expect(overpotential.isFinite && current.isFinite)
      }
    }
  }

  @Test("Written and read it is the same", arguments: laws)
  func coding(law: ChargeTransferKinetics.Law) throws {
    let kinetics = Self.kinetics(law)
    let read = try JSONDecoder().decode(ChargeTransferKinetics.self, from: JSONEncoder().encode(kinetics))
    #expect(read == kinetics && read.hashValue == kinetics.hashValue)
    #expect(read != Self.kinetics(law, exchange: 11))
  }

  @Test("The measured kinetics are the table's fits to the digits that the points bear")
  func measured() throws {
    let table = try Table("boyle_fit")
    #expect(table.rows.count == MeasuredKinetics.allCases.count)
    for row in table.rows {
      let electrolyte = try #require(MeasuredKinetics(rawValue: row[0]))
      let exchange = try #require(table.number(row, 5))
      let energy = try #require(table.number(row, 6))
      let found = electrolyte.exchangeCurrentDensity.value(in: .milliamperePerSquareCentimetre)
      #expect(abs(found / exchange - 1) < 5e-3)
      #expect(abs(electrolyte.reorganisationEnergy.value(in: .electronvolt) - energy) < 6e-4)
      // The fit passes the largest current that was measured within three of its residuals.
      let largest = try #require(table.number(row, 4))
      let residual = try #require(table.number(row, 7))
      let ends = try [2, 3].map { column in
        let eta = try #require(table.number(row, column))
        return electrolyte.kinetics.current(at: eta, relativeConcentration: 1, areaRatio: 1).magnitude / 10
      }
      #expect(abs((ends.max() ?? 0) - largest) < 3 * residual)
    }
  }
}
