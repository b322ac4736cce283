import Deposition
import Foundation
import Quantities
import Testing
import VirtualCell

/// Numbers that are the same in every run.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9e37_79b9_7f4a_7c15 }

  /// Uniform between 0 and 1.
  mutating func uniform() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double((state ^ (state >> 33)) >> 11) * 0x1p-53
  }

  mutating func logarithmic(from low: Double, to high: Double) -> Double {
    exp(log(low) + uniform() * (log(high) - log(low)))
  }

  mutating func control() -> CellControl {
    let sign = uniform() < 0.5 ? -1.0 : 1.0
    switch uniform() {
    case ..<0.2: return .open
    case ..<0.6: return .current(Quantity(si: sign * logarithmic(from: 1e-6, to: 1e-1)))
    case ..<0.62: return .current(Quantity(si: sign * 1e300))
    case ..<0.64: return .current(Quantity(si: sign * .infinity))
    case ..<0.65: return .current(Quantity(si: .nan))
    case ..<0.67: return .voltage(Quantity(si: sign * 1e6))
    case ..<0.68: return .voltage(Quantity(si: .nan))
    default: return .voltage(Quantity(si: sign * logarithmic(from: 1e-5, to: 10)))
    }
  }
}

@Suite("Reproducible and never broken")
struct ReproducibilityTests {
  static let profiles = ["li-li-capillary", "li-li-coin", "li-cu-coin"]

  private func bits(_ cell: inout VirtualCell) -> [UInt64] {
    let reading = cell.measure()
    return ([reading.voltage.si, reading.current.si] + cell.modelState).map(\.bitPattern)
  }

  @Test("A copy, and a cell stored and read back, go on to the last bit", arguments: profiles)
  func snapshot(name: String) throws {
    var profile = try shipped(name)
    profile.measurement = Measurement(noise: Quantity(si: 1e-3))
    var cell = VirtualCell(profile: profile, seed: 7)
    var dice = Dice(seed: 11)
    for round in 0..<30 {
      cell.hold(dice.control())
      for _ in 0..<5 {
        cell.advance(seconds: dice.logarithmic(from: 1e-3, to: 100))
        _ = cell.measure()
      }
      guard round % 10 == 9 else { continue }
      var copy = cell
      var decoded = try JSONDecoder().decode(VirtualCell.self, from: JSONEncoder().encode(cell))
      #expect(decoded == cell)
      for duration in [0.1, 0.1, 7, 0.1, 1e4] {
        for index in 0..<2 {
          if index == 1 { cell.hold(milliamperes: -1); copy.hold(milliamperes: -1); decoded.hold(milliamperes: -1) }
          cell.advance(seconds: duration)
          copy.advance(seconds: duration)
          decoded.advance(seconds: duration)
          let expected = bits(&cell)
          #expect(bits(&copy) == expected)
          #expect(bits(&decoded) == expected)
        }
      }
    }
  }

  @Test("The seed decides the noise")
  func seeds() throws {
    var profile = try shipped("li-li-capillary")
    profile.measurement.noise = Quantity(si: 1e-3)
    func readings(seed: UInt64) -> [Double] {
      var cell = VirtualCell(profile: profile, seed: seed)
      return (0..<20_000).map { _ in cell.measure().voltage.si }
    }
    let draws = readings(seed: 1)
    #expect(draws == readings(seed: 1))
    #expect(draws != readings(seed: 2))
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean) < 4e-3 / 20_000.0.squareRoot())
    #expect(abs(variance / 1e-6 - 1) < 0.04)
    #expect(abs(Double(draws.count { abs($0) < 1e-3 }) / 20_000 - 0.6827) < 0.015)
  }

  @Test("The resolution rounds a reading, not the model")
  func resolution() throws {
    var profile = try shipped("li-li-capillary")
    profile.measurement.resolution = Quantity(si: 1e-3)
    var cell = VirtualCell(profile: profile)
    cell.hold(milliamperes: -1)
    let (read, model) = (cell.measure().voltage.si, cell.voltage.si)
    #expect(read != model && abs(read - model) <= 0.5001e-3)
    #expect(abs(read / 1e-3 - (read / 1e-3).rounded()) < 1e-9)
  }

  @Test("No course of currents and voltages makes a number that is none", arguments: profiles, 0..<4)
  func randomWalk(name: String, seed: Int) throws {
    var cell = VirtualCell(profile: try shipped(name), seed: UInt64(seed))
    var dice = Dice(seed: UInt64(seed))
    for _ in 0..<400 {
      cell.hold(dice.control())
      for _ in 0..<4 {
        cell.advance(seconds: dice.logarithmic(from: 1e-9, to: dice.uniform() < 0.1 ? 1e9 : 1e3))
        let reading = cell.measure()
        #expect(reading.voltage.isFinite && reading.current.isFinite, "\(cell.control)")
        for (column, value) in zip(VirtualCell.modelColumns, cell.modelState)
        where !column.name.hasPrefix("true_")
          && !column.name.hasPrefix("sand_") && !column.name.hasPrefix("short_")
        {
          #expect(value.isFinite && value >= 0, "\(column.name) \(cell.control)")
        }
        #expect(!(cell.known("true_sand_time_s") < 0))
      }
    }
    // Whatever was done to it, a long rest brings all of it back to rest.
    cell.hold(.open)
    cell.advance(seconds: 100 * cell.profile.diffusion.diffusionTime.si)
    #expect(abs(cell.known("surface_concentration_mol_m3") - 1000) < 1e-6)
  }

  @Test("Holding the same again changes nothing, nor does no time")
  func idempotent() throws {
    var cell = VirtualCell(profile: try shipped("li-li-capillary"))
    cell.hold(volts: -0.2)
    cell.advance(seconds: 3)
    let before = cell
    cell.hold(volts: -0.2)
    for duration in [0, -1, Double.nan, .infinity] { cell.advance(seconds: duration) }
    #expect(cell == before)
  }

  @Test("A cell with concentration-dependent properties outlasts Sand's time of its salt at rest")
  func grid() throws {
    var profile = try shipped("li-li-capillary")
    profile.electrolyte.transport = .fit(.valoenReimers2005, concentration: Quantity(si: 1000))
    var cell = VirtualCell(profile: profile)
    cell.hold(.current(Quantity(si: -200 * profile.area.si)))
    let sand = profile.diffusion.sandTime(at: Quantity(si: 200)).si
    #expect(abs(sand - 153.247) < 0.01)
    #expect(abs(cell.known("true_sand_time_s") / sand - 1.53) < 0.01)
    var before = -cell.voltage.si
    for _ in 0..<40 {
      cell.advance(seconds: 6)
      #expect(cell.voltage.isFinite)
      #expect(-cell.voltage.si > before - 0.05)
      before = -cell.voltage.si
    }
    #expect(cell.known("transport_state") == 2)
    cell.hold(volts: -0.1)
    cell.advance(seconds: 3000)
    #expect(abs(cell.voltage.si + 0.1) < 1e-7)
    cell.hold(.open)
    cell.advance(seconds: 1e6)
    #expect(abs(cell.voltage.si) < 1e-6)
  }
}
