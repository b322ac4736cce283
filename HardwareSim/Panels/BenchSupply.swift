import Foundation

/// A small supply that sources only, over Modbus RTU: Riden RD60xx, Ruideng DPS5005, Sinilink XY6020L.
///
/// They have no sense leads and no watchdog: when nobody speaks to them any more, the output stays as it was.
struct BenchSupply: PoweredPanel, ModbusPanel {
  /// What an instrument has at which address, and what its registers count in.
  struct Layout: Sendable {
    /// Addresses of what every one of them has.
    var voltageSet, currentSet, voltage, current, input, lock, protection, mode, output: Int
    /// The power: its address, how many registers it takes, and what it counts in, W.
    var power: (address: Int, count: Int, step: Double)
    /// Limits of voltage and current that switch the output off, and the latter's of power, where there is one.
    var overvoltage, overcurrent: Int
    var overpower: (address: Int, step: Double)?
    /// Whether the output is on after the mains came back.
    var onAfterPower: Int
    /// What a count is worth, V and A.
    var voltageStep, currentStep: Double
    /// The largest settings, V and A.
    var mostVoltage, mostCurrent: Double
    /// Charge and energy that went out, as low and high word or the other way round, and what they count in, Ah and Wh.
    var charge: Counter?
    var energy: Counter?
    /// Registers that never change, and those that are only stored.
    var constants: [Int: UInt16]
    var stored: [Int: UInt16]
    /// Whether writing the protection clears it.
    var clearsProtection: Bool
    /// Addresses between the known ones that read as zero.
    var readsGaps: Bool
    /// How long a reply takes, s (estimated).
    var latency: Double
    /// The unit it answers to.
    var unit: UInt8 = 1

    /// A counter of two registers.
    struct Counter: Sendable {
      var address: Int
      /// Whether the low word comes first.
      var lowFirst: Bool
      /// What a count is worth.
      var step: Double
    }
  }

  /// What has switched it off, by the code of its register.
  enum Trip: UInt16, Sendable { case overvoltage = 1, overcurrent, overpower }

  var stage: PowerStage
  var incidents: [PanelEvent] = []
  let layout: Layout
  private let table: RegisterTable<BenchSupply>
  var raw: [Int: UInt16]
  var isOn = false
  var trip: Trip?
  /// As and Ws that went out since switching on.
  var (charge, energy) = (0.0, 0.0)
  var snapshot: StageReading?

  init(_ stage: PowerStage, _ layout: Layout) {
    (self.stage, self.layout) = (stage, layout)
    raw = layout.stored
    raw[layout.overvoltage] = RegisterWords.clamped(1.1 * layout.mostVoltage / layout.voltageStep)
    raw[layout.overcurrent] = RegisterWords.clamped(1.1 * layout.mostCurrent / layout.currentStep)
    if let power = layout.overpower {
      raw[power.address] = RegisterWords.clamped(1.1 * layout.mostVoltage * layout.mostCurrent / power.step)
    }
    table = RegisterTable(Self.registers(of: layout), readsGaps: layout.readsGaps)
    self.stage.hasRemoteSense = false
    apply()
  }

  func value(_ address: Int, _ step: Double) -> Double { Double(raw[address] ?? 0) * step }

  mutating func apply() {
    guard isOn else { return stage.demand(.open) }
    stage.demand(
      .voltage(
        value(layout.voltageSet, layout.voltageStep), currents: 0...value(layout.currentSet, layout.currentStep)))
  }

  mutating func advance(to time: Double) {
    while stage.time < time {
      watch()
      let start = stage.time
      let top = value(layout.overvoltage, layout.voltageStep)
      let most = value(layout.overcurrent, layout.currentStep)
      stage.advance(
        to: min(time, start + 1),
        within: isOn ? StageWindow(voltage: -Double.infinity...top, current: -Double.infinity...most) : StageWindow())
      var copy = stage
      let now = copy.measure()
      let amperes = isOn ? now.trueCurrent : 0
      charge += amperes * (stage.time - start)
      energy += amperes * now.trueVoltage * (stage.time - start)
    }
    watch()
  }

  private mutating func watch() {
    guard isOn else { return }
    var copy = stage
    let now = copy.measure()
    let volts = now.trueVoltage + stage.seriesVoltage
    if volts > value(layout.overvoltage, layout.voltageStep) { leave(.overvoltage) }
    if now.trueCurrent > value(layout.overcurrent, layout.currentStep) { leave(.overcurrent) }
    if let power = layout.overpower, volts * now.trueCurrent > value(power.address, power.step) { leave(.overpower) }
  }

  private mutating func leave(_ reason: Trip) {
    guard isOn else { return }
    (isOn, trip) = (false, reason)
    apply()
    incidents.append(PanelEvent(time: stage.time, event: "trip", detail: "\(reason)"))
  }

  mutating func restart() {
    let kept = raw
    let comesOn = raw[layout.onAfterPower] == 1
    self = BenchSupply(stage, layout)
    raw.merge(kept) { $1 }
    isOn = comesOn
    apply()
  }

  mutating func setOutput(_ isOn: Bool) {
    if isOn { trip = nil }
    self.isOn = isOn
    apply()
  }

  /// What is shown: nothing while the output is off, as nobody found what it shows then.
  mutating func shown(_ exchange: inout Exchange) -> StageReading {
    if let snapshot { return snapshot }
    var reading = stage.measure()
    if !isOn { (reading.voltage, reading.current) = (0, 0) }
    exchange.readings.append(reading)
    snapshot = reading
    return reading
  }

  var manners: ModbusManners {
    var manners = ModbusManners()
    manners.latency = layout.latency
    return manners
  }

  mutating func answer(_ request: ModbusRequest, unit: UInt8, in exchange: inout Exchange) -> ModbusAnswer {
    snapshot = nil
    guard unit == layout.unit else { return .nothing }
    return table.answer(request, of: &self, &exchange)
  }
}
