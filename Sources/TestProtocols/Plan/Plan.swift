public import Quantities

/// A validated test protocol, resolved for one cell: signed, in SI units, ready to run.
public struct Plan: Hashable, Codable, Sendable {
  /// Name of the protocol.
  public var name: String
  /// Electrode area that turned areal amounts into currents and charges.
  public var area: Quantity<Area>
  /// Leaving these ends the run.
  public var safety: SafetyLimits
  /// When a reading is kept, unless a step says otherwise.
  public var record: RecordRule
  /// Steps and loops in the order they run.
  public var instructions: [Instruction]
  /// What was decided where the protocol left it open, in words, for people to agree with.
  public var notes: [String]
  /// What the run does when a detector speaks, in every step that does not say otherwise; every step carries it, too.
  public var reactions: [EventReaction]

  /// A plan from its parts.
  public init(
    name: String, area: Quantity<Area>, safety: SafetyLimits, record: RecordRule, instructions: [Instruction],
    notes: [String] = [], reactions: [EventReaction] = []
  ) {
    self.reactions = reactions
    (self.name, self.area, self.safety) = (name, area, safety)
    (self.record, self.instructions, self.notes) = (record, instructions, notes)
  }

  /// The steps, without the loops, in the order of the protocol.
  public var steps: [PlanStep] {
    instructions.compactMap { if case .step(let step) = $0 { step } else { nil } }
  }
}

/// One instruction of a plan.
public enum Instruction: Hashable, Codable, Sendable {
  /// Runs a step.
  case step(PlanStep)
  /// Goes back to the instruction `from` until everything from there to here has run `times` times in all.
  case again(from: Int, times: Int, label: String?)
}

/// One step: what is held and what ends it.
public struct PlanStep: Hashable, Codable, Sendable {
  /// Number in the protocol, from 1.
  public var number: Int
  /// The verb people wrote: "plate".
  public var verb: String
  /// What they called it, if they did.
  public var label: String?
  /// What is held.
  public var control: Control
  /// Any of these ends the step, and one of them is certain to come; a profile, which ends by itself, may have none.
  public var ends: [EndCondition]
  /// When a reading is kept.
  public var record: RecordRule
  /// What the run does when a detector speaks in this step; the first that answers counts.
  public var reactions: [EventReaction]

  /// A step from its parts.
  public init(
    number: Int, verb: String, label: String?, control: Control, ends: [EndCondition], record: RecordRule,
    reactions: [EventReaction] = []
  ) {
    (self.number, self.verb, self.label) = (number, verb, label)
    (self.control, self.ends, self.record, self.reactions) = (control, ends, record, reactions)
  }

  /// Verb and label: "plate (reservoir)".
  public var name: String { label.map { "\(verb) (\($0))" } ?? verb }
}

/// What a step holds.
public enum Control: Hashable, Codable, Sendable {
  /// Open circuit.
  case rest
  /// A steady signed current.
  case current(Quantity<Current>)
  /// A steady voltage.
  case voltage(Quantity<Voltage>)
  /// Currents over time.
  case profile(CurrentProfile)
}

/// Signed currents over time, each held until the next begins.
public struct CurrentProfile: Hashable, Codable, Sendable {
  /// Name of the file it came from.
  public var name: String
  /// Start of each segment since the start of the profile, s, from 0, rising.
  public var starts: [Double]
  /// Signed current of each segment, A.
  public var currents: [Double]
  /// Length of one play of the profile, s.
  public var duration: Double
  /// How often it is played.
  public var repeats: Int

  /// A profile from its parts; `starts` and `currents` have the same length.
  public init(name: String, starts: [Double], currents: [Double], duration: Double, repeats: Int) {
    (self.name, self.starts, self.currents) = (name, starts, currents)
    (self.duration, self.repeats) = (duration, repeats)
  }
}

/// When a reading is kept.
public struct RecordRule: Hashable, Codable, Sendable {
  /// At the latest after this time.
  public var every: Quantity<Time>
  /// When the voltage has moved this much since the reading kept last.
  public var voltageChange: Quantity<Voltage>?
  /// When the current has moved this much since the reading kept last.
  public var currentChange: Quantity<Current>?

  /// A rule from its parts.
  public init(
    every: Quantity<Time>, voltageChange: Quantity<Voltage>? = nil, currentChange: Quantity<Current>? = nil
  ) {
    (self.every, self.voltageChange, self.currentChange) = (every, voltageChange, currentChange)
  }
}

/// Limits that end the run when a reading leaves them.
public struct SafetyLimits: Hashable, Codable, Sendable {
  /// Lowest and highest voltage; nil where not limited. Zero is a limit.
  public var minimumVoltage, maximumVoltage: Quantity<Voltage>?
  /// Lowest and highest signed current.
  public var minimumCurrent, maximumCurrent: Quantity<Current>?
  /// Largest magnitude of the charge of one step.
  public var maximumStepCharge: Quantity<Charge>?
  /// How long a limit must be exceeded before the run ends.
  public var delay: Quantity<Time>

  /// Limits from their parts; none by default.
  public init(
    minimumVoltage: Quantity<Voltage>? = nil, maximumVoltage: Quantity<Voltage>? = nil,
    minimumCurrent: Quantity<Current>? = nil, maximumCurrent: Quantity<Current>? = nil,
    maximumStepCharge: Quantity<Charge>? = nil, delay: Quantity<Time> = .zero
  ) {
    (self.minimumVoltage, self.maximumVoltage) = (minimumVoltage, maximumVoltage)
    (self.minimumCurrent, self.maximumCurrent) = (minimumCurrent, maximumCurrent)
    (self.maximumStepCharge, self.delay) = (maximumStepCharge, delay)
  }
}
