public import Quantities

/// What a run tells everybody who listens: recorder, screen, live page.
public enum RunEvent: Hashable, Codable, Sendable {
  /// A step began.
  case stepBegan(StepStart)
  /// A reading to be kept.
  case reading(RecordedReading)
  /// A step ended.
  case stepEnded(StepEnd)
  /// A detector or a limit spoke.
  case alarm(Alarm, step: Int)
  /// An alarm changed its state.
  case alarmChanged(AlarmChange)
  /// Something happened beside readings, steps and alarms: a pause, a reaction, a command.
  case journal(JournalEntry)
  /// The run is over.
  case ended(RunEnd)
}

/// A reading with its place in the run.
public struct RecordedReading: Hashable, Codable, Sendable {
  /// The measurement.
  public var reading: Reading
  /// Count of steps executed so far, from 1; never repeats.
  public var stepCount: Int
  /// Plate-and-strip pairs so far, from 1.
  public var cycle: Int
  /// Charge since the step began, with the sign of the current.
  public var stepCharge: Quantity<Charge>
  /// What the virtual cell knows; empty for an instrument.
  public var modelState: ModelState

  /// A recorded reading from its parts.
  public init(
    reading: Reading, stepCount: Int, cycle: Int, stepCharge: Quantity<Charge>, modelState: ModelState = []
  ) {
    (self.reading, self.stepCount, self.cycle) = (reading, stepCount, cycle)
    (self.stepCharge, self.modelState) = (stepCharge, modelState)
  }
}

/// The beginning of a step.
public struct StepStart: Hashable, Codable, Sendable {
  /// Count of steps executed so far, from 1; never repeats.
  public var stepCount: Int
  /// Number of the step in the protocol, from 1; repeats in a loop.
  public var stepNumber: Int
  /// Its verb and label: "plate", "strip (reservoir)".
  public var name: String
  /// The cycle it belongs to, from 1.
  public var cycle: Int
  /// Test time.
  public var time: Quantity<Time>

  /// A step's beginning from its parts.
  public init(stepCount: Int, stepNumber: Int, name: String, cycle: Int, time: Quantity<Time>) {
    (self.stepCount, self.stepNumber, self.name) = (stepCount, stepNumber, name)
    (self.cycle, self.time) = (cycle, time)
  }
}

/// The end of a step and what it did.
public struct StepEnd: Hashable, Codable, Sendable {
  /// Count of steps executed so far, from 1.
  public var stepCount: Int
  /// Test time.
  public var time: Quantity<Time>
  /// How long it took.
  public var duration: Quantity<Time>
  /// Charge with the sign of the current.
  public var charge: Quantity<Charge>
  /// Voltage of the last reading.
  public var voltage: Quantity<Voltage>
  /// The condition that ended it, as people write it: "areal capacity ≥ 1 mAh/cm²".
  public var reason: String
  /// Whether a condition on the voltage ended it: an exhaustive strip closes a Coulombic-efficiency balance.
  public var endedByVoltage: Bool

  /// A step's end from its parts.
  public init(
    stepCount: Int, time: Quantity<Time>, duration: Quantity<Time>, charge: Quantity<Charge>,
    voltage: Quantity<Voltage>, reason: String, endedByVoltage: Bool
  ) {
    (self.stepCount, self.time, self.duration, self.charge) = (stepCount, time, duration, charge)
    (self.voltage, self.reason, self.endedByVoltage) = (voltage, reason, endedByVoltage)
  }
}

/// How a run ended.
public struct RunEnd: Hashable, Codable, Sendable {
  /// The four ways a run can end.
  public enum Way: String, Hashable, Codable, Sendable {
    /// All steps were done.
    case completed
    /// A person or a signal asked it to.
    case stopped
    /// A trip or a safety limit.
    case tripped
    /// Communication, hardware or recording failed.
    case fault
  }

  /// The way it ended.
  public var way: Way
  /// Test time.
  public var time: Quantity<Time>
  /// Why, in words.
  public var reason: String

  /// An end from its parts.
  public init(way: Way, time: Quantity<Time>, reason: String) {
    (self.way, self.time, self.reason) = (way, time, reason)
  }
}
