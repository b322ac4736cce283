/// A reading of an instrument, with the truth beside it.
public struct StageReading: Hashable, Sendable {
  /// The voltage that the instrument has, V.
  public var voltage: Double
  /// The current that the instrument has, A.
  public var current: Double
  /// The voltage of the cell without noise, V.
  public var trueVoltage: Double
  /// The current through the cell, A.
  public var trueCurrent: Double

  /// A reading from its values in V and A.
  public init(voltage: Double, current: Double, trueVoltage: Double, trueCurrent: Double) {
    (self.voltage, self.current) = (voltage, current)
    (self.trueVoltage, self.trueCurrent) = (trueVoltage, trueCurrent)
  }
}

/// Where a voltage in V and a current in A may be.
public struct StageWindow: Hashable, Sendable {
  /// Voltage, V.
  public var voltage: ClosedRange<Double>
  /// Current, A.
  public var current: ClosedRange<Double>

  /// A window from its ranges in V and A.
  public init(
    voltage: ClosedRange<Double> = -Double.infinity...Double.infinity,
    current: ClosedRange<Double> = -Double.infinity...Double.infinity
  ) {
    (self.voltage, self.current) = (voltage, current)
  }

  var isBounded: Bool { self != StageWindow() }

  func contains(voltage: Double, current: Double) -> Bool {
    self.voltage.contains(voltage) && self.current.contains(current)
  }
}

/// Something that happened at an output.
public struct StageEvent: Hashable, Sendable {
  /// What happened.
  public enum Kind: String, Hashable, Sendable {
    /// The instrument was told to drive the cell.
    case outputOn = "output on"
    /// The instrument was told to let go of the cell.
    case outputOff = "output off"
    /// The cell is driven.
    case cellConnected = "cell connected"
    /// Nothing drives the cell.
    case cellOpen = "cell open"
  }

  /// Test time, s.
  public var time: Double
  /// What happened.
  public var kind: Kind
}
