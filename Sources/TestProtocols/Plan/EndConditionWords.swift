import Cycling
public import Quantities

extension EndCondition {
  /// The condition as people write it: "areal capacity ≥ 1 mAh/cm²". A charge is told as areal capacity on `area`.
  public func description(area: Quantity<Area>) -> String {
    switch self {
    case .time(let time): "time ≥ \(time.inWords)"
    case .charge(let charge):
      "areal capacity ≥ \((charge / area).formatted(in: .milliampereHourPerSquareCentimetre))"
    case .voltage(let comparison, let limit): "voltage \(comparison.symbol) \(limit.inWords)"
    case .voltageMagnitude(let comparison, let limit): "|voltage| \(comparison.symbol) \(limit.inWords)"
    case .currentMagnitude(let comparison, let limit): "|current| \(comparison.symbol) \(limit.inWords)"
    case .event(let kind, let severity):
      severity == .alarm ? "event \(kind.rawValue)" : "event \(kind.rawValue) (\(severity.rawValue))"
    }
  }
}

extension Comparison {
  /// The sign as printed: "≥".
  public var symbol: String {
    switch self {
    case .atLeast: "≥"
    case .atMost: "≤"
    case .above: ">"
    case .below: "<"
    }
  }
}

extension Quantity where D == Time {
  /// The time in the unit that suits its size: "90 s", "30 min", "10 h", "3 d".
  public var inWords: String {
    switch si.magnitude {
    case ..<120: "\(si.formatted(digits: 4)) s"
    case ..<7200: "\((si / 60).formatted(digits: 4)) min"
    case ..<259_200: "\((si / 3600).formatted(digits: 4)) h"
    default: "\((si / 86_400).formatted(digits: 4)) d"
    }
  }
}

extension Quantity where D == Voltage {
  /// The voltage in V, or in mV below 0.1 V; zero is "0 V".
  public var inWords: String {
    si != 0 && si.magnitude < 0.1 ? formatted(in: .millivolt) : formatted(in: .volt)
  }
}

extension Quantity where D == Current {
  /// The current in A, mA, µA, nA or pA, as suits its size.
  public var inWords: String {
    switch si.magnitude {
    case 0: "0 A"
    case ..<0.9995e-9: "\((si * 1e12).formatted(digits: 4)) pA"
    case ..<0.9995e-6: "\((si * 1e9).formatted(digits: 4)) nA"
    case ..<0.9995e-3: "\((si * 1e6).formatted(digits: 4)) µA"
    case ..<0.9995: formatted(in: .milliampere)
    default: formatted(in: .ampere)
    }
  }
}
