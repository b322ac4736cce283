import Cycling
public import Quantities

/// How alarms are managed: delays, dead-band, flood guard.
public struct AlarmPolicy: Hashable, Codable, Sendable {
  /// How long a condition must stand before its alarm is raised; a trip is raised at once. The detectors have decided three
  /// times in a row before they speak, so it is zero by default.
  public var onDelay: Quantity<Time>
  /// How long a condition must be gone before its alarm returns.
  public var offDelay: Quantity<Time>
  /// A depletion that brought an alarm is gone when it is below this part of what it was then.
  public var deadBand: Double
  /// An alarm of one kind and severity is announced at most once in this time.
  public var quietTime: Quantity<Time>
  /// An alarm may be shelved for so long.
  public var longestShelf: Quantity<Time>

  /// A policy from its parts.
  public init(
    onDelay: Quantity<Time> = .zero, offDelay: Quantity<Time> = Quantity(si: 5), deadBand: Double = 0.9,
    quietTime: Quantity<Time> = Quantity(si: 60), longestShelf: Quantity<Time> = Quantity(si: 86_400)
  ) {
    (self.onDelay, self.offDelay, self.deadBand) = (onDelay, offDelay, deadBand)
    (self.quietTime, self.longestShelf) = (quietTime, longestShelf)
  }
}

/// How it is known that the condition of an alarm is gone.
enum AlarmReturn {
  /// With the direction of the current it was said about, or with the depletion.
  case withCurrent
  /// When nothing more was said for so long, s: a detector speaks when a short comes or stays, not when it is over.
  case afterSilence(Double)
  /// At once: it was about something that is over.
  case atOnce
  /// Not while the run lasts.
  case never
}

extension AlarmKind {
  /// How it is known that the condition of an alarm of this severity is gone.
  func alarmReturn(at severity: Severity) -> AlarmReturn {
    switch self {
    case .sandTimeDivergence, .polarisationRunaway, .dendriteOnset, .compliance, .contactDegradation: .withCurrent
    // Within a minute the detector tells whether a soft short stays; its memory of those that came and went is an hour.
    case .softShort: .afterSilence(severity > .watch ? 3600 : 60)
    case .gradualShort, .telegraphShort: .afterSilence(3600)
    case .staleData, .recordingDelay: .afterSilence(60)
    case .coulombicEfficiency, .nucleationOverpotential: .atOnce
    case .hardShort, .shortedAtStart, .openCircuit, .safetyLimit: .never
    }
  }

  /// Whether it means nothing while no current is set: at rest, in a pause.
  var needsCurrent: Bool { if case .withCurrent = alarmReturn(at: .alarm) { true } else { false } }
}
