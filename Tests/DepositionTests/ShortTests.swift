import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Shorts")
struct ShortTests {
  let front = DendriteFront(diffusion: referenceDiffusion)

  @Test("Tips advance as in the table of fronts, with its volume fraction")
  func frontTable() throws {
    let table = try Table("chazalviel")
    #expect(table.rows.count == 40)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      var front = front
      front.diffusion.electrolyte.concentration = Quantity(si: try cell(1))
      #expect(abs(front.advance(of: try cell(5), depleted: true) * 1e6 / (try cell(7)) - 1) < 1e-5)
      #expect(abs(front.lithiumFraction / (try cell(14)) - 1) < 1e-5)
    }
  }

  @Test("A free gap of 25 µm is crossed in 0.108 mAh/cm², a separator in its porosity times that")
  func crossing() {
    var free = separatorDiffusion
    free.gap = Gap(thickness: Quantity(25, .micrometre))
    let capacity = DendriteFront(diffusion: free).crossingCapacity
    #expect(abs(capacity.value(in: .milliampereHourPerSquareCentimetre) - 0.10807) < 1e-5)
    #expect(abs(DendriteFront(diffusion: separatorDiffusion).crossingCapacity / capacity - 0.39) < 1e-12)
  }

  @Test("The front holds the lithium that was plated")
  func balance() {
    let height = front.advance(of: 1000, depleted: true)
    let plated = DeadLithium(porosity: 0).thickness(of: 1000)
    #expect(abs(height * front.lithiumFraction / plated - 1) < 1e-12)
  }

  @Test("Before depletion the deposit grows with its volume, much more slowly")
  func root() {
    let mean = DeadLithium(porosity: 0.5).thickness(of: 36_000)
    #expect(abs(front.advance(of: 36_000, depleted: false) / (2 * mean) - 1) < 1e-12)
    #expect(front.advance(of: 1, depleted: true) > 10 * front.advance(of: 1, depleted: false))
    let half = front.chargeToCross(from: 0.5e-3, depleted: false)
    #expect(abs(front.advance(of: half, depleted: false) - 0.5e-3) < 1e-15)
    #expect(front.chargeToCross(from: 2e-3, depleted: false) == 0)
  }

  @Test("A wire of 1 µm across 25 µm has 3.0 Ω, one of 10 µm 0.03 Ω, a hundred of the first as much")
  func wires() {
    func resistance(_ micrometres: Double, _ count: Double = 1) -> Double {
      InternalShort(length: Quantity(si: 25e-6), diameter: Quantity(micrometres, .micrometre), count: count)
        .resistance.si
    }
    #expect(abs(resistance(1) - 2.954) < 1e-3)
    #expect(abs(resistance(10) - 0.02954) < 1e-5)
    #expect(abs(resistance(1, 100) / resistance(10) - 1) < 1e-12)
  }

  @Test("A short beside a cell agrees with the table, and has its limits")
  func parallel() throws {
    let table = try Table("short_parallel")
    #expect(table.rows.count == 7)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let (short, resistance) = (try cell(0), try cell(1))
      let parallel = InternalShort.parallel(short: short, cell: resistance)
      #expect(abs(parallel / (try cell(2)) - 1) < 2e-6)
      #expect(abs(InternalShort.electronicFraction(short: short, cell: resistance) / (try cell(3)) - 1) < 2e-6)
    }
    #expect(InternalShort.parallel(short: .infinity, cell: 100) == 100)
    #expect(InternalShort.parallel(short: 0, cell: 100) == 0)
    #expect(InternalShort.electronicFraction(short: .infinity, cell: 100) == 0)
    #expect(InternalShort.electronicFraction(short: 0, cell: 100) == 1)
  }

  @Test(
    "Classes of shorts",
    arguments: zip([5000, 1000, 10, 9, 1, 0.99, 0], ["open", "soft", "soft", "strong", "strong", "hard", "hard"]))
  func classes(resistance: Double, name: String) {
    #expect(InternalShort.Severity(resistance: resistance).rawValue == name)
  }

  @Test("Stiffness speaks for a solid polymer only")
  func stiffness() {
    let stiff = MonroeNewman(separatorShearModulus: 2.1e9, lithiumShearModulus: 1e9)
    let soft = MonroeNewman(separatorShearModulus: 1.9e9, lithiumShearModulus: 1e9)
    #expect(stiff.suppressesRoughening(in: .solidPolymer) == true)
    #expect(soft.suppressesRoughening(in: .solidPolymer) == false)
    #expect(stiff.suppressesRoughening(in: .liquid) == nil)
  }
}
