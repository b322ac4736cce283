public import Cycling
public import Quantities

/// What a run does when a detector speaks while a step goes on.
public enum Reaction: Hashable, Codable, Sendable {
  /// Nothing: the event is in the record anyway. Takes back, for one step, what the protocol says for all.
  case log
  /// Opens the cell, for a time, or until a person resumes.
  case pause(Quantity<Time>?)
  /// Lowers the magnitude of the step's current for the rest of the step; never raises it.
  case reduce(ReducedCurrent)
  /// Ends the step and goes to the instruction that carries the label.
  case goTo(Int, label: String)
  /// Ends the run tidily.
  case stop
  /// Ends the run as tripped.
  case abort
}

/// How far a current is lowered.
public enum ReducedCurrent: Hashable, Codable, Sendable {
  /// To this part of what the step plans, above 0 and below 1; alarms that come again lower it no further.
  case part(Double)
  /// To this magnitude, where it is lower.
  case magnitude(Quantity<Current>)

  /// A planned current, A, lowered so.
  public func of(_ planned: Double) -> Double {
    switch self {
    case .part(let part): planned * part
    case .magnitude(let most): planned < 0 ? max(planned, -most.si) : min(planned, most.si)
    }
  }
}

/// A reaction and the event it answers.
public struct EventReaction: Hashable, Codable, Sendable {
  /// What a detector says.
  public var kind: AlarmKind
  /// The least severity that counts.
  public var severity: Severity
  /// What the run does then.
  public var reaction: Reaction

  /// A reaction to events of a kind, of this severity or a higher one.
  public init(on kind: AlarmKind, _ severity: Severity = .alarm, _ reaction: Reaction) {
    (self.kind, self.severity, self.reaction) = (kind, severity, reaction)
  }

  /// Whether it answers this.
  public func answers(_ alarm: Alarm) -> Bool { alarm.kind == kind && alarm.severity >= severity }
}

extension [EventReaction] {
  /// The reactions of a step: what it says of a kind of event stands in place of what the protocol says of that kind;
  /// higher severities come first, so that the first that answers is the one that counts.
  func overriding(_ others: [EventReaction]) -> [EventReaction] {
    let own = Set(map(\.kind))
    return (self + others.filter { !own.contains($0.kind) }).sorted { $0.severity > $1.severity }
  }
}

extension AlarmKind {
  /// Whether a trip of this kind means that the cell or the wiring is in danger: it ends every run. What Sand's time does
  /// to a run is the protocol's business.
  public var tripEndsRun: Bool {
    switch self {
    case .hardShort, .shortedAtStart, .openCircuit, .safetyLimit: true
    default: false
    }
  }
}

extension KeyedDecodingContainer {
  /// A plan of before there were reactions has none.
  func decode(_: [EventReaction].Type, forKey key: Key) throws -> [EventReaction] {
    try decodeIfPresent([EventReaction].self, forKey: key) ?? []
  }
}
