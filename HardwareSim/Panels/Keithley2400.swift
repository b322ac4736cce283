import Foundation

/// A Keithley 2400 SourceMeter on RS-232 or behind a converter: SCPI as in the 2400 series user's manual.
///
/// Off is not open: until `:OUTPut:SMODe HIMPedance` is set, it drives 0 V into the cell while it is off.
struct Keithley2400: PoweredPanel, ScpiPanel {
  var meter: SourceMeter
  /// Alarms and the like.
  var incidents: [PanelEvent] = []
  var errors: [ScpiError] = []
  var pendingLatency = 0.0
  /// What `:SENSe:FUNCtion` has on: V, I, Ω.
  var functions: Set<Element> = [.current]
  var elements = Element.allCases
  var turnsOffByItself = false
  var startTime: Double
  /// Settings that change nothing here but are read back, by their pattern.
  var stored: [String: String] = [:]
  /// The last reading, for `:FETCh?`.
  var latest: String?

  enum Element: String, CaseIterable, Sendable {
    case voltage = "VOLTage"
    case current = "CURRent"
    case resistance = "RESistance"
    case time = "TIME"
    case status = "STATus"
  }

  /// Ranges of the model, A and V (limits of the driver's validators: ±1.05 A, ±210 V).
  static let (currents, voltages) = ([1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1.0], [0.2, 2, 20, 200.0])
  /// Compliance after a reset, V and A.
  static let (usualVoltageLimit, usualCurrentLimit) = (21.0, 105e-6)
  /// What stands for a value that was not measured.
  static let noValue = 9.91e37
  /// Where the timestamp begins again, s.
  static let timeWraps = 99_999.999
  static let identity = "KEITHLEY INSTRUMENTS INC.,MODEL 2400,0000000,C30   Mar 17 2006 09:29:29/A02  /K/J"

  /// A source meter that was just switched on.
  init(_ stage: PowerStage) {
    meter = SourceMeter(
      stage, currents: Self.currents, voltages: Self.voltages, voltageLimit: Self.usualVoltageLimit,
      currentLimit: Self.usualCurrentLimit)
    startTime = stage.time
    meter.apply()
  }

  /// The output.
  var stage: PowerStage {
    get { meter.stage }
    set { meter.stage = newValue }
  }

  /// Lets the cell run on.
  mutating func advance(to time: Double) { meter.stage.advance(to: time) }

  /// As after switching on.
  mutating func restart() { self = Keithley2400(meter.stage) }

  mutating func reset() {
    let (errors, start) = (errors, startTime)
    self = Keithley2400(meter.stage)
    (self.errors, startTime) = (errors, start)
  }

  /// Measures, with the output on; one reply with the elements that are asked for.
  mutating func read(_ exchange: inout Exchange) throws(ScpiError) -> String {
    if turnsOffByItself, !meter.isOn {
      meter.isOn = true
      meter.apply()
    }
    guard meter.isOn else { throw .outputOff }
    let (reading, voltageOverflows, currentOverflows) = meter.measure()
    exchange.readings.append(reading)
    let overflow = voltageOverflows || currentOverflows
    let values = elements.map { element in
      switch element {
      case .voltage:
        voltageOverflows
          ? 9.9e37
          : functions.contains(.voltage)
            ? reading.voltage : meter.function == .voltage ? meter.voltageLevel : Self.noValue
      case .current:
        currentOverflows
          ? 9.9e37
          : functions.contains(.current)
            ? reading.current : meter.function == .current ? meter.currentLevel : Self.noValue
      case .resistance:
        functions.contains(.resistance) && reading.current != 0 ? reading.voltage / reading.current : Self.noValue
      case .time:
        ((exchange.time - startTime) * (1 + meter.stage.faults.clockDrift)).truncatingRemainder(
          dividingBy: Self.timeWraps)
      case .status: Double(statusWord(overflow: overflow))
      }
    }
    pendingLatency += meter.powerLineCycles / 50 * Double(max(1, functions.count))
    if turnsOffByItself {
      meter.isOn = false
      meter.apply()
    }
    let text = values.map { String(format: "%+.6E", $0) }.joined(separator: ",")
    latest = text
    return text
  }

  /// Bits 0, 3, 14, 15 and 22 of the status element.
  private func statusWord(overflow: Bool) -> Int {
    var word = overflow ? 1 : 0
    if meter.isInCompliance { word |= 1 << 3 }
    word |= 1 << (meter.function == .voltage ? 14 : 15)
    if meter.hasRemoteSense { word |= 1 << 22 }
    return word
  }

  /// Bits 11, 13 and 14 of the measurement condition.
  var measurementCondition: Int { 1 << 11 | (meter.isInCompliance ? 1 << 14 : 0) }
}
