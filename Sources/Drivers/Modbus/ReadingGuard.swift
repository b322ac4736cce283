import Cycling
import DeviceProfiles

/// Looks at every raw reading before anyone else does: limits, alarms, and whether the instrument does what it was told.
struct ReadingGuard: Sendable {
  private let voltage: ClosedRange<Double>
  private let current: ClosedRange<Double>
  private let rest: RestState

  /// A guard at the limits, a twentieth of their span and a step of the instrument beyond: behind the run's own limits, where the instrument's
  /// protection acts too.
  init(_ limits: ChannelLimits, _ model: DeviceModel, rest: RestState) {
    func widened(_ range: ClosedRange<Double>, _ step: Double?) -> ClosedRange<Double> {
      let margin = (range.upperBound - range.lowerBound) / 20 + (step ?? 0)
      return (range.lowerBound - margin)...(range.upperBound + margin)
    }
    voltage = widened(limits.voltage, model.voltage?.step)
    current = widened(limits.current, model.current?.step)
    self.rest = rest
  }

  /// Why the cell must be opened now; nil where all is well.
  func objection(to reading: RawReading, holding setpoint: Setpoint) -> String? {
    if let trips = reading.trips { return "the instrument tripped: \(trips)" }
    if let value = reading.current, !current.contains(value) {
      return "the current is \(Float(value)) A, outside \(Float(current.lowerBound)) to \(Float(current.upperBound)) A"
    }
    let isMeasured = !(setpoint == .open && rest == .openUnmeasured)
    if isMeasured, let value = reading.voltage, !voltage.contains(value) {
      return "the voltage is \(Float(value)) V, outside \(Float(voltage.lowerBound)) to \(Float(voltage.upperBound)) V"
    }
    if reading.says(.remote) == false { return "the instrument left remote control" }
    let isOn = reading.says(.outputOn)
    if setpoint != .open, isOn == false { return "the output went off by itself" }
    if setpoint == .open, rest == .open || rest == .openUnmeasured, isOn == true {
      return "the output is on although it was switched off"
    }
    return nil
  }

  /// Remarks about a reading that is good.
  func flags(of reading: RawReading, holding setpoint: Setpoint, afterGap: Bool) -> ReadingFlags {
    var flags: ReadingFlags = afterGap ? [.gap] : []
    let isLimited =
      switch setpoint {
      case .open: rest == .openUnmeasured
      case .current: reading.says(.constantVoltage) == true || reading.says(.limited) == true
      case .voltage: reading.says(.constantCurrent) == true || reading.says(.limited) == true
      }
    if isLimited || reading.says(.overflow) == true { flags.insert(.overload) }
    return flags
  }
}
