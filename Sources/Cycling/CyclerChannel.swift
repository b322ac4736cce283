public import Quantities

/// A live channel of an instrument, or of a virtual cell that runs in real time.
///
/// Whoever holds the channel owns the cell: `makeSafe()` is the way out on every path.
public protocol CyclerChannel: Actor {
  /// What the channel can do.
  nonisolated var capabilities: ChannelCapabilities { get }
  /// Tells the instrument what to hold, and returns when it does.
  func apply(_ setpoint: Setpoint) async throws(ChannelError)
  /// Takes a reading now.
  func read() async throws(ChannelError) -> ChannelReading
  /// Output off, then open; never "0 V".
  func makeSafe() async throws(ChannelError)
}

/// A channel in simulated time: a value, so that a copy is a snapshot.
public protocol SimulatedChannel: Sendable {
  /// What the channel can do.
  var capabilities: ChannelCapabilities { get }
  /// Tells the cell what to hold from now on.
  mutating func apply(_ setpoint: Setpoint)
  /// Lets time pass, and returns early, just behind the crossing, when the voltage or the current leaves its window.
  mutating func advance(by duration: Quantity<Time>, within window: ReadingWindow) -> ChannelReading
}

/// A reading and, from a virtual cell, what the model knows beside it.
public struct ChannelReading: Hashable, Sendable {
  /// The measurement.
  public var reading: Reading
  /// What the virtual cell knows, in the order of `ChannelCapabilities.modelColumns`; empty for an instrument.
  public var modelState: ModelState
  /// How long ago the instrument measured when the reading was handed over; zero from a virtual cell.
  public var age: Quantity<Time>

  /// A channel's reading from its parts.
  public init(reading: Reading, modelState: ModelState = [], age: Quantity<Time> = .zero) {
    (self.reading, self.modelState, self.age) = (reading, modelState, age)
  }
}

/// What a channel can do, honestly.
public struct ChannelCapabilities: Hashable, Sendable {
  /// Name of the instrument or of the virtual cell.
  public var name: String
  /// Columns of model state that come with each reading; empty for an instrument.
  public var modelColumns: [ModelColumn]
  /// What voltages it sets; nil where it sets any.
  public var voltage: ChannelSpan?
  /// What currents it sets; nil where it sets any.
  public var current: ChannelSpan?

  /// Capabilities from their parts.
  public init(
    name: String, modelColumns: [ModelColumn] = [], voltage: ChannelSpan? = nil, current: ChannelSpan? = nil
  ) {
    (self.name, self.modelColumns, self.voltage, self.current) = (name, modelColumns, voltage, current)
  }
}

/// Where voltage and current may move before the next reading is due.
public struct ReadingWindow: Hashable, Sendable {
  /// Voltage, V: a reading is due as soon as it leaves this range.
  public var voltage: ClosedRange<Double>
  /// Current, A: a reading is due as soon as it leaves this range.
  public var current: ClosedRange<Double>
  /// How closely in time a crossing is located, s.
  public var resolution: Double

  /// A window from its ranges in V and A and its resolution in s.
  public init(
    voltage: ClosedRange<Double> = -Double.infinity...Double.infinity,
    current: ClosedRange<Double> = -Double.infinity...Double.infinity, resolution: Double = 1e-3
  ) {
    (self.voltage, self.current, self.resolution) = (voltage, current, resolution)
  }
}

/// What can go wrong on the way to a cell.
public enum ChannelError: Error, Hashable, Sendable {
  /// The line is gone or the instrument does not answer.
  case lost(String)
  /// The instrument refused or did something else than it was told.
  case refused(String)
  /// The instrument or its guard tripped and stays so until a person clears it.
  case tripped(String)

  /// What happened, in words.
  public var words: String {
    switch self {
    case .lost(let words), .refused(let words), .tripped(let words): words
    }
  }
}
