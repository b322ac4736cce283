/// A kind of step: a verb and what it means.
protocol Technique: Sendable {
  /// The word a step begins with.
  var verb: String { get }
  /// A whole line, to show to somebody who wrote the verb alone.
  var example: String { get }
  /// Reads the step and adds what it stands for to the plan.
  func read(_ step: StepReader, into plan: inout PlanBuilder)
}

/// All kinds of step; a new one takes a file in `Techniques` and a line here.
public enum TechniqueCatalogue {
  static let all: [any Technique] = [
    Rest(),
    Plating(),
    Stripping(),
    Charging(),
    Discharging(),
    VoltageHold(),
    ProfilePlay(),
    Repetition(),
  ]

  /// The verbs that a step can begin with.
  public static let verbs = all.map(\.verb)

  static func technique(_ verb: String) -> (any Technique)? { all.first { $0.verb == verb } }
}
