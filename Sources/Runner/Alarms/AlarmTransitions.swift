public import Cycling

/// One row of the transition table of alarms.
public struct AlarmTransition: Hashable, Sendable {
  /// What has to be so for a row to hold.
  public enum Condition: Hashable, Sendable {
    /// Nothing.
    case always
    /// The alarm stays when its condition is gone, until a person has seen and reset it: severities alarm and trip.
    case latching
    /// It does not: severity watch.
    case fleeting
    /// Its severity is trip.
    case trip
    /// Its severity is below trip: only such an alarm can be hidden.
    case belowTrip
  }

  /// Where a row leads.
  public enum Target: Hashable, Sendable {
    /// To this state.
    case state(AlarmState)
    /// Back from hiding: to unacknowledged where the condition is there; to returned-unacknowledged where somebody has
    /// yet to see what came; to latched where it was latched; else to normal.
    case restored
  }

  /// The state before.
  public var from: AlarmState
  /// What happens.
  public var cause: AlarmCause
  /// What has to be so.
  public var when: Condition
  /// The state behind it.
  public var to: Target

  init(_ from: AlarmState, _ cause: AlarmCause, _ when: Condition = .always, to: Target) {
    (self.from, self.cause, self.when, self.to) = (from, cause, when, to)
  }
}

/// The transition table of alarms, after ISA-18.2 and IEC 62682: what is not in it does not happen.
///
/// Its invariants: a trip is never hidden, comes out of any hiding, and leaves only by acknowledgement and reset; what has
/// been raised is never normal again before its condition is gone.
public enum AlarmTransitions {
  /// The rows; the first that fits counts.
  public static let table: [AlarmTransition] = raising + clearing + seeing + hiding + returning

  private static let raising: [AlarmTransition] = [
    AlarmTransition(.normal, .raised, to: .state(.unacknowledged)),
    AlarmTransition(.unacknowledged, .raised, to: .state(.unacknowledged)),
    AlarmTransition(.acknowledged, .raised, to: .state(.unacknowledged)),
    AlarmTransition(.returnedUnacknowledged, .raised, to: .state(.unacknowledged)),
    AlarmTransition(.latched, .raised, to: .state(.unacknowledged)),
    AlarmTransition(.shelved, .raised, .trip, to: .state(.unacknowledged)),
    AlarmTransition(.suppressed, .raised, .trip, to: .state(.unacknowledged)),
    AlarmTransition(.outOfService, .raised, .trip, to: .state(.unacknowledged)),
  ]

  private static let clearing: [AlarmTransition] = [
    AlarmTransition(.unacknowledged, .cleared, .latching, to: .state(.returnedUnacknowledged)),
    AlarmTransition(.unacknowledged, .cleared, .fleeting, to: .state(.normal)),
    AlarmTransition(.acknowledged, .cleared, .latching, to: .state(.latched)),
    AlarmTransition(.acknowledged, .cleared, .fleeting, to: .state(.normal)),
  ]

  private static let seeing: [AlarmTransition] = [
    AlarmTransition(.unacknowledged, .acknowledged, to: .state(.acknowledged)),
    AlarmTransition(.returnedUnacknowledged, .acknowledged, .latching, to: .state(.latched)),
    AlarmTransition(.returnedUnacknowledged, .acknowledged, .fleeting, to: .state(.normal)),
    AlarmTransition(.latched, .reset, to: .state(.normal)),
  ]

  private static let hiding: [AlarmTransition] =
    [.normal, .unacknowledged, .acknowledged, .returnedUnacknowledged, .latched].flatMap { from in
      [
        AlarmTransition(from, .shelved, .belowTrip, to: .state(.shelved)),
        AlarmTransition(from, .removed, .belowTrip, to: .state(.outOfService)),
      ]
    } + [
      AlarmTransition(.normal, .suppressed, .belowTrip, to: .state(.suppressed)),
      AlarmTransition(.shelved, .shelved, .belowTrip, to: .state(.shelved)),
      AlarmTransition(.shelved, .removed, .belowTrip, to: .state(.outOfService)),
      AlarmTransition(.suppressed, .removed, .belowTrip, to: .state(.outOfService)),
    ]

  private static let returning: [AlarmTransition] = [
    AlarmTransition(.shelved, .unshelved, to: .restored),
    AlarmTransition(.suppressed, .unsuppressed, to: .restored),
    AlarmTransition(.outOfService, .returned, to: .restored),
  ]

  /// The row that counts; nil where nothing happens.
  public static func row(from state: AlarmState, _ cause: AlarmCause, at severity: Severity) -> AlarmTransition? {
    table.first { $0.from == state && $0.cause == cause && $0.when.holds(at: severity) }
  }

  /// Where a cause leads from a state at a severity; nil where it does nothing.
  public static func target(from state: AlarmState, _ cause: AlarmCause, at severity: Severity) -> AlarmTransition
    .Target?
  {
    row(from: state, cause, at: severity)?.to
  }
}

extension AlarmTransition.Condition {
  fileprivate func holds(at severity: Severity) -> Bool {
    switch self {
    case .always: true
    case .latching: severity >= .alarm
    case .fleeting: severity < .alarm
    case .trip: severity == .trip
    case .belowTrip: severity < .trip
    }
  }
}
