import Foundation

/// An EA PSB 10000: a supply that sources and sinks, over Modbus RTU, TCP and RTU over TCP.
///
/// Register list PSB 10000 KE V3.10+; EA, Programming ModBus & SCPI, 10000/20000 series, Rev 01 2023. It knows no negative voltage.
struct EAPowerSupply: PoweredPanel, ModbusPanel {
  var stage: PowerStage
  var incidents: [PanelEvent] = []
  /// Registers that hold what was written to them.
  var raw = Self.afterPowerOn
  /// Alarms and events, at their bits of the state.
  var alarms: UInt32 = 0
  /// Counters 520 to 527.
  var counters = [UInt16](repeating: 0, count: 8)
  /// Charge that went out and came in, A·s.
  var (sourced, sunk) = (0.0, 0.0)
  var userText = [UInt16](repeating: 0, count: 20)
  /// Which interface has it in remote control, as in bits 0 to 4 of the state; nil where none has.
  var owner: UInt32?
  var isInHand = false
  var isOn = false
  var hasLapsed = false
  /// One snapshot a request.
  var snapshot: StageReading?
  private var isPowerLimited = false

  /// Nominal values of the PSB 10060-60, V, A; the power is that of its series (estimated), W.
  static let (voltage, current, power) = (60.0, 60.0, 1500.0)
  /// What stands for 100 %, and how many steps the converters make of it.
  static let (full, steps) = (52428.0, 26214.0)

  /// Bits of the state.
  enum Bit {
    static let (dcOn, remote, sink, sense, anyAlarm) = (7, 11, 12, 14, 15)
    static let (ovp, ocp, opp, powerFail) = (16, 17, 18, 21)
    static let (uvd, ovd, ucd, ocd, opd, causeIsSink) = (24, 25, 26, 27, 28, 31)
  }

  init(_ stage: PowerStage) {
    self.stage = stage
    apply()
  }

  /// A raw value as a part of a nominal one, rounded to what the converters resolve.
  func value(_ address: Int, of nominal: Double) -> Double {
    (Double(raw[address] ?? 0) / 2).rounded() * 2 / Self.full * nominal
  }

  private static func count(_ value: Double, of nominal: Double) -> UInt16 {
    RegisterWords.clamped((value / nominal * steps).rounded() * full / steps)
  }

  /// The output takes up what was set.
  mutating func apply() {
    guard isOn else { return stage.demand(.open) }
    let volts = max(measuredVoltage, 0.1)
    let (source, sink) = (value(501, of: Self.current), value(499, of: Self.current))
    let (sourceByPower, sinkByPower) = (value(502, of: Self.power) / volts, value(498, of: Self.power) / volts)
    isPowerLimited = sourceByPower < source || sinkByPower < sink
    stage.demand(
      .voltage(value(500, of: Self.voltage), currents: -min(sink, sinkByPower)...min(source, sourceByPower)))
  }

  private var measuredVoltage: Double {
    var copy = stage
    return copy.measure().voltage.magnitude
  }

  mutating func advance(to time: Double) {
    while stage.time < time {
      watch()
      let next = min(time, stage.time + 1)
      // With power limits in play the current follows the voltage.
      if isOn, isPowerLimited { apply() }
      let start = stage.time
      stage.advance(to: next, within: isOn ? window : StageWindow())
      if isOn { count(over: stage.time - start) }
    }
    watch()
  }

  /// Counts what flowed for a time in s.
  private mutating func count(over duration: Double) {
    var copy = stage
    let current = copy.measure().trueCurrent
    if current > 0 { sourced += current * duration } else { sunk -= current * duration }
  }

  /// Voltage and current that trip nothing.
  private var window: StageWindow {
    func threshold(_ address: Int, _ action: Int, of nominal: Double) -> Double? {
      (raw[action] ?? 0) == 0 ? nil : value(address, of: nominal)
    }
    let ovd = threshold(561, 562, of: Self.voltage) ?? .infinity
    let top = min(value(550, of: Self.voltage), ovd)
    let bottom = threshold(559, 560, of: Self.voltage) ?? -.infinity
    let source = min(value(553, of: Self.current), threshold(565, 566, of: Self.current) ?? .infinity)
    let sink = min(value(569, of: Self.current), threshold(573, 574, of: Self.current) ?? .infinity)
    return StageWindow(voltage: min(bottom, top)...top, current: -sink...source)
  }

