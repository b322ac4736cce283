import Deposition
import Foundation
import Quantities
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
