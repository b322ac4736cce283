import Foundation
import Quantities
import Testing
import VirtualCell

@Suite("Lithium on copper")
struct InventoryTests {
  private func cell() throws -> VirtualCell {
    var profile = try shipped("li-cu-coin")
    profile.measurement = Measurement()
    return VirtualCell(profile: profile)
  }

  /// Strips until 1 V in steps of a second, the last ones cut to a millisecond; gives the charge in C.
  private func strip(_ cell: inout VirtualCell, milliamperes: Double) -> Double {
    cell.hold(milliamperes: milliamperes)
    var charge = 0.0
    for step in [1.0, 1e-3] {
      while true {
        var next = cell
        next.advance(seconds: step)
        if next.voltage.si > 1 { break }
        cell = next
        charge += milliamperes * 1e-3 * step
      }
    }
    return charge
  }

  @Test("A reservoir, cycles on it and a last strip give back the Coulombic efficiency of the profile")
  func adams() throws {
    var cell = try cell()
    let (current, reservoir, cycled, cycles) = (0.6335, 4.5, 0.9, 10)
    cell.hold(milliamperes: -current)
    cell.advance(seconds: reservoir / current * 1e3)
    for _ in 0..<cycles {
      cell.hold(milliamperes: current)
      cell.advance(seconds: cycled / current * 1e3)
      cell.hold(milliamperes: -current)
      cell.advance(seconds: cycled / current * 1e3)
    }
    let stripped = strip(&cell, milliamperes: current)
    let turned = Double(cycles) * cycled
    #expect(abs((turned + stripped) / (turned + reservoir) - 0.982) < 1e-5)
    #expect(cell.voltage.si < 1)
  }

  @Test("When the lithium ends the voltage climbs with the double layer, from where it was")
  func exhaustion() throws {
    var cell = try cell()
    cell.hold(milliamperes: -1.267)
    cell.advance(seconds: 100)
    cell.hold(milliamperes: 1.267)
    #expect(cell.known("true_sand_time_s").isNaN)
    // Bare copper passes its double layer's 1.2 V first: C V/J = 24 ms of the 100 s.
    let plating = 100 - 0.2 * 1.2 / 10
    let end = plating * 0.982
    cell.advance(seconds: end * 0.999)
    #expect(cell.voltage.si < 0.2)
    cell.advance(seconds: end * 0.002)
    let first = cell.voltage.si
    cell.advance(seconds: 0.01)
    #expect(abs(cell.voltage.si - first - 10 * 0.01 / 0.2) < 1e-4)
    #expect(cell.known("plated_lithium_mAh_cm2") == 0)
  }

  @Test("Bare copper rests at its potential, and does not plate before its double layer is discharged")
  func barePlating() throws {
    var cell = try cell()
    cell.advance(seconds: 1000)
    #expect(abs(cell.voltage.si - 1.2) < 1e-12)
    cell.hold(milliamperes: -1.267)
    cell.advance(seconds: 0.02)
    #expect(cell.voltage.si > 0)
    #expect(cell.known("plated_lithium_mAh_cm2") == 0)
    cell.advance(seconds: 0.98)
    #expect(cell.voltage.si < 0)
    let passed = 10 * 1.0 / 36_000
    #expect(cell.known("plated_lithium_mAh_cm2") < 0.982 * passed)
    #expect(cell.known("plated_lithium_mAh_cm2") > 0.95 * 0.982 * passed)
  }

  @Test("The potential of bare copper ends where the electrolyte does")
  func stability() throws {
    var cell = try cell()
    cell.hold(milliamperes: 10)
    cell.advance(seconds: 1e9)
    #expect(cell.voltage.si > 5 && cell.voltage.si < 12)
    cell.hold(milliamperes: -10)
    cell.advance(seconds: 1)
    #expect(cell.voltage.si < 0)
  }

  @Test("A lithium electrode can be stripped for ever")
  func reservoir() throws {
    var profile = try shipped("li-li-coin")
    profile.measurement = Measurement()
    var cell = VirtualCell(profile: profile)
    cell.hold(milliamperes: 1)
    cell.advance(seconds: 1e6)
    #expect(cell.voltage.si < 0.3)
  }
}
