public import Cycling
public import Quantities

/// Where the alarm of one kind stands, with what is needed to manage it.
public struct AlarmItem: Hashable, Codable, Sendable {
  /// Its state.
  public internal(set) var state = AlarmState.normal
  /// The highest severity since it was last normal.
  public internal(set) var severity = Severity.info
  /// Test time of its latest change.
  public internal(set) var since = Quantity<Time>.zero
  /// Whether it was the first of those that stand.
  public internal(set) var isFirstOut = false
  /// Test time at which a shelved one comes back.
  public internal(set) var shelvedUntil: Quantity<Time>?

  /// Whether its condition is there, as far as the detectors tell.
  var isActive = false
  /// The severity that waits for its on-delay, and since when.
  var pending: (severity: Severity, since: Quantity<Time>)? {
    get { pendingSince.map { (pendingSeverity, $0) } }
    set { (pendingSeverity, pendingSince) = (newValue?.severity ?? .info, newValue?.since) }
  }
  /// When a detector last said it.
  var saidAt = Quantity<Time>.zero
  /// Since when the condition is gone, while its off-delay runs.
  var goneSince: Quantity<Time>?
  /// Whether something was raised that nobody has seen, before or while it was hidden.
  var isOwed = false
  /// Whether it was latched when it was hidden.
  var wasLatched = false
  /// Sign of the current it was said about, and the depletion then.
  var sign = 0.0
  var depletion: Double?
  private var pendingSince: Quantity<Time>?
  private var pendingSeverity = Severity.info

  /// Whether it stands: it is there or waits for a person, and is not hidden.
  public var isStanding: Bool {
    switch state {
    case .unacknowledged, .acknowledged, .returnedUnacknowledged, .latched: true
    case .normal, .shelved, .suppressed, .outOfService: false
    }
  }

  /// Whether time alone may change it.
  var isWaiting: Bool { isActive || pending != nil || shelvedUntil != nil || state == .suppressed }

  /// The state it comes back to from hiding.
  var restored: AlarmState {
    isActive ? .unacknowledged : isOwed ? .returnedUnacknowledged : wasLatched ? .latched : .normal
  }
}
