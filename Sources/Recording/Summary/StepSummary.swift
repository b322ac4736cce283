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
  /// Energy into the cell, ∫V dQ with the sign of the charge: stripping against a positive voltage takes energy up.
  public private(set) var energy: Quantity<Energy> = .zero
  /// Voltage, the mean over the charge moved; nil where none moved. In a symmetric cell it is the overpotential.
  public var meanVoltage: Quantity<Voltage>? {
    charged.magnitude > 0 ? Quantity(si: energy.si / charged) : nil
  }
  /// How far the tip at the start of plating lies below the plateau behind it: the mean over the charge since the tip less
  /// the tip; nil for other steps, or where the lowest voltage does not lie within the first tenth of the charge: noise on a
  /// plateau, or a plateau that a short has raised.
  public var nucleationOverpotential: Quantity<Voltage>? {
    guard let tip, behindTip.charge < 0, chargeAtTip >= Self.tipWithin * charge.si * (1 + 1e-9) else { return nil }
    let depth = behindTip.work / behindTip.charge - tip
    return depth > 0 ? Quantity(si: depth) : nil
  }
  /// Charge that the energy was taken over, C.
  private var charged = 0.0
  private var before: (charge: Double, voltage: Double)? {
    get { hasBefore ? (chargeBefore, voltageBefore) : nil }
    set { (hasBefore, chargeBefore, voltageBefore) = (newValue != nil, newValue?.charge ?? 0, newValue?.voltage ?? 0) }
  }
  private var (hasBefore, chargeBefore, voltageBefore) = (false, 0.0, 0.0)
  /// Lowest voltage while plating, V, and ∫V dQ and the charge since.
  private var tip: Double?
  /// Charge that had moved at the tip, C.
  private var chargeAtTip = 0.0
  /// The part of the charge within which a tip of nucleation lies; estimated: on copper it lies within a few parts in a thousand.
  private static let tipWithin = 0.1
  private var behindTip = Moved()

  private struct Moved: Hashable, Sendable {
    var (work, charge) = (0.0, 0.0)
  }

  init(_ start: StepStart) {
    (stepCount, name, cycle) = (start.stepCount, start.name, start.cycle)
    (self.start, arealCapacity) = (start.time, .zero)
  }

  mutating func observe(_ recorded: RecordedReading, area: Quantity<Area>) {
    let voltage = recorded.reading.voltage
    readings += 1
    duration = recorded.reading.time - start
    take(charge: recorded.stepCharge, area: area)
    guard voltage.isFinite else { return before = nil }
    move(to: recorded.stepCharge.si, voltage: voltage.si)
    finalVoltage = voltage
    lowestVoltage = min(lowestVoltage ?? voltage, voltage)
    highestVoltage = max(highestVoltage ?? voltage, voltage)
  }

  /// The charge since the reading before moved at the mean voltage of the two.
  private mutating func move(to charge: Double, voltage: Double) {
    let moved = charge - (before?.charge ?? 0)
    let work = (before.map { ($0.voltage + voltage) / 2 } ?? voltage) * moved
    before = (charge, voltage)
    guard moved.isFinite, moved != 0 else { return }
    energy = Quantity(si: energy.si + work)
    charged += moved
    guard moved < 0 else { return }
    if voltage < tip ?? .infinity {
      (tip, chargeAtTip, behindTip) = (voltage, charge, Moved())
    } else {
      behindTip.work += work
      behindTip.charge += moved
    }
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
