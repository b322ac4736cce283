import Quantities

/// A unit of an axis, chosen so that its numbers are easy to read.
struct AxisUnit: Hashable, Sendable {
  /// As written on the axis.
  let symbol: String
  /// SI value of one unit.
  let scale: Double

  /// For a time axis of so many seconds.
  static func time(length: Double) -> AxisUnit {
    switch length {
    case ...600: AxisUnit(symbol: "s", scale: 1)
    case ...18_000: AxisUnit(symbol: "min", scale: 60)
    default: AxisUnit(symbol: "h", scale: 3600)
    }
  }

  /// For voltages up to a magnitude in V.
  static func voltage(upTo magnitude: Double) -> AxisUnit {
    magnitude < 0.3 ? AxisUnit(symbol: "mV", scale: 1e-3) : AxisUnit(symbol: "V", scale: 1)
  }

  /// For currents up to a magnitude in A.
  static func current(upTo magnitude: Double) -> AxisUnit {
    switch magnitude {
    case ..<1e-4: AxisUnit(symbol: "µA", scale: 1e-6)
    case ..<1: AxisUnit(symbol: "mA", scale: 1e-3)
    default: AxisUnit(symbol: "A", scale: 1)
    }
  }

  /// An SI value with this unit, with a true minus sign.
  func text(_ value: Double) -> String {
    let number = (value / scale).formatted(digits: 4)
    return "\(number.replacing("-", with: "−")) \(symbol)"
  }

  /// For numbers of cycles.
  static let cycle = AxisUnit(symbol: "", scale: 1)

  /// For fractions.
  static let percent = AxisUnit(symbol: "%", scale: 0.01)

  /// mAh/cm².
  static let arealCapacity = AxisUnit(symbol: "mAh/cm²", scale: 36_000)
}
