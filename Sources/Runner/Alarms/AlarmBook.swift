public import Cycling
public import Quantities

/// The alarms of one channel as a control room keeps them: who has seen what, what stands, what is hidden.
///
/// It listens to what the detectors and limits say and never decides anything about the run; the run machine does that,
/// and does not wait for it. A value: a copy is a snapshot.
public struct AlarmBook: Hashable, Codable, Sendable {
  /// Delays, dead-band, flood guard.
  public let policy: AlarmPolicy
  private var items: [AlarmKind: AlarmItem] = [:]
  private var announced: [Announcement] = []
  private var isWaiting = false
  private var time = Quantity<Time>.zero
  private var step = 0
  private var sign = 0.0
  private var depletion: Double?

  /// A book in which all alarms are normal.
  public init(policy: AlarmPolicy = AlarmPolicy()) { self.policy = policy }

  /// Where the alarm of a kind stands.
  public subscript(kind: AlarmKind) -> AlarmItem { items[kind] ?? AlarmItem() }

  /// All that are not normal, in the order of the kinds.
  public var notNormal: [(kind: AlarmKind, item: AlarmItem)] {
    AlarmKind.allCases.compactMap { kind in
      items[kind].flatMap { $0.state == .normal ? nil : (kind, $0) }
    }
  }

  // MARK: What the readings bring

  /// Moves on to a reading: conditions that are gone, delays and shelves that are over.
  public mutating func pass(to reading: Reading, forecast: SandForecast?, step: Int) -> [AlarmChange] {
    (time, self.step) = (reading.time, step)
    sign = reading.flags.contains(.paused) ? 0 : reading.setpoint?.direction ?? 0
    depletion = forecast?.depletion
    guard isWaiting else { return [] }
    var changes: [AlarmChange] = []
    for kind in AlarmKind.allCases where items[kind] != nil { pass(kind, &changes) }
    isWaiting = items.values.contains(where: \.isWaiting)
    return changes
  }

  private mutating func pass(_ kind: AlarmKind, _ changes: inout [AlarmChange]) {
    var item = self[kind]
    let isThere = item.isActive || item.pending != nil
    if isThere, isGone(kind, item) {
      let since = item.goneSince ?? time
      (item.goneSince, item.pending) = (since, nil)
      items[kind] = item
      if !item.isActive || time.si - since.si >= policy.offDelay.si {
        items[kind]?.isActive = false
        items[kind]?.goneSince = nil
        change(kind, .cleared, &changes)
      }
    } else if isThere {
      items[kind]?.goneSince = nil
      if let pending = item.pending, time.si - pending.since.si >= policy.onDelay.si {
        raise(kind, pending.severity, &changes)
      }
    }
    if let until = self[kind].shelvedUntil, time >= until { change(kind, .unshelved, &changes) }
    if self[kind].state == .suppressed, sign != 0 { change(kind, .unsuppressed, &changes) }
  }

  /// Whether the condition that a kind's alarm was about is gone.
  private func isGone(_ kind: AlarmKind, _ item: AlarmItem) -> Bool {
    switch kind.alarmReturn(at: item.severity) {
    case .withCurrent:
      if sign != item.sign { return true }
      guard let now = depletion, let then = item.depletion else { return false }
      return now < policy.deadBand * then
    case .afterSilence(let silence): return time.si - item.saidAt.si >= silence
    case .atOnce: return true
    case .never: return false
    }
  }

  /// Takes what a detector or a limit said; an info raises nothing.
  public mutating func take(_ alarm: Alarm) -> [AlarmChange] {
    var changes: [AlarmChange] = []
    let kind = alarm.kind
    guard alarm.severity > .info else { return [] }
    isWaiting = true
    var item = self[kind]
    (item.goneSince, item.saidAt, item.sign, item.depletion) = (nil, time, sign, depletion)
    items[kind] = item
    if alarm.severity == .trip || policy.onDelay.si <= 0 {
      raise(kind, alarm.severity, &changes)
    } else {
      let severity = max(alarm.severity, item.pending?.severity ?? .info)
      item.pending = (severity, item.pending?.since ?? time)
      items[kind] = item
    }
    return changes
  }

  private mutating func raise(_ kind: AlarmKind, _ severity: Severity, _ changes: inout [AlarmChange]) {
    var item = self[kind]
    let isNews = !item.isActive || severity > item.severity
    item.pending = nil
    item.isActive = true
    item.severity = item.state == .normal ? severity : max(severity, item.severity)
    items[kind] = item
    if item.state == .normal, severity < .trip, kind.needsCurrent, sign == 0 {
      items[kind]?.isOwed = true
      return change(kind, .suppressed, &changes)
    }
    if AlarmTransitions.row(from: item.state, .raised, at: item.severity) == nil {
      // It is hidden: somebody has to see it when it comes out.
      items[kind]?.isOwed = true
    } else if isNews || item.state == .returnedUnacknowledged || item.state == .latched {
      change(kind, .raised, &changes)
    }
  }

  // MARK: What people do

