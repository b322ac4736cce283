public import Quantities

/// What a channel is told to hold.
public enum Setpoint: Hashable, Codable, Sendable {
  /// Output off, cell open: no current flows.
  case open
  /// A steady current, positive into the working electrode (strips it).
  case current(Quantity<Current>)
  /// A steady voltage, working against counter electrode.
  case voltage(Quantity<Voltage>)
}
