import Foundation

/// A four-quadrant source that measures: what the models of a family have alike, whatever their commands are called.
///
/// Sources current with a limit of voltage, or voltage with a limit of current; the cell is at its terminals with its sign.
struct SourceMeter: Sendable {
  enum Function: String, CaseIterable, Sendable {
    case current = "CURRent"
    case voltage = "VOLTage"
  }

  /// What the output does when it is off (2400: `:OUTPut:SMODe`).
  enum OffState: String, CaseIterable, Sendable {
    case disconnected = "HIMPedance"
    case normal = "NORMal"
    case zero = "ZERO"
    case guarded = "GUARd"
  }

  /// A range of currents or of voltages: those that it has, and the share of one by which it may be exceeded.
  struct Ranges: Sendable {
    let all: [Double]
    let excess = 1.05

    /// The smallest that holds a value; nil where none does.
    func holding(_ value: Double) -> Double? { all.first { value.magnitude <= $0 * excess * (1 + 1e-9) } }
  }

  var stage: PowerStage
  let (currents, voltages): (Ranges, Ranges)
  /// Steps of a range: of the source, of the current reading, of the voltage reading.
  let (sourceSteps, currentSteps, voltageSteps): (Double, Double, Double)

  var isOn = false
  var function = Function.voltage
  var offState = OffState.normal
  var (currentLevel, voltageLevel) = (0.0, 0.0)
  var (currentRange, voltageRange): (Double, Double)
  var (currentRangeIsAuto, voltageRangeIsAuto) = (true, true)
  var (measuredCurrentRange, measuredVoltageRange): (Double, Double)
  var (measuredCurrentIsAuto, measuredVoltageIsAuto) = (true, true)
  /// Compliance, V and A.
  var (voltageLimit, currentLimit): (Double, Double)
  /// Power line cycles of a measurement; a cycle is 20 ms.
  var powerLineCycles = 1.0
  var hasRemoteSense = false

  init(
    _ stage: PowerStage, currents: [Double], voltages: [Double], sourceSteps: Double = 20_000,
    currentSteps: Double = 100_000, voltageSteps: Double = 200_000, voltageLimit: Double, currentLimit: Double
  ) {
    self.stage = stage
    (self.currents, self.voltages) = (Ranges(all: currents), Ranges(all: voltages))
    (self.sourceSteps, self.currentSteps, self.voltageSteps) = (sourceSteps, currentSteps, voltageSteps)
    (self.voltageLimit, self.currentLimit) = (voltageLimit, currentLimit)
    (currentRange, voltageRange) = (currents.first ?? 1, voltages.first ?? 1)
    (measuredCurrentRange, measuredVoltageRange) = (currents.first ?? 1, voltages.first ?? 1)
    self.stage.hasRemoteSense = false
  }

  /// Everything as after switching on.
  mutating func reset() {
    let (limitV, limitI) = (voltageLimit, currentLimit)
    self = SourceMeter(
      stage, currents: currents.all, voltages: voltages.all, sourceSteps: sourceSteps, currentSteps: currentSteps,
      voltageSteps: voltageSteps, voltageLimit: limitV, currentLimit: limitI)
    apply()
  }

  /// The output takes up what was set.
  mutating func apply() {
    stage.hasRemoteSense = hasRemoteSense
    let (volts, amperes) = (voltageLimit.magnitude, currentLimit.magnitude)
    if isOn {
      switch function {
      case .current: stage.demand(.current(rounded(currentLevel, currentRange), voltages: -volts...volts))
      case .voltage: stage.demand(.voltage(rounded(voltageLevel, voltageRange), currents: -amperes...amperes))
      }
      return
    }
    switch offState {
    case .disconnected: stage.demand(.open)
    case .normal, .zero: stage.demand(.voltage(0, currents: -amperes...amperes))
    case .guarded: stage.demand(.current(0, voltages: -volts...volts))
    }
  }

  private func rounded(_ value: Double, _ range: Double) -> Double {
    let step = range / sourceSteps
    return (value / step).rounded() * step
  }

  mutating func setCurrent(_ level: Double) throws(ScpiError) {
    currentRange = try range(for: level, currentRange, isAuto: currentRangeIsAuto, of: currents)
    currentLevel = level
    apply()
  }

  mutating func setVoltage(_ level: Double) throws(ScpiError) {
    voltageRange = try range(for: level, voltageRange, isAuto: voltageRangeIsAuto, of: voltages)
    voltageLevel = level
    apply()
  }

  private mutating func range(
    for level: Double, _ present: Double, isAuto: Bool, of ranges: Ranges
  ) throws(ScpiError) -> Double {
    guard isAuto else {
      guard level.magnitude <= present * ranges.excess * (1 + 1e-9) else { throw .outOfRange }
      return present
    }
    guard let range = ranges.holding(level) else { throw .outOfRange }
    if range != present { stage.switchRange() }
    return range
  }

  mutating func setCurrentRange(_ value: Double) throws(ScpiError) {
    guard let range = currents.holding(value) else { throw .outOfRange }
    if range != currentRange { stage.switchRange() }
    (currentRange, currentRangeIsAuto) = (range, false)
    apply()
  }

  mutating func setVoltageRange(_ value: Double) throws(ScpiError) {
    guard let range = voltages.holding(value) else { throw .outOfRange }
    if range != voltageRange { stage.switchRange() }
    (voltageRange, voltageRangeIsAuto) = (range, false)
    apply()
  }

  /// A reading with the converters' steps; beyond its range a fixed one overflows.
  mutating func measure() -> (reading: StageReading, voltageOverflows: Bool, currentOverflows: Bool) {
    var reading = stage.measure()
    let volts = measuredVoltageIsAuto ? voltages.holding(reading.voltage) : measuredVoltageRange
    // In the range of the source the current is not measured more finely.
    let amperes = measuredCurrentIsAuto ? currents.holding(reading.current) : measuredCurrentRange
    reading.voltage = quantised(reading.voltage, volts ?? 0, voltageSteps)
    reading.current = quantised(reading.current, amperes ?? 0, currentSteps)
    return (
      reading, reading.voltage.magnitude > (volts ?? 0) * voltages.excess,
      reading.current.magnitude > (amperes ?? 0) * currents.excess
    )
  }

  private func quantised(_ value: Double, _ range: Double, _ steps: Double) -> Double {
    range > 0 ? (value / range * steps).rounded() * range / steps : value
  }

  /// Whether the output is at its limit instead of its level.
  var isInCompliance: Bool { isOn && stage.outputRegime != .target }
}
