public import Quantities

/// What is left of Sand's time, as far as anybody can tell from the readings.
public struct SandForecast: Hashable, Codable, Sendable {
  /// Where the estimate comes from.
  public enum Basis: String, Hashable, Codable, Sendable {
    /// Only from what the cell profile says; the readings have not confirmed it yet.
    case prior
    /// From the readings.
    case readings
  }

  /// Time left at the present current until the salt is gone.
  public var remaining: Quantity<Time>
  /// Sand's time of the present current: from the start of the current to depletion.
  public var sandTime: Quantity<Time>
  /// How far depletion has come: 0 at rest, 1 at Sand's time; √(t/τ) at a constant current.
  public var depletion: Double
  /// Where the estimate comes from.
  public var basis: Basis

  /// A forecast from its parts.
  public init(remaining: Quantity<Time>, sandTime: Quantity<Time>, depletion: Double, basis: Basis) {
    (self.remaining, self.sandTime, self.depletion, self.basis) = (remaining, sandTime, depletion, basis)
  }
}
