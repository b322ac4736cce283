public import Cycling
public import Quantities

/// Whether the temperature around a cell is as it should be: a value that a run pauses on.
public enum ChamberState: Hashable, Sendable {
  /// Within the band, and has been for the settling time.
  case inBand(Quantity<Temperature>)
  /// Outside the band, or not yet long enough within.
  case outOfBand(Quantity<Temperature>)
  /// No fresh measurement: how old the last one is, and why if that is known.
  case stale(age: Quantity<Time>, reason: String?)

  /// Whether a run may go on.
  public var allowsRunning: Bool { if case .inBand = self { true } else { false } }

  /// What it is, in words.
  public var words: String {
    switch self {
    case .inBand(let temperature): "the chamber is at \(Self.celsius(temperature))"
    case .outOfBand(let temperature): "the chamber is at \(Self.celsius(temperature)), outside its band"
    case .stale(let age, let reason):
      "the chamber's temperature has not been known for \(Float(age.si)) s" + (reason.map { ": \($0)" } ?? "")
    }
  }

  private static func celsius(_ temperature: Quantity<Temperature>) -> String {
    "\((10 * (temperature.si - 273.15)).rounded() / 10) °C"
  }
}

/// Judges a chamber's readings: band, settling and freshness. Pure: time comes with what it is told.
public struct ChamberGuard: Hashable, Sendable {
  /// What the chamber should hold.
  public var target: Quantity<Temperature>
  /// By how much the temperature may differ.
  public var band: Quantity<Temperature>
  /// How long it must have been within the band.
  public var settling: Quantity<Time>
  /// A measurement older than this is stale.
  public var freshness: Quantity<Time>
  private var latest: ChamberReading?
  private var within: Quantity<Time>?
  private var problem: String?
  private var began: Quantity<Time>

  /// A guard that has seen nothing yet, at a test time.
  public init(
    target: Quantity<Temperature>, band: Quantity<Temperature>, settling: Quantity<Time> = .zero,
    freshness: Quantity<Time>, began: Quantity<Time> = .zero
  ) {
    (self.target, self.band, self.settling) = (target, band, settling)
    (self.freshness, self.began) = (freshness, began)
  }

  /// Takes note of a measurement; one that is older than the latest, or no number, changes nothing.
  public mutating func observe(_ reading: ChamberReading) {
    guard reading.temperature.isFinite, latest.map({ reading.time >= $0.time }) ?? true else { return }
    let wasFresh = latest.map { reading.time - $0.time <= freshness } ?? true
    let isWithin = (reading.temperature - target).magnitude <= band
    within = isWithin ? (wasFresh ? within : nil) ?? reading.time : nil
    (latest, problem) = (reading, nil)
  }

  /// Takes note of a measurement that failed.
  public mutating func observe(failure: ChannelError) { problem = failure.words }

  /// The state at a test time.
  public func state(at time: Quantity<Time>) -> ChamberState {
    guard let latest, time - latest.time <= freshness else {
      return .stale(age: time - (latest?.time ?? began), reason: problem)
    }
    guard let within, latest.time - within >= settling else { return .outOfBand(latest.temperature) }
    return .inBand(latest.temperature)
  }
}