  /// Looks whether anything trips.
  private mutating func watch() {
    guard isOn else { return }
    var copy = stage
    let now = copy.measure()
    let (volts, amperes) = (now.trueVoltage + stage.seriesVoltage, now.trueCurrent)
    let watts = volts * amperes
    if volts > value(550, of: Self.voltage) { trip(Bit.ovp, counter: 0, "OVP") }
    if amperes > value(553, of: Self.current) { trip(Bit.ocp, counter: 1, "OCP, source") }
    if -amperes > value(569, of: Self.current) { trip(Bit.ocp, counter: 5, "OCP, sink", sink: true) }
    if watts > value(556, of: Self.power) { trip(Bit.opp, counter: 2, "OPP, source") }
    if -watts > value(570, of: Self.power) { trip(Bit.opp, counter: 6, "OPP, sink", sink: true) }
    event(Bit.uvd, volts < value(559, of: Self.voltage), action: 560, "UVD")
    event(Bit.ovd, volts > value(561, of: Self.voltage), action: 562, "OVD")
    event(Bit.ucd, amperes >= 0 && amperes < value(563, of: Self.current), action: 564, "UCD, source")
    event(Bit.ocd, amperes > value(565, of: Self.current), action: 566, "OCD, source")
    event(Bit.opd, watts > value(567, of: Self.power), action: 568, "OPD, source")
    event(Bit.ucd, amperes < 0 && -amperes < value(571, of: Self.current), action: 572, "UCD, sink", sink: true)
    event(Bit.ocd, -amperes > value(573, of: Self.current), action: 574, "OCD, sink", sink: true)
    event(Bit.opd, -watts > value(575, of: Self.power), action: 576, "OPD, sink", sink: true)
  }

  /// An alarm switches off and stays until it is acknowledged.
  private mutating func trip(_ bit: Int, counter: Int?, _ words: String, sink: Bool = false) {
    guard isOn else { return }
    alarms |= 1 << UInt32(bit)
    if bit != Bit.ovp {
      alarms = sink ? alarms | 1 << UInt32(Bit.causeIsSink) : alarms & ~(1 << UInt32(Bit.causeIsSink))
    }
    if let counter { counters[counter] &+= 1 }
    isOn = false
    apply()
    incidents.append(PanelEvent(time: stage.time, event: "trip", detail: words))
  }

  /// A user event: 0 nothing, 1 a signal while it lasts, 2 a warning that stays, 3 an alarm.
  private mutating func event(_ bit: Int, _ isMet: Bool, action: Int, _ words: String, sink: Bool = false) {
    let mask: UInt32 = 1 << UInt32(bit)
    switch raw[action] ?? 0 {
    case 1: alarms = isMet ? alarms | mask : alarms & ~mask
    case 2: if isMet { alarms |= mask }
    case 3: if isMet { trip(bit, counter: nil, words, sink: sink) }
    default: break
    }
  }

  /// Registers 505 and 506.
  mutating func deviceState() -> UInt32 {
    var state = isInHand ? 1 : hasLapsed ? 0x1C : owner ?? 0
    func set(_ bit: Int, _ isSet: Bool) { if isSet { state |= 1 << UInt32(bit) } }
    set(Bit.dcOn, isOn)
    if isOn, stage.outputRegime != .target { state |= (isPowerLimited ? 3 : 2) << 9 }
    set(Bit.remote, owner != nil)
    set(Bit.sink, (snapshot?.current ?? stage.measure().current) < -Self.current / Self.steps / 2)
    set(Bit.sense, stage.hasRemoteSense && !stage.faults.senseIsOpen)
    set(Bit.anyAlarm, alarms & ~(1 << UInt32(Bit.causeIsSink)) != 0)
    return state | alarms
  }

  /// Registers 507 to 509 of one moment: magnitudes, and no voltage below zero.
  mutating func actual(_ exchange: inout Exchange) -> (voltage: UInt16, current: UInt16, power: UInt16) {
    let reading = snapshot ?? stage.measure()
    if snapshot == nil { exchange.readings.append(reading) }
    snapshot = reading
    let (volts, amperes) = (max(0, reading.voltage), reading.current.magnitude)
    return (
      Self.count(volts, of: Self.voltage), Self.count(amperes, of: Self.current),
      Self.count(volts * amperes, of: Self.power)
    )
  }

  /// Leaves remote control; register 425 decides about the output.
  mutating func leaveRemote() {
    owner = nil
    if raw[425] != 0xFF00 { isOn = false }
    apply()
  }

  mutating func restart() {
    let (wasOn, restores) = (isOn, raw[408] == 0xFFFE)
    let kept = raw.filter { Self.keptWithoutMains.contains($0.key) }
    self = EAPowerSupply(stage)
    raw.merge(kept) { $1 }
    if wasOn {
      alarms |= 1 << UInt32(Bit.powerFail)
      counters[4] = 1
    }
    isOn = wasOn && restores
    apply()
  }

  mutating func lapseWatchdog() {
    guard owner != nil else { return }
    leaveRemote()
    hasLapsed = true
    incidents.append(PanelEvent(time: stage.time, event: "watchdog"))
  }

  mutating func takeInHand(_ isHeld: Bool) {
    if isHeld, owner != nil { leaveRemote() }
    isInHand = isHeld
  }
}
