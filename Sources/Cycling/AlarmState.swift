public import Quantities

/// Where an alarm stands, in the vocabulary of ISA-18.2 and IEC 62682.
public enum AlarmState: String, Hashable, Codable, CaseIterable, Sendable {
  /// Nothing is wrong, and nothing waits for anybody.
  case normal
  /// The condition is there and nobody has seen it yet.
  case unacknowledged
  /// The condition is there and somebody has seen it.
  case acknowledged
  /// The condition is gone before anybody saw it.
  case returnedUnacknowledged = "returned-unacknowledged"
  /// The condition is gone and was seen; the alarm stays until somebody resets it.
  case latched
  /// Hidden by a person, for a limited time.
  case shelved
  /// Hidden while its condition means nothing, as at open circuit.
  case suppressed = "suppressed-by-design"
  /// Taken out of service by a person, until it is returned.
  case outOfService = "out-of-service"
}

/// Why an alarm changes its state.
public enum AlarmCause: String, Hashable, Codable, CaseIterable, Sendable {
  /// A detector or a limit spoke, and its on-delay is over.
  case raised
  /// The condition is gone, and its off-delay is over.
  case cleared
  /// A person has seen it.
  case acknowledged
  /// A person let a latched one go.
  case reset
  /// A person hid it for a while.
  case shelved
  /// A person, or the end of its time, brought it back.
  case unshelved
  /// The state of the cell makes its condition meaningless.
  case suppressed
  /// Its condition means something again.
  case unsuppressed
  /// A person took it out of service.
  case removed
  /// A person returned it to service.
  case returned
}

/// One change of the state of one alarm.
public struct AlarmChange: Hashable, Codable, Sendable {
  /// What the alarm is about.
  public var kind: AlarmKind
  /// How much it matters; the highest since it was last normal.
  public var severity: Severity
  /// Test time.
  public var time: Quantity<Time>
  /// Count of steps executed so far, from 1.
  public var step: Int
  /// The state it had.
  public var from: AlarmState
  /// The state it has now.
  public var to: AlarmState
  /// Why it changed.
  public var cause: AlarmCause
  /// Test time at which a shelved alarm comes back; nil for any other.
  public var shelvedUntil: Quantity<Time>?
  /// Whether it is the first since all were normal: the one to look at when many follow.
  public var isFirstOut: Bool
  /// Whether people are to be told: not more than once a kind and minute, and never of one that is hidden.
  public var isAnnounced: Bool

  /// A change from its parts.
  public init(
    kind: AlarmKind, severity: Severity, time: Quantity<Time>, step: Int, from: AlarmState, to: AlarmState,
    cause: AlarmCause, shelvedUntil: Quantity<Time>? = nil, isFirstOut: Bool = false, isAnnounced: Bool = false
  ) {
    self.shelvedUntil = shelvedUntil
    (self.kind, self.severity, self.time, self.step) = (kind, severity, time, step)
    (self.from, self.to, self.cause) = (from, to, cause)
    (self.isFirstOut, self.isAnnounced) = (isFirstOut, isAnnounced)
  }
}
