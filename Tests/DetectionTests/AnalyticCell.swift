import Cycling
import Foundation
import Quantities

/// A Li|Li cell at constant current from rest, from closed forms alone: the finite-gap series of the surface
/// concentration, Butler–Volmer kinetics and a constant conductivity.
///
/// 1 M salt, D = 3e-10 m²/s, t₊ = 0.38, gap 1 mm, j₀ = 10 A/m² at both electrodes, κ = 1 S/m, 0.1 cm², 25 °C.
struct AnalyticCell {
  static let area = 1e-5
  static let gap = 1e-3
  static let diffusivity = 3e-10
  static let limitingDensity = 2 * 96485.33212 * 1000 * diffusivity / (0.62 * gap)
  static let limitingCurrent = limitingDensity * area
  static let limitingSemiIntegral = 96485.33212 * 1000 * diffusivity.squareRoot() / 0.62 * area

  /// Current over the limiting current.
  var r: Double

  var current: Double { r * Self.limitingCurrent }

  /// Sand's time of a semi-infinite cell, s.
  var semiInfiniteSandTime: Double { Double.pi / (16 * r * r) * Self.gap * Self.gap / Self.diffusivity }

  /// Depletion 1 − c/c₀ at the plating electrode after a time, s.
  func depletion(at time: Double) -> Double {
    let theta = Self.diffusivity * time / (Self.gap * Self.gap)
    guard theta > 0.02 else { return 4 * r * (theta / Double.pi).squareRoot() }
    var sum = 0.0
    for k in stride(from: 1.0, through: 19, by: 2) { sum += exp(-k * k * Double.pi * Double.pi * theta) / (k * k) }
    return r * (1 - 8 / (Double.pi * Double.pi) * sum)
  }

  /// Voltage, positive, after a time, s; the concentration is kept above 1e-5 of the bulk.
  func voltage(at time: Double) -> Double {
    let s = depletion(at: time)
    let (plating, stripping) = (max(1 - s, 1e-5), 1 + s)
    let density = r * Self.limitingDensity
    let thermal = 8.31446261815324 * 298.15 / 96485.33212
    return density * Self.gap / 1 + 2 * thermal * 0.62 * log(stripping / plating)
      + 2 * thermal * asinh(density / (20 * plating.squareRoot()))
      + 2 * thermal * asinh(density / (20 * stripping.squareRoot()))
  }

  /// A plating reading (negative voltage and current) with noise of a standard deviation, V.
  func reading(at time: Double, noise: Double = 0, from random: inout SeededNoise) -> Reading {
    Reading(
      time: Quantity(si: time), voltage: Quantity(si: -voltage(at: time) + noise * random.gaussian()),
      current: Quantity(si: -current), setpoint: .current(Quantity(si: -current)))
  }
}

extension Reading {
  /// A reading from SI numbers; the set current is the measured one unless told otherwise.
  static func at(_ time: Double, volts: Double, amperes: Double, set: Double? = nil, flags: ReadingFlags = [])
    -> Reading
  {
    Reading(
      time: Quantity(si: time), voltage: Quantity(si: volts), current: Quantity(si: amperes),
      setpoint: (set ?? amperes) == 0 ? .open : .current(Quantity(si: set ?? amperes)), flags: flags)
  }
}
