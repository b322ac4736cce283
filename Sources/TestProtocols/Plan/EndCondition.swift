public import Cycling
public import Quantities

/// One way for a step to end.
public enum EndCondition: Hashable, Codable, Sendable {
  /// The step has lasted this long.
  case time(Quantity<Time>)
  /// The magnitude of the step's charge has reached this; written as a charge or as an areal capacity.
  case charge(Quantity<Charge>)
  /// The voltage compares so.
  case voltage(Comparison, Quantity<Voltage>)
  /// The magnitude of the voltage compares so.
  case voltageMagnitude(Comparison, Quantity<Voltage>)
  /// The magnitude of the current compares so.
  case currentMagnitude(Comparison, Quantity<Current>)
  /// A detector says so, at least with this severity.
  case event(AlarmKind, Severity)
}

/// The explicit comparators of end conditions.
public enum Comparison: String, Hashable, Codable, Sendable, CaseIterable {
  /// At or above.
  case atLeast = ">="
  /// At or below.
  case atMost = "<="
  /// Strictly above.
  case above = ">"
  /// Strictly below.
  case below = "<"

  /// Whether a value compares so with a limit; false for not-a-number.
  public func holds(_ value: Double, _ limit: Double) -> Bool {
    switch self {
    case .atLeast: value >= limit
    case .atMost: value <= limit
    case .above: value > limit
    case .below: value < limit
    }
  }
}
