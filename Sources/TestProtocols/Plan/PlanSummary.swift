public import Quantities

/// A plan as people check it before they start it: every step in amperes, its ends, and how long it can take.
public struct PlanSummary: Hashable, Sendable {
  /// One step of the plan.
  public struct Step: Hashable, Sendable {
    /// Number in the protocol, from 1.
    public var number: Int
    /// Verb and label.
    public var name: String
    /// What is held, in words: "−0.127 mA (−0.1 mA/cm²)", "open circuit", "0.1 V".
    public var control: String
    /// Signed current, where one is held.
    public var current: Quantity<Current>?
    /// Signed current density, where a current is held.
    public var currentDensity: Quantity<CurrentDensity>?
    /// What ends it, in words, any of which is enough; a profile also ends by itself.
    public var ends: [String]
    /// What it does when a detector speaks, in words, where it is not what the protocol says for all steps.
    public var reactions: [String]
    /// How often it runs, loops unrolled.
    public var rounds: Double
    /// The longest it can last, once.
    public var longestDuration: Quantity<Time>?
    /// The largest charge that can flow, once, whichever way; nil when nobody can tell.
    public var largestCharge: Quantity<Charge>?
  }

  /// One loop of the plan.
  public struct Loop: Hashable, Sendable {
    /// Numbers of its first and last step.
    public var steps: ClosedRange<Int>
    /// How often they run in all, within this loop.
    public var times: Int
    /// What people called it.
    public var label: String?
  }

  /// Name of the protocol.
  public var name: String
  /// Electrode area.
  public var area: Quantity<Area>
  /// The steps in the order of the protocol.
  public var steps: [Step]
  /// The loops, inner ones first.
  public var loops: [Loop]
  /// The safety limits in words.
  public var safety: [String]
  /// What every step does when a detector speaks, unless it says otherwise, in words.
  public var reactions: [String]
  /// What was decided where the protocol left it open.
  public var notes: [String]

  /// Steps to run in all, loops unrolled.
  public var stepsInAll: Double { steps.reduce(0) { $0 + $1.rounds } }
  /// The longest the whole can last.
  public var longestDuration: Quantity<Time> {
    steps.reduce(.zero) { $0 + $1.rounds * ($1.longestDuration ?? .zero) }
  }
}

extension Plan {
  /// The plan as people check it.
  public var summary: PlanSummary {
    let rounds = rounds
    var steps: [PlanSummary.Step] = []
    var loops: [PlanSummary.Loop] = []
    var stepsBefore: [Int] = []
    for (instruction, rounds) in zip(instructions, rounds) {
      stepsBefore.append(steps.count)
      switch instruction {
      case .step(let step): steps.append(summary(of: step, rounds: rounds))
      case .again(let from, let times, let label):
        guard stepsBefore.indices.contains(from), stepsBefore[from] < steps.count else { continue }
        let numbers = steps[stepsBefore[from]].number...(steps.last?.number ?? .max)
        loops.append(PlanSummary.Loop(steps: numbers, times: times, label: label))
      }
    }
    return PlanSummary(
      name: name, area: area, steps: steps, loops: loops, safety: safety.words(area: area),
      reactions: reactions.map { $0.description(area: area) }, notes: notes)
  }

  private func summary(of step: PlanStep, rounds: Double) -> PlanSummary.Step {
    var current: Quantity<Current>?
    if case .current(let held) = step.control { current = held }
    return PlanSummary.Step(
      number: step.number, name: step.name, control: step.control.description(area: area), current: current,
      currentDensity: current.map { $0 / area }, ends: step.ends.map { $0.description(area: area) },
      reactions: step.reactions.filter { !reactions.contains($0) }.map { $0.description(area: area) }, rounds: rounds,
      longestDuration: step.longestDuration, largestCharge: step.largestCharge)
  }
}

extension Control {
  /// What is held, in words: "-0.1267 mA (-0.1 mA/cm²)", "open circuit", "0.1 V", "profile ramp, 3 times".
  public func description(area: Quantity<Area>) -> String {
    switch self {
    case .rest: "open circuit"
    case .current(let current):
      "\(current.inWords) (\((current / area).formatted(in: .milliamperePerSquareCentimetre)))"
    case .voltage(let voltage): voltage.inWords
    case .profile(let profile):
      profile.repeats == 1 ? "profile \(profile.name)" : "profile \(profile.name), \(profile.repeats) times"
    }
  }
}

extension SafetyLimits {
  /// The limits in words: "voltage from -5 V to 5 V".
  public func words(area: Quantity<Area>) -> [String] {
    func range<D>(_ name: String, _ low: Quantity<D>?, _ high: Quantity<D>?, _ words: (Quantity<D>) -> String)
      -> String?
    {
      switch (low, high) {
      case (let low?, let high?): "\(name) from \(words(low)) to \(words(high))"
      case (let low?, nil): "\(name) at least \(words(low))"
      case (nil, let high?): "\(name) at most \(words(high))"
      case (nil, nil): nil
      }
    }
    return [
      range("voltage", minimumVoltage, maximumVoltage) { $0.inWords },
      range("current", minimumCurrent, maximumCurrent) { $0.inWords },
      maximumStepCharge.map {
        "charge of a step at most \($0.formatted(in: .milliampereHour)) "
          + "(\(($0 / area).formatted(in: .milliampereHourPerSquareCentimetre)))"
      },
      delay.si > 0 ? "after \(delay.inWords)" : nil,
    ].compactMap { $0 }
  }
}
