public import Quantities

/// What a detector, a limit or the channel has to say, by the name used in protocols and in JSON.
public enum AlarmKind: String, Hashable, Codable, CaseIterable, Sendable {
  /// The salt at the plating electrode is about to run out.
  case sandTimeDivergence = "sand-time-divergence"
  /// The voltage diverges, but not as Sand's law has it for this cell.
  case polarisationRunaway = "polarisation-runaway"
  /// Dendrites have begun to grow from the depleted electrode: the voltage falls back from its peak, or its peaks become arcs.
  case dendriteOnset = "dendrite-onset"
  /// The resistance dropped at once by a few percent or more: a parallel path for electrons, which may open again.
  case softShort = "soft-short"
  /// The resistance has crept down over minutes to hours.
  case gradualShort = "gradual-short"
  /// The resistance jumps to and fro: a path that opens and closes.
  case telegraphShort = "telegraph-short"
  /// The resistance collapsed to a few percent of what it was.
  case hardShort = "hard-short"
  /// There has been no resistance since the current began.
  case shortedAtStart = "shorted-at-start"
  /// The current does not reach its set value at the voltage limit.
  case compliance
  /// Hardly any current flows although one is set.
  case openCircuit = "open-circuit"
  /// The resistance rose at once: a contact is working loose.
  case contactDegradation = "contact-degradation"
  /// The Coulombic efficiency collapses over cycles, or exceeds 1.
  case coulombicEfficiency = "coulombic-efficiency"
  /// The voltage dip of nucleation at the beginning of plating, with its height.
  case nucleationOverpotential = "nucleation-overpotential"
  /// Readings do not come any more, or never change.
  case staleData = "stale-data"
  /// The disk takes readings more slowly than they come: they wait in memory.
  case recordingDelay = "recording-delay"
  /// A safety limit of the protocol was exceeded.
  case safetyLimit = "safety-limit"
}

/// How much an alarm matters.
public enum Severity: String, Hashable, Codable, CaseIterable, Comparable, Sendable {
  /// Worth knowing.
  case info
  /// Look at it.
  case watch
  /// A detector is sure.
  case alarm
  /// The run ends through the safe state.
  case trip

  /// Order from `info` to `trip`.
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .watch: 1
    case .alarm: 2
    case .trip: 3
    }
  }
}

/// One thing said at one moment, with the evidence for it.
public struct Alarm: Hashable, Codable, Sendable {
  /// What it is about.
  public var kind: AlarmKind
  /// How much it matters.
  public var severity: Severity
  /// Test time of the reading that brought it.
  public var time: Quantity<Time>
  /// Numbers behind the verdict, in SI units, in the order they should be shown.
  public var evidence: [Evidence]

  /// An alarm from its parts.
  public init(kind: AlarmKind, severity: Severity, time: Quantity<Time>, evidence: [Evidence] = []) {
    (self.kind, self.severity, self.time, self.evidence) = (kind, severity, time, evidence)
  }

  /// The value of one piece of evidence, by its name.
  public subscript(name: String) -> Double? { evidence.first { $0.name == name }?.value }
}

/// A named number behind an alarm.
public struct Evidence: Hashable, Codable, Sendable {
  /// Name with the unit at its end: `sand_time_s`, `countdown_s`, `resistance_ohm`.
  public var name: String
  /// The value in that unit.
  public var value: Double

  /// A piece of evidence.
  public init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
}
