import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Ageing of lithium")
struct AgeingTests {
  let film = InterphaseGrowth.example

  @Test("The film grows as PyBaMM's does: 5 to 6.22 nm in ten cycles at C/2, which take 59.8 h")
  func growth() {
    let thickness = film.thickness(from: 5e-9, after: 59.8 * 3600)
    #expect(abs(thickness - 6.22e-9) < 0.01e-9)
  }

  @Test("Growth is exact over any division of time, and √(2kt) from nothing")
  func division() {
    let whole = film.thickness(from: 5e-9, after: 1e6)
    let parts = (0..<1000).reduce(5e-9) { thickness, _ in film.thickness(from: thickness, after: 1e3) }
    #expect(abs(parts / whole - 1) < 1e-12)
    let (k, fromNothing) = (film.growthConstant.si, film.thickness(from: 0, after: 1e6))
    #expect(abs(fromNothing * fromNothing / (2e6 * k) - 1) < 1e-14)
    #expect(film.thickness(from: 5e-9, after: 0) == 5e-9)
  }

  @Test("A film of 5 nm binds 10.07 C/m² and resists by 10 Ω cm²; area shares both")
  func costs() {
    #expect(abs(film.charge(of: 5e-9) - 10.0663) < 1e-4)
    let resistance = Quantity<ArealResistance>(si: film.resistance(of: 5e-9, areaRatio: 1))
    #expect(abs(resistance.si - 1e-3) < 1e-18)
    #expect(abs(film.resistance(of: 5e-9, areaRatio: 4) - 2.5e-4) < 1e-18)
    #expect(abs(film.charge(covering: 3) - 3 * film.charge(of: 5e-9)) < 1e-12)
  }

  @Test("A film joined by that of new area binds the lithium of both")
  func joined() {
    let thickness = film.thickness(of: 20e-9, on: 1, joinedBy: 3)
    #expect(abs(4 * film.charge(of: thickness) - film.charge(of: 20e-9) - film.charge(covering: 3)) < 1e-12)
    #expect(film.thickness(of: 20e-9, on: 1, joinedBy: 0) == 20e-9)
  }

  @Test("Dead lithium of 1 mAh/cm² is 4.8498 µm thick without pores and twice that at a porosity of one half")
  func deadLayer() {
    let capacity = Quantity<ArealCapacity>(1, .milliampereHourPerSquareCentimetre)
    #expect(abs(DeadLithium(porosity: 0).thickness(of: capacity.si) - 4.8498e-6) < 5e-11)
    let layer = DeadLithium(porosity: 0.5, tortuosity: 5).layer(of: capacity)
    #expect(abs(layer.thickness.si - 9.6996e-6) < 1e-10)
    #expect(layer.porosity == 0.5 && layer.tortuosity == 5)
    #expect(DeadLithium().layer(of: .zero).thickness == .zero)
  }
}

@Suite("Peaks of a plating and stripping trace")
struct TwoPathTests {
  let law = TwoPathOverpotential(
    freshExchangeCurrentDensity: Quantity(si: 20), oldExchangeCurrentDensity: Quantity(si: 1),
    temperature: Quantity(25, .celsius))
  let surface = TwoPathSurface(filamentDiameter: Quantity(1, .micrometre), pits: StrippingPits(density: 1e10))

  @Test("Two paths agree with the table")
  func table() throws {
    let table = try Table("two_path_overpotential")
    #expect(table.rows.count == 26)
    for row in table.rows {
      func cell(_ column: Int) throws -> Double { try #require(table.number(row, column)) }
      let law = TwoPathOverpotential(
        freshExchangeCurrentDensity: Quantity(si: try cell(3)), oldExchangeCurrentDensity: Quantity(si: try cell(4)),
        temperature: Quantity(25, .celsius))
      let areas = TwoPathSurface.Areas(fresh: try cell(1), old: try cell(2))
      #expect(abs(law.overpotential(at: try cell(0), on: areas) / (try cell(5)) - 1) < 1e-7)
      #expect(law.overpotential(at: -(try cell(0)), on: areas) == -law.overpotential(at: try cell(0), on: areas))
    }
  }

  @Test("Plating starts at a peak and falls; stripping ends in a bump")
  func shape() {
    var electrode = surface
    func overpotential() -> Double { law.overpotential(at: 10, on: electrode.areas) }
    let peak = overpotential()
    var before = peak
    for _ in 0..<100 {
      electrode.plate(360)
      #expect(overpotential() < before)
      before = overpotential()
    }
    #expect(before < 0.1 * peak)
    for _ in 0..<99 {
      electrode.strip(360)
      #expect(overpotential() > before)
      before = overpotential()
    }
    electrode.strip(electrode.freshDeposit)
    #expect(abs(overpotential() - peak) < 1e-9)
    before = peak
    for _ in 0..<20 {
      electrode.strip(360)
      #expect(overpotential() < before)
      before = overpotential()
    }
    electrode.plate(0)
    #expect(overpotential() == peak)
  }

  @Test("A charge in parts leaves the state that it leaves at once")
  func parts() {
    var (whole, divided) = (surface, surface)
    whole.plate(4096)
    whole.strip(8192)
    for _ in 0..<64 { divided.plate(64) }
    for _ in 0..<64 { divided.strip(128) }
    #expect(whole == divided)
    #expect(whole.freshDeposit == 0 && whole.pitted == 4096)
    whole.age()
    #expect(whole == surface)
  }

  @Test("A short reverse pulse neither makes pits nor forgets the deposit")
  func reversePulse() {
    var electrode = surface
    for _ in 0..<10 {
      electrode.plate(100)
      electrode.strip(10)
    }
    #expect(electrode.freshDeposit == 900 && electrode.pitted == 0)
  }

  @Test("Thin filaments have 4/d of area to their volume; a thick deposit tends to its largest area")
  func freshArea() {
    var electrode = surface
    electrode.plate(1)
    let perVolume = electrode.areas.fresh / DeadLithium(porosity: 0).thickness(of: 1)
    #expect(abs(perVolume / 4e6 - 1) < 1e-4)
    electrode.plate(1e9)
    #expect(electrode.areas == TwoPathSurface.Areas(fresh: 10, old: 1))
  }

  @Test("Pits open with the charge stripped and stay inside (0, 1]; columns keep their area")
  func pits() {
    let pits = StrippingPits(density: 1e10)
    var before = pits.areaRatio(after: 0)
    #expect(before == pits.initialFraction)
    for charge in [1.0, 10, 100, 1e3, 1e4, 1e5] {
      let ratio = pits.areaRatio(after: charge)
      #expect(ratio > before && ratio <= 1)
      before = ratio
    }
    #expect(pits.areaRatio(after: 1e12) == 1)
    // Few pits do not touch: their area is N π r² with the radius that their volume gives.
    let volume = Lithium.thickness(of: 0.01, porosity: 0)
    let radius = cbrt(3 * volume / (2 * Double.pi * 1e10))
    #expect(abs(pits.openedFraction(after: 0.01) / (1e10 * .pi * radius * radius) - 1) < 1e-3)
    for charge in [0.0, 1, 1e9] { #expect(StrippingPits.uniform.areaRatio(after: charge) == 1) }
  }
}
