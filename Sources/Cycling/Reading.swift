public import Quantities

/// One timed measurement of a cell.
public struct Reading: Hashable, Codable, Sendable {
  /// Test time: since the start of the run, never running back.
  public var time: Quantity<Time>
  /// Working against counter electrode.
  public var voltage: Quantity<Voltage>
  /// Measured current, positive into the working electrode.
  public var current: Quantity<Current>
  /// What the channel was told to hold when the reading was taken; nil when nobody knows, as in a foreign file.
  public var setpoint: Setpoint?
  /// What the instrument said about this reading.
  public var flags: ReadingFlags

  /// A reading from its parts.
  public init(
    time: Quantity<Time>, voltage: Quantity<Voltage>, current: Quantity<Current>, setpoint: Setpoint? = nil,
    flags: ReadingFlags = []
  ) {
    (self.time, self.voltage, self.current) = (time, voltage, current)
    (self.setpoint, self.flags) = (setpoint, flags)
  }
}

/// Remarks of the instrument about one reading; detectors do not decide on a flagged one.
public struct ReadingFlags: OptionSet, Hashable, Codable, Sendable {
  /// The bits, as stored in a run file.
  public let rawValue: UInt8

  /// Flags from their bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The instrument is at its voltage or current limit.
  public static let overload = ReadingFlags(rawValue: 1 << 0)
  /// The measuring range changed since the reading before.
  public static let rangeChange = ReadingFlags(rawValue: 1 << 1)
  /// Readings are missing before this one: a reconnect, or a program that was gone.
  public static let gap = ReadingFlags(rawValue: 1 << 2)
  /// The run is paused: the cell is open, whatever the step holds.
  public static let paused = ReadingFlags(rawValue: 1 << 3)
}
