public import Cycling
public import Quantities
public import TestProtocols

/// Where a step is: its charge, its last reading, and what was kept last.
public struct StepProgress: Codable, Hashable, Sendable {
  /// The step as planned.
  public let step: PlanStep
  /// Count of steps executed so far, from 1.
  public let count: Int
  /// Test time of its beginning.
  public let start: Quantity<Time>
  /// What the channel holds now.
  public private(set) var setpoint: Setpoint
  /// The latest reading of this step; nil until the first.
  public private(set) var latest: Reading?
  /// Charge since the step began, with the sign of the current.
  public private(set) var charge = Quantity<Charge>.zero

  /// Time for which the run was paused in this step.
  public private(set) var paused = Quantity<Time>.zero

  private(set) var latestKept: Reading?
  /// The set-point was applied anew within the step, behind a pause or a gap, and nothing was read since.
  private(set) var isHeldAnew = false
  /// Test time up to which time and charge of the step are counted.
  private var counted: Quantity<Time>
  private var breachedSince: Quantity<Time>?
  private var segment = 0
  private var reduction: ReducedCurrent?
  /// The current jumped since the latest reading: a trapezium over the jump would be wrong.
  private var currentJumped = true

  init(_ step: PlanStep, count: Int, startingAt time: Quantity<Time>) {
    (self.step, self.count, start, counted) = (step, count, time, time)
    setpoint =
      switch step.control {
      case .rest: .open
      case .current(let current): .current(current)
      case .voltage(let voltage): .voltage(voltage)
      case .profile(let profile): .current(Quantity(si: profile.current(ofSegment: 0)))
      }
  }

  /// Time since the step began, without pauses, s.
  var elapsed: Double { counted.si - start.si - paused.si }

  /// What a reading and what the detectors say about it mean for the step.
  mutating func judge(_ reading: Reading, alarms: [Alarm], plan: Plan) -> StepVerdict {
    take(reading)
    if let breach = safetyBreach(of: plan.safety) { return .breach(breach) }
    if let trip = alarms.first(where: { $0.severity == .trip && $0.kind.tripEndsRun }) { return .trip(trip.kind) }
    if let reason = reasonToEnd(alarms: alarms, area: plan.area) { return .end(reason) }
    if let setpoint = nextSetpoint() { return .change(setpoint) }
    return .goOn
  }

  /// Adds the charge since the latest reading: a trapezium, or at once the present current behind a jump.
  private mutating func take(_ reading: Reading) {
    let before = currentJumped ? reading.current.si : latest?.current.si ?? reading.current.si
    // In a gap nobody knows what flowed; behind one, since the set-point was applied anew, everybody does.
    if !reading.flags.contains(.gap) || isHeldAnew {
      charge.si += (before + reading.current.si) / 2 * max(0, reading.time.si - counted.si)
    }
    (currentJumped, isHeldAnew) = (false, false)
    (latest, counted) = (reading, reading.time)
  }

  // MARK: Pausing

  /// Lets time pass with the cell open: neither time nor charge of the step. A breach of a safety limit, if there is one.
  mutating func takePaused(_ reading: Reading, safety: SafetyLimits) -> SafetyBreach? {
    paused += max(.zero, reading.time - counted)
    (latest, counted) = (reading, max(counted, reading.time))
    return safetyBreach(of: safety)
  }

  /// Goes on behind a pause or a gap: the set-point is applied anew.
  mutating func holdAnew() { (currentJumped, isHeldAnew) = (true, true) }

  /// Whether a reading of a pause is kept: by time, or by change of voltage.
  func keepsPaused(_ reading: Reading) -> Bool {
    guard let last = latestKept, last.flags.contains(.paused) else { return true }
    if (reading.time - last.time).si >= 0.95 * step.record.every.si { return true }
    return step.record.voltageChange.map { (reading.voltage - last.voltage).magnitude >= $0 } ?? false
  }

  // MARK: Keeping readings

