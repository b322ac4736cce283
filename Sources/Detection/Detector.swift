import Cycling

/// What people are told about a detector.
public struct DetectorEntry: Hashable, Sendable {
  /// The name of its file in words with dashes: `hard-short`.
  public var id: String
  /// What it looks for, in one line.
  public var summary: String
  /// Where its rule comes from.
  public var source: String

  /// An entry from its parts.
  public init(id: String, summary: String, source: String) {
    (self.id, self.summary, self.source) = (id, summary, source)
  }
}

/// One opinion about readings: a value with bounded memory, so that a copy is a snapshot.
protocol Detector: Codable, Sendable {
  /// What people are told about it.
  static var entry: DetectorEntry { get }
  /// A detector that has seen nothing.
  init(configuration: DetectorConfiguration)
  /// Looks at one reading and adds what it has to say.
  mutating func observe(_ observation: Observation, verdicts: inout Verdicts)
}

/// What the detectors have to say about one reading.
struct Verdicts: Sendable {
  /// What happened.
  var alarms: [Alarm] = []
  /// Whether the cell or its wiring has just become another one: a short that came or went, a contact that gave way. What the voltage did
  /// before says nothing about what it does now.
  var breaksTrend = false
  /// What is left of Sand's time; nil when nobody knows.
  var sandForecast: SandForecast?
}
