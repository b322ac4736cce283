/// The inside of an emulated instrument, as the catalogue makes it.
public struct EmulatedPanel: Sendable {
  enum Kind: Sendable {
    /// A Modbus slave.
    case modbus(any ModbusPanel)
    /// An instrument that speaks in lines.
    case lines(any LinePanel)
  }

  let kind: Kind

  init(_ panel: any ModbusPanel) { kind = .modbus(panel) }
  init(_ panel: any LinePanel) { kind = .lines(panel) }
}

/// What an emulated instrument is at a moment: its panel, its faults, its count of messages.
struct InstrumentState: Sendable {
  let name: String
  var modbus: (any ModbusPanel)?
  var lines: (any LinePanel)?
  var director: FaultDirector
  var messages = 0
  /// Until when the line is gone, real s.
  var goneUntil = 0.0
  /// Connections that listen to what is said unasked.
  var listeners = 0
  /// What is to be written into the truth file.
  private(set) var truths: [TruthEntry] = []
  let keepsTruth: Bool

  init(name: String, panel: EmulatedPanel, director: FaultDirector, keepsTruth: Bool) {
    (self.name, self.director, self.keepsTruth) = (name, director, keepsTruth)
    switch panel.kind {
    case .modbus(let panel): modbus = panel
    case .lines(let panel): lines = panel
    }
  }

  /// Lets everything happen up to a test time in s, which is a real time in s too.
  mutating func catchUp(to time: Double, real: Double) {
    while director.nextTurn <= time {
      let turn = director.nextTurn
      advance(to: turn)
      take(director.turnOfEvents(message: nil, time: turn), real: real)
    }
    advance(to: time)
  }

  /// The next message: lets everything happen up to it, and decides which faults meet it.
  mutating func nextMessage(at time: Double, real: Double) -> (exchange: Exchange, faults: [FaultRule]) {
    catchUp(to: time, real: real)
    messages += 1
    take(director.turnOfEvents(message: messages, time: time), real: real)
    let faults = director.strikes(message: messages, time: time)
    for rule in faults {
      note("fault", at: time, message: messages, rule.kind.rawValue + (rule.meetsRequest ? " on request" : ""))
      if case .disconnect(let duration) = rule.effect { goneUntil = max(goneUntil, real + duration) }
    }
    return (Exchange(message: messages, time: time), faults)
  }

  /// Writes down what was measured for a message.
  mutating func conclude(_ exchange: Exchange) {
    guard keepsTruth else { return }
    for reading in exchange.readings {
      truths.append(
        TruthEntry(
          time: exchange.time, instrument: name, event: "reading", message: exchange.message, reading: reading))
    }
    for temperature in exchange.temperatures {
      var entry = TruthEntry(time: exchange.time, instrument: name, event: "reading", message: exchange.message)
      (entry.temperature, entry.trueTemperature) = (temperature.shown, temperature.true)
      truths.append(entry)
    }
    noteEvents()
  }

  /// What is to be written down; nothing afterwards.
  mutating func takeTruths() -> [TruthEntry] {
    defer { truths.removeAll() }
    return truths
  }

  private mutating func advance(to time: Double) {
    modbus?.advance(to: time)
    lines?.advance(to: time)
    noteEvents()
  }

  private mutating func noteEvents() {
    let events = (modbus?.takeEvents() ?? []) + (lines?.takeEvents() ?? [])
    for event in events { note(event.event, at: event.time, message: nil, event.detail) }
  }

  private mutating func take(_ turns: [FaultTurn], real: Double) {
    guard !turns.isEmpty else { return }
    modbus?.faults = director.stage
    lines?.faults = director.stage
    for turn in turns {
      note(turn.begins ? "fault" : "fault ends", at: turn.time, message: nil, turn.rule.kind.rawValue)
      if turn.rule.effect == .local {
        modbus?.takeInHand(turn.begins)
        lines?.takeInHand(turn.begins)
      }
      guard turn.begins else { continue }
      switch turn.rule.effect {
      case .powerLoss(let duration):
        goneUntil = max(goneUntil, real + duration)
        modbus?.restart()
        lines?.restart()
      case .watchdog:
        modbus?.lapseWatchdog()
        lines?.lapseWatchdog()
      default: break
      }
    }
    noteEvents()
  }

  private mutating func note(_ event: String, at time: Double, message: Int?, _ detail: String?) {
    guard keepsTruth else { return }
    truths.append(TruthEntry(time: time, instrument: name, event: event, message: message, detail: detail))
  }
}
