/// What is wrong between an instrument's terminals and its display.
public struct StageFaults: Hashable, Sendable {
  /// How a relay is stuck.
  public enum StuckRelay: String, CaseIterable, Hashable, Sendable {
    /// The cell is cut off, whatever the output does.
    case open
    /// The output goes on as it was when it was switched off.
    case closed
  }

  /// How the relay is stuck; nil for a sound one.
  public var stuckRelay: StuckRelay?
  /// How long the relay takes to open and to close, s.
  public var relayDelay = 0.0
  /// Whether a sense lead is off.
  public var senseIsOpen = false
  /// Resistance of leads and contacts, Ω: in the reading only without sense leads.
  public var contactResistance = 0.0
  /// A voltage that the output cannot pass though nothing says so, V; nil for none.
  public var compliance: Double?
  /// Whether an output that has come to its current limit stays there, and lets the voltage run on.
  public var sticksAtCurrentLimit = false
  /// How long the output is open when a range is switched, s.
  public var rangeGap = 0.0
  /// The step of both converters, V and A; zero for none beyond the instrument's own.
  public var (voltageStep, currentStep) = (0.0, 0.0)
  /// Error of the gain of both readings, and how it grows in an hour.
  public var (gain, gainDriftPerHour) = (0.0, 0.0)
  /// Error of the zero of the voltage (V) and of the current (A), and how both grow in an hour.
  public var (voltageOffset, currentOffset) = (0.0, 0.0)
  /// Growth of the zeros in an hour, V and A.
  public var (voltageDriftPerHour, currentDriftPerHour) = (0.0, 0.0)
  /// How much too fast the instrument's own clock goes, relative.
  public var clockDrift = 0.0
  /// When the drifts began, s of test time.
  public var since = 0.0

  /// A sound instrument.
  public init() {}

  /// A voltage reading in V as the display has it, from what reached the converter, at a test time in s.
  func shown(voltage: Double, at time: Double) -> Double {
    let hours = max(0, time - since) / 3600
    let value = voltage * (1 + gain + gainDriftPerHour * hours) + voltageOffset + voltageDriftPerHour * hours
    return voltageStep > 0 ? (value / voltageStep).rounded() * voltageStep : value
  }

  /// A current reading in A, likewise.
  func shown(current: Double, at time: Double) -> Double {
    let hours = max(0, time - since) / 3600
    let value = current * (1 + gain + gainDriftPerHour * hours) + currentOffset + currentDriftPerHour * hours
    return currentStep > 0 ? (value / currentStep).rounded() * currentStep : value
  }
}