  /// Marks the alarms of a kind, or all, as seen.
  public mutating func acknowledge(_ kind: AlarmKind?) -> [AlarmChange] { change(kind, .acknowledged) }

  /// Lets latched alarms of a kind, or all, go: their conditions are gone and somebody has seen them.
  public mutating func reset(_ kind: AlarmKind?) -> [AlarmChange] { change(kind, .reset) }

  /// Hides an alarm for a time, at most the policy's longest; no change where it is a trip or the time is none.
  public mutating func shelve(_ kind: AlarmKind, for duration: Quantity<Time>) -> [AlarmChange] {
    guard duration.isFinite, duration.si > 0 else { return [] }
    return shelve(kind, until: time + min(duration, policy.longestShelf))
  }

  private mutating func shelve(_ kind: AlarmKind, until: Quantity<Time>) -> [AlarmChange] {
    var changes = change(kind, .shelved)
    for index in changes.indices {
      changes[index].shelvedUntil = until
      items[kind]?.shelvedUntil = until
      isWaiting = true
    }
    return changes
  }

  /// Does again what a person did, as a record tells it; what time or detectors did comes from the readings.
  public mutating func redo(_ change: AlarmChange) {
    switch change.cause {
    case .raised, .cleared, .suppressed, .unsuppressed: break
    case .acknowledged: _ = acknowledge(change.kind)
    case .reset: _ = reset(change.kind)
    case .shelved: _ = change.shelvedUntil.map { shelve(change.kind, until: $0) }
    case .unshelved: _ = unshelve(change.kind)
    case .removed: _ = takeOutOfService(change.kind)
    case .returned: _ = returnToService(change.kind)
    }
  }

  /// Brings a shelved alarm back.
  public mutating func unshelve(_ kind: AlarmKind) -> [AlarmChange] { change(kind, .unshelved) }

  /// Takes an alarm out of service until it is returned; no change where it is a trip.
  public mutating func takeOutOfService(_ kind: AlarmKind) -> [AlarmChange] { change(kind, .removed) }

  /// Returns an alarm to service.
  public mutating func returnToService(_ kind: AlarmKind) -> [AlarmChange] { change(kind, .returned) }

  private mutating func change(_ kind: AlarmKind?, _ cause: AlarmCause) -> [AlarmChange] {
    var changes: [AlarmChange] = []
    for each in kind.map({ [$0] }) ?? AlarmKind.allCases { change(each, cause, &changes) }
    return changes
  }

  // MARK: Changing a state

  private mutating func change(_ kind: AlarmKind, _ cause: AlarmCause, _ changes: inout [AlarmChange]) {
    var item = self[kind]
    guard let target = AlarmTransitions.target(from: item.state, cause, at: item.severity) else { return }
    let from = item.state
    let to: AlarmState =
      switch target {
      case .state(let state): state
      case .restored: item.restored
      }
    let stood = item.isStanding
    item.note(from: from, to: to)
    (item.state, item.since) = (to, time)
    if item.isStanding, !stood, from == .normal || to == .unacknowledged {
      item.isFirstOut = !AlarmKind.allCases.contains { $0 != kind && self[$0].isStanding }
    }
    if to == .normal { item.isFirstOut = false }
    var change = AlarmChange(
      kind: kind, severity: item.severity, time: time, step: step, from: from, to: to, cause: cause,
      isFirstOut: item.isFirstOut)
    change.isAnnounced = to == .unacknowledged && announces(kind, item.severity)
    if to == .normal { item.severity = .info }
    items[kind] = item
    changes.append(change)
  }

  /// Whether people are told now; a kind and severity once in the quiet time.
  private mutating func announces(_ kind: AlarmKind, _ severity: Severity) -> Bool {
    announced.removeAll { time.si - $0.time.si >= policy.quietTime.si }
    guard !announced.contains(where: { $0.kind == kind && $0.severity >= severity }) else { return false }
    announced.append(Announcement(kind: kind, severity: severity, time: time))
    return true
  }

  private struct Announcement: Hashable, Codable {
    var kind: AlarmKind
    var severity: Severity
    var time: Quantity<Time>
  }
}

extension AlarmItem {
  /// Keeps what has to be known behind a change of state.
  fileprivate mutating func note(from: AlarmState, to: AlarmState) {
    switch to {
    case .unacknowledged: (isOwed, wasLatched, shelvedUntil) = (false, false, nil)
    case .shelved, .outOfService, .suppressed:
      isOwed = isOwed || from == .unacknowledged || from == .returnedUnacknowledged
      wasLatched = wasLatched || from == .latched || (from == .acknowledged && severity >= .alarm)
      if to != .shelved { shelvedUntil = nil }
    case .normal, .acknowledged, .returnedUnacknowledged, .latched:
      (isOwed, wasLatched, shelvedUntil) = (false, false, nil)
    }
  }
}

extension Setpoint {
  /// Sign of the current that is set; 0 at open circuit and at a steady voltage.
  fileprivate var direction: Double {
    guard case .current(let current) = self, current.si != 0 else { return 0 }
    return current.si < 0 ? -1 : 1
  }
}
