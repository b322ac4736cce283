import Cycling
import Documents
import Quantities
import TestProtocols
import Testing

@Suite("Reactions in protocols")
struct ReactionReaderTests {
  /// The reactions of a plating step, and behind it a step with the label `back`.
  private func reactions(_ on: String) throws -> [EventReaction] {
    let text = "[{plate: 2 mA, until: 1 h, on: \(on)}, {strip: 1 mA, until: 1 h, label: back}]"
    return try #require(try plan(text).steps.first).reactions
  }

  @Test(
    "Every reaction in every spelling",
    arguments: [
      ("{sand-time: log}", .log), ("{sand-time-divergence: pause}", .pause(nil)),
      ("{sand-time: pause 30 min}", .pause(Quantity(si: 1800))), ("{sand-time: {pause: 5 s}}", .pause(Quantity(si: 5))),
      ("{sand-time: reduce to 50 %}", .reduce(.part(0.5))), ("{sand-time: {reduce to: 12.5%}}", .reduce(.part(0.125))),
      ("{sand-time: reduce to 0.5 mA/cm2}", .reduce(.magnitude(milliamperes(0.5)))),
      ("{sand-time: reduce to C/4}", .reduce(.magnitude(milliamperes(0.5)))),
      ("{sand-time: go to back}", .goTo(1, label: "back")), ("{sand-time: {go to: back}}", .goTo(1, label: "back")),
      ("{sand-time: stop}", .stop), ("{sand-time: abort}", .abort),
    ] as [(String, Reaction)])
  func spellings(on: String, reaction: Reaction) throws {
    let found = try reactions(on)
    #expect(found.map(\.kind) == [.sandTimeDivergence])
    #expect(found.map(\.severity) == [.alarm])
    let area = Quantity<Area>(1, .squareCentimetre)
    #expect(found.map { $0.reaction.description(area: area) } == [reaction.description(area: area)])
    if case .goTo = reaction { #expect(found.first?.reaction == reaction) }
  }

  @Test("Severities are told apart, the highest first")
  func severities() throws {
    let found = try reactions("{sand-time: {watch: log, trip: stop, alarm: pause}}")
    #expect(found.map(\.severity) == [.trip, .alarm, .watch])
    #expect(found.map(\.reaction) == [.stop, .pause(nil), .log])
  }

  @Test("What a step says of a kind of event stands in place of what the protocol says")
  func overriding() throws {
    let text = withSteps("[{plate: 1 mA, until: 1 h, on: {sand-time: log}}, {rest: 1 h}]")
      .replacing("record:", with: "on: {sand-time: {watch: pause, alarm: stop}, hard-short: abort}\nrecord:")
    let plan = try resolve(text)
    #expect(
      plan.steps[0].reactions == [
        EventReaction(on: .sandTimeDivergence, .alarm, .log), EventReaction(on: .hardShort, .alarm, .abort),
      ])
    #expect(plan.steps[1].reactions.count == 3)
    #expect(plan.reactions.count == 3)
    let summary = plan.summary
    #expect(
      summary.reactions == [
        "sand-time-divergence (watch): pause", "sand-time-divergence: stop", "hard-short: abort",
      ])
    #expect(summary.steps.map(\.reactions) == [["sand-time-divergence: log"], []])
  }

  @Test("A step that may be slowed down lasts longer, and moves no more")
  func longest() throws {
    let step = try #require(
      try plan("[{plate: 1 mA, until: 1 mAh, on: {sand-time: reduce to 25 %}}]").steps.first)
    #expect(agree(try #require(step.longestDuration).si, 4 * 3600))
    #expect(agree(try #require(step.largestCharge).si, 3.6))
  }

  @Test("Labels of loops are targets, too, and jumps may go back")
  func loops() throws {
    let plan = try plan(
      "[{rest: 1 s}, {repeat: 2, label: again, steps: [{plate: 1 mA, until: 1 h}]}, "
        + "{plate: 1 mA, until: 1 h, on: {hard-short: go to again}}]")
    #expect(plan.steps.last?.reactions.first?.reaction == .goTo(1, label: "again"))
  }

  @Test(
    "Short names end steps, too",
    arguments: [
      "event: sand-time", "event sand-time", "event: {sand-time: alarm}", "sand-time: alarm", "event sand-time: alarm",
    ])
  func ends(text: String) throws {
    let ends = try plan("[{plate: 1 mA, until: [\(text), 1 h]}]").steps.first?.ends
    #expect(ends?.first == .event(.sandTimeDivergence, .alarm))
  }

  @Test(
    "Each fault is told with its place and how to mend it",
    arguments: [
      ("{sand-tim: log}", 40, "on: no detector reports \"sand-tim\"", "did you mean \"sand-time\"?"),
      ("{sand-time: pasue}", 51, "on: \"pasue\" is not a reaction", "did you mean \"pause\"?"),
      ("{sand-time: {wacth: log}}", 51, "on: \"wacth log\" is not a reaction", "write one of those"),
      (
        "{sand-time: {watch: log, alrm: stop}}", 64, "on sand-time: \"alrm\" is not a severity",
        "did you mean \"alarm\"?"
      ),
      ("{sand-time: pause 5}", 51, "pause: \"5\" has no unit", "write   5 h   if that is what you mean"),
      ("{sand-time: reduce to 150 %}", 51, "reduce to 150 %", "reduce to 50 %"),
      ("{sand-time: reduce to -1 mA}", 51, "reduce to: \"-1 mA\" has a sign", "write   reduce to: 1 mA"),
      ("{sand-time: go to bakc}", 51, "go to: no step has the label \"bakc\"", "did you mean \"back\"?"),
      (
        "{hard-short: {trip: log}}", 59, "a trip of hard-short ends the run, whatever a protocol says",
        "take it out, or write   abort"
      ),
      ("{}", 39, "on is empty", "write   on: {hard-short: abort}"),
      ("stop", 39, "on is \"stop\", not `event: reaction` lines", "write   on: {sand-time: {watch: reduce to 50 %}}"),
    ] as [(String, Int, String, String)])
  func faulty(on: String, column: Int, what: String, mend: String) throws {
    let text = "[{plate: 2 mA, until: 1 h, on: \(on)}, {strip: 1 mA, until: 1 h, label: back}]"
    let found = try faults(in: withSteps(text))
    #expect(found.map(\.what) == [what])
    #expect(found.first?.mend == mend)
    #expect(found.first?.place?.line == 5)
    #expect(found.first?.place?.column == column)
  }

  @Test("A label that stands on two steps is no target")
  func ambiguous() throws {
    let steps = "[{rest: 1 s, label: a}, {rest: 1 s, label: a, on: {hard-short: go to a}}]"
    #expect(try faults(in: withSteps(steps)).map(\.what) == ["go to: the label \"a\" stands on 2 steps"])
  }
}
