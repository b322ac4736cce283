import Documents
import Quantities

/// Gathers steps and loops with their places, and checks what only the whole can tell.
struct PlanBuilder {
  let findings: Findings
  private var instructions: [Instruction] = []
  private var places: [Place] = []
  private var steps = 0
  private var notes: [String] = []
  /// Instructions by their labels, and where labels are named as targets.
  private var labels: [String: [Int]] = [:]
  private var jumps: [(label: String, place: Place)] = []
  /// What every step does when a detector speaks, unless it says otherwise.
  var reactions: [EventReaction] = []

  init(findings: Findings) { self.findings = findings }

  /// Where the next instruction will stand.
  var position: Int { instructions.count }

  /// Adds a step; a faulty one was reported before and only keeps its number.
  mutating func append(
    verb: String, label: String?, control: Control, ends: [EndCondition], record: RecordRule,
    reactions own: [EventReaction] = [], at place: Place, isFaulty: Bool = false
  ) {
    steps += 1
    let step = PlanStep(
      number: steps, verb: verb, label: label, control: control, ends: ends, record: record,
      reactions: own.overriding(reactions))
    if let label { labels[label, default: []].append(position) }
    instructions.append(.step(step))
    places.append(place)
    guard !isFaulty else { return }
    if let longest = step.longestDuration {
      if longest > Plausible.time { findings.add(.tooLong(step, longest, at: place)) }
    } else {
      findings.add(.endless(step, at: place))
    }
    if control == .rest, let charge = ends.first(where: { if case .charge = $0 { true } else { false } }) {
      findings.add(.chargeInRest(step, charge, at: place))
    }
  }

  /// Repeats everything from `start` on.
  mutating func loop(from start: Int, times: Int, label: String?) {
    guard start < position else { return }
    if let label { labels[label, default: []].append(start) }
    places.append(places[start])
    instructions.append(.again(from: start, times: times, label: label))
  }

  /// Notes that somebody wants to go to a label, which may stand on a later step.
  mutating func goes(to label: String, at place: Place) { jumps.append((label, place)) }

  /// Tells people what was decided for the step added last.
  mutating func note(_ words: String) { notes.append("step \(steps): \(words)") }

  /// The plan; what is wrong with it as a whole is in the findings.
  func plan(
    name: String, area: Quantity<Area>, safety: SafetyLimits, record: RecordRule, at place: Place
  ) -> Plan {
    for jump in jumps {
      let steps = labels[jump.label]?.count ?? 0
      if steps == 0 { findings.add(.unknownLabel(jump.label, known: labels.keys.sorted(), at: jump.place)) }
      if steps > 1 { findings.add(.ambiguousLabel(jump.label, steps: steps, at: jump.place)) }
    }
    let instructions = instructions.map(resolved)
    for (instruction, place) in zip(instructions, places) {
      guard case .step(let step) = instruction else { continue }
      step.conflicts(with: safety, area: area).forEach {
        findings.add(Diagnostic($0, at: place, mend: "change the step or the safety limit"))
      }
    }
    let plan = Plan(
      name: name, area: area, safety: safety, record: record, instructions: instructions, notes: notes,
      reactions: reactions.map(resolved))
    let stepsInAll = zip(instructions, plan.rounds).reduce(0.0) {
      if case .step = $1.0 { $0 + $1.1 } else { $0 }
    }
    if stepsInAll > Plausible.stepsInAll { findings.add(.tooManySteps(stepsInAll, at: place)) }
    return plan
  }

  private func resolved(_ instruction: Instruction) -> Instruction {
    guard case .step(var step) = instruction else { return instruction }
    step.reactions = step.reactions.map(resolved)
    return .step(step)
  }

  /// A reaction whose label has become an instruction.
  private func resolved(_ reaction: EventReaction) -> EventReaction {
    guard case .goTo(_, let label) = reaction.reaction, let target = labels[label]?.first else { return reaction }
    return EventReaction(on: reaction.kind, reaction.severity, .goTo(target, label: label))
  }
}

extension Plan {
  /// How often each instruction runs, all loops unrolled.
  public var rounds: [Double] {
    var rounds = Array(repeating: 1.0, count: instructions.count)
    for (position, instruction) in instructions.enumerated() {
      guard case .again(let from, let times, _) = instruction, from >= 0, from <= position else { continue }
      for index in from...position { rounds[index] *= Double(times) }
    }
    return rounds
  }
}
