import Cycling
public import Quantities

/// What one step did.
public struct StepSummary: Hashable, Sendable {
  /// Count of steps executed so far, from 1.
  public var stepCount: Int
  /// Verb and label.
  public var name: String
  /// The cycle it belongs to, from 1.
  public var cycle: Int
  /// Test time of its start.
  public var start: Quantity<Time>
  /// How long it took, or has taken so far.
  public var duration: Quantity<Time> = .zero
  /// Readings kept in it.
  public var readings = 0
  /// Charge with the sign of the current.
  public var charge: Quantity<Charge> = .zero
  /// Charge over the electrode's area.
  public var arealCapacity: Quantity<ArealCapacity>
  /// Voltage at its end; nil while there is no reading.
  public var finalVoltage: Quantity<Voltage>?
  /// Lowest voltage of its readings; nil where there is none.
  public var lowestVoltage: Quantity<Voltage>?
  /// Highest voltage of its readings; nil where there is none.
  public var highestVoltage: Quantity<Voltage>?
  /// What ended it, as people write it; nil where the run was cut off in it.
  public var endReason: String?

  init(_ start: StepStart) {
    (stepCount, name, cycle) = (start.stepCount, start.name, start.cycle)
    (self.start, arealCapacity) = (start.time, .zero)
  }

  mutating func observe(_ recorded: RecordedReading, area: Quantity<Area>) {
    let voltage = recorded.reading.voltage
    readings += 1
    duration = recorded.reading.time - start
    take(charge: recorded.stepCharge, area: area)
    guard voltage.isFinite else { return }
    finalVoltage = voltage
    lowestVoltage = min(lowestVoltage ?? voltage, voltage)
    highestVoltage = max(highestVoltage ?? voltage, voltage)
  }

  mutating func finish(_ end: StepEnd, area: Quantity<Area>) {
    (duration, endReason) = (end.duration, end.reason)
    if end.voltage.isFinite { finalVoltage = end.voltage }
    take(charge: end.charge, area: area)
  }

  private mutating func take(charge: Quantity<Charge>, area: Quantity<Area>) {
    self.charge = charge
    arealCapacity = charge / area
  }
}