  /// Whether the record rule wants this reading; the first of a step, and behind a pause or a gap, always.
  func keeps(_ reading: Reading) -> Bool {
    guard let last = latestKept, !last.flags.contains(.paused), !reading.flags.contains(.gap) else { return true }
    let rule = step.record
    if interval(at: reading.time) > interval(at: last.time) { return true }
    if let dV = rule.voltageChange, (reading.voltage - last.voltage).magnitude >= dV { return true }
    if let dI = rule.currentChange, (reading.current - last.current).magnitude >= dI { return true }
    return false
  }

  /// The record interval that a moment belongs to. A live reading may come a little early: five percent of the interval.
  private func interval(at time: Quantity<Time>) -> Double {
    ((time - start - paused) / step.record.every + 0.05).rounded(.down)
  }

  /// The reading with its place in the run; the record rule counts from it.
  mutating func keep(_ channelReading: ChannelReading, cycle: Int) -> RecordedReading {
    latestKept = channelReading.reading
    return RecordedReading(
      reading: channelReading.reading, stepCount: count, cycle: cycle, stepCharge: charge,
      modelState: channelReading.modelState)
  }

  // MARK: Ending

  /// Why the step is over; nil while it is not.
  private func reasonToEnd(alarms: [Alarm], area: Quantity<Area>) -> StepReason? {
    if let met = step.ends.first(where: { isMet($0, alarms: alarms) }) {
      return StepReason(words: met.description(area: area), isVoltage: met.isVoltage)
    }
    if case .profile(let profile) = step.control, elapsed >= profile.totalDuration * (1 - Self.timeTolerance) {
      return StepReason(words: "end of the profile", isVoltage: false)
    }
    return nil
  }

  /// Why the step is over by what was said alone; nil while it is not.
  func end(by alarms: [Alarm], area: Quantity<Area>) -> StepReason? {
    step.ends.first { end in
      if case .event = end { isMet(end, alarms: alarms) } else { false }
    }.map { StepReason(words: $0.description(area: area), isVoltage: false) }
  }

  private func isMet(_ end: EndCondition, alarms: [Alarm]) -> Bool {
    guard let latest else { return false }
    switch end {
    case .time(let limit): return elapsed >= limit.si * (1 - Self.timeTolerance)
    case .charge(let limit): return charge.magnitude.si >= limit.si * (1 - Self.chargeTolerance)
    case .voltage(let comparison, let limit): return comparison.holds(latest.voltage.si, limit.si)
    case .voltageMagnitude(let comparison, let limit):
      return comparison.holds(latest.voltage.magnitude.si, limit.si)
    case .currentMagnitude(let comparison, let limit):
      // The very first reading may be older than the instrument's response.
      return elapsed > 0 && comparison.holds(latest.current.magnitude.si, limit.si)
    case .event(let kind, let severity):
      return alarms.contains { $0.kind == kind && $0.severity >= severity }
    }
  }

  func ended(_ reason: StepReason) -> StepEnd {
    StepEnd(
      stepCount: count, time: latest?.time ?? start, duration: Quantity(si: elapsed), charge: charge,
      voltage: latest?.voltage ?? Quantity(si: .nan), reason: reason.words, endedByVoltage: reason.isVoltage)
  }

  // MARK: Safety

  /// The breach of a limit that has lasted its delay; nil while there is none.
  private mutating func safetyBreach(of limits: SafetyLimits) -> SafetyBreach? {
    guard let latest, let breach = SafetyBreach(of: limits, by: latest, charge: charge) else {
      breachedSince = nil
      return nil
    }
    let since = breachedSince ?? latest.time
    breachedSince = since
    return latest.time.si - since.si >= limits.delay.si ? breach : nil
  }

  /// Time until a breach under way has lasted its delay, s; nil when there is none.
  func timeToBreach(of limits: SafetyLimits) -> Double? {
    guard let breachedSince, let latest else { return nil }
    return breachedSince.si + limits.delay.si - latest.time.si
  }

  // MARK: Profiles

