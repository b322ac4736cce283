import Cycling
import Quantities
import TestProtocols

/// A reading outside a safety limit, with the number and the limit.
struct SafetyBreach: Hashable, Sendable {
  /// The event to be recorded.
  let alarm: Alarm
  /// In words, with the number and the limit.
  let reason: String

  /// The first limit that a reading or the step's charge exceeds; nil when all is within.
  init?(of limits: SafetyLimits, by reading: Reading, charge: Quantity<Charge>) {
    let voltage = reading.voltage.si
    let current = reading.current.si
    if let limit = limits.maximumVoltage?.si, voltage > limit {
      self.init("voltage", voltage, "above", limit, "V", at: reading)
    } else if let limit = limits.minimumVoltage?.si, voltage < limit {
      self.init("voltage", voltage, "below", limit, "V", at: reading)
    } else if let limit = limits.maximumCurrent?.si, current > limit * (1 + Self.setpointTolerance) {
      self.init("current", current, "above", limit, "A", at: reading)
    } else if let limit = limits.minimumCurrent?.si, current < limit * (1 + Self.setpointTolerance) {
      self.init("current", current, "below", limit, "A", at: reading)
    } else if let limit = limits.maximumStepCharge?.si, charge.magnitude.si > limit {
      self.init("charge", charge.magnitude.si, "above", limit, "C", at: reading)
    } else {
      return nil
    }
  }

  private init(_ what: String, _ value: Double, _ side: String, _ limit: Double, _ unit: String, at reading: Reading) {
    alarm = Alarm(
      kind: .safetyLimit, severity: .trip, time: reading.time,
      evidence: [Evidence("\(what)_\(unit)", value), Evidence("limit_\(unit)", limit)])
    reason =
      "\(what) \(value.formatted(digits: 5)) \(unit) is \(side) the safety limit of "
      + "\(limit.formatted(digits: 5)) \(unit)"
  }

  /// A set current equal to its limit is inside it, however the instrument rounds.
  private static let setpointTolerance = 1e-6
}
