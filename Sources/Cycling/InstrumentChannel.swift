/// A live channel of an instrument on a wire, from identification to hand-over.
public protocol InstrumentChannel: CyclerChannel {
  /// Opens the line, checks that the instrument is the one it should be, sets its own limits and its watchdog, and reads them back; the
  /// output stays off.
  func open() async throws(ChannelError)
  /// Makes the cell safe, gives the instrument back to its front panel and closes the line.
  func close() async
  /// Clears a latched trip: a person's word, never the program's own.
  func acknowledge() async throws(ChannelError)
}

/// What an instrument shall guard itself, whatever happens to the program: set before the output goes on and read back.
public struct ChannelLimits: Hashable, Codable, Sendable {
  /// Voltage that may not be left, V.
  public var voltage: ClosedRange<Double>
  /// Current that may not be left, A, positive into the working electrode.
  public var current: ClosedRange<Double>
  /// The longest that one set-point is held, s: the run time of instruments that measure on their own.
  public var longestHold: Double

  /// Limits from voltages in V, currents in A and a time in s.
  public init(voltage: ClosedRange<Double>, current: ClosedRange<Double>, longestHold: Double) {
    (self.voltage, self.current, self.longestHold) = (voltage, current, longestHold)
  }
}

/// What an instrument can set or measure: its range and the smallest step in it.
public struct ChannelSpan: Hashable, Codable, Sendable {
  /// From the lowest to the highest value, V or A.
  public var range: ClosedRange<Double>
  /// The smallest step, V or A.
  public var resolution: Double

  /// A span from its range and its smallest step, in V or A.
  public init(_ range: ClosedRange<Double>, resolution: Double) { (self.range, self.resolution) = (range, resolution) }
}