  /// The next set-point of a profile when its time has come; nil while nothing changes.
  private mutating func nextSetpoint() -> Setpoint? {
    guard case .profile(let profile) = step.control else { return nil }
    var next = segment
    while profile.time(ofSegment: next + 1) <= elapsed + Self.timeTolerance * profile.duration { next += 1 }
    guard next != segment, next < profile.segmentCount else { return nil }
    segment = next
    let planned = profile.current(ofSegment: next)
    let changed = Setpoint.current(Quantity(si: reduction?.of(planned) ?? planned))
    guard changed != setpoint else { return nil }
    setpoint = changed
    currentJumped = true
    return changed
  }

  // MARK: Reacting

  /// What the protocol wants when a detector says this; the strongest reaction where it says several things at once.
  func reaction(to alarms: [Alarm]) -> EventReaction? {
    alarms.compactMap { alarm in step.reactions.first { $0.answers(alarm) } }.max { $0.rank < $1.rank }
  }

  /// Lowers the current for the rest of the step; the new set-point, nil where nothing is lower.
  mutating func reduce(to reduced: ReducedCurrent) -> Setpoint? {
    guard case .current(let present) = setpoint else { return nil }
    let planned: Double
    switch step.control {
    case .current(let current): planned = current.si
    case .profile(let profile): planned = profile.current(ofSegment: segment)
    case .rest, .voltage: return nil
    }
    let lower = reduced.of(planned)
    guard lower.magnitude < present.si.magnitude else { return nil }
    reduction = reduced
    setpoint = .current(Quantity(si: lower))
    currentJumped = true
    return setpoint
  }

  /// Time of the next change of a profile since the step began, s; nil for other steps.
  var nextChange: Double? {
    guard case .profile(let profile) = step.control else { return nil }
    return profile.time(ofSegment: segment + 1)
  }

  /// A clock that ran this part short of a limit has reached it: sums of seconds round.
  static let timeTolerance = 1e-9
  /// A charge this part short of a limit has reached it.
  static let chargeTolerance = 1e-9
}

/// What follows from a reading.
enum StepVerdict: Hashable, Sendable {
  /// Nothing new.
  case goOn
  /// A profile moves on to its next current.
  case change(Setpoint)
  /// The step is over.
  case end(StepReason)
  /// A safety limit was exceeded long enough.
  case breach(SafetyBreach)
  /// A detector found the cell or the wiring in danger.
  case trip(AlarmKind)
}

/// Why a step ended.
struct StepReason: Hashable, Sendable {
  /// The condition in words.
  var words: String
  /// Whether a condition on the voltage ended it.
  var isVoltage: Bool
}

extension EventReaction {
  /// Whether the step is over by it, whatever its own ends say.
  var endsStep: Bool { rank >= 4 }

  /// What is done when several reactions meet.
  fileprivate var rank: Int {
    switch reaction {
    case .log: 0
    case .reduce: 1
    case .pause: 2
    case .goTo: 4
    case .stop: 5
    case .abort: 6
    }
  }
}

extension Setpoint {
  /// What is held, in words.
  var words: String {
    switch self {
    case .open: "open circuit"
    case .current(let current): current.inWords
    case .voltage(let voltage): voltage.inWords
    }
  }
}

extension EndCondition {
  fileprivate var isVoltage: Bool {
    switch self {
    case .voltage, .voltageMagnitude: true
    case .time, .charge, .currentMagnitude, .event: false
    }
  }
}

extension CurrentProfile {
  /// Segments of all plays together.
  var segmentCount: Int { starts.count * repeats }

  /// Length of all plays, s.
  var totalDuration: Double { duration * Double(repeats) }

  /// Signed current of a segment, A; the last one's behind the end.
  func current(ofSegment index: Int) -> Double { currents[min(index, segmentCount - 1) % currents.count] }

  /// Start of a segment since the start of the step, s; the end of the profile behind the last one.
  func time(ofSegment index: Int) -> Double {
    guard index < segmentCount else { return index == segmentCount ? totalDuration : .infinity }
    return Double(index / starts.count) * duration + starts[index % starts.count]
  }
}
