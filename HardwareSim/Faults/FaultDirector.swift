import Deposition

/// Decides which faults strike an instrument now; the same seed and the same messages give the same faults.
struct FaultDirector: Sendable {
  private let rules: [FaultRule]
  private var chance: Xoshiro256
  /// When each rule that lasts began, s of test time.
  private var begun: [Int: Double] = [:]
  /// Rules that strike once and have.
  private var spent: Set<Int> = []
  /// The faults of the instrument that stand.
  private(set) var stage = StageFaults()
  /// Raw words of Modbus registers that hang, by address.
  private(set) var frozen: [Int: UInt16] = [:]

  /// The rules of a script that concern an instrument.
  init(_ script: FaultScript, for instrument: String, seed: UInt64) {
    rules = script.rules.filter { $0.instrument == nil || $0.instrument == instrument }
    chance = Xoshiro256(seed: script.seed ?? seed)
  }

  /// Whether there is any rule at all.
  var isIdle: Bool { rules.isEmpty }

  /// What strikes a message on its way, in order; each with its rule's side.
  mutating func strikes(message: Int, time: Double) -> [FaultRule] {
    var struck: [FaultRule] = []
    for (index, rule) in rules.enumerated() where rule.kind.isOnWire {
      let hits =
        switch rule.trigger {
        case .messages(let numbers): numbers.contains(message)
        case .every(let count): message % count == 0
        case .probability(let share): Double(chance.next() >> 11) * 0x1p-53 < share
        case .time(let start): time >= start && spent.insert(index).inserted
        }
      if hits { struck.append(rule) }
    }
    return struck
  }

  /// What changed of the instrument by itself up to a message and a test time in s; `message` is nil where only time passes.
  mutating func turnOfEvents(message: Int?, time: Double) -> [FaultTurn] {
    var turns: [FaultTurn] = []
    for (index, rule) in rules.enumerated() where !rule.kind.isOnWire {
      if let start = begun[index] {
        if time >= start + rule.duration, !spent.contains(index) {
          spent.insert(index)
          turns.append(FaultTurn(rule: rule, time: start + rule.duration, begins: false))
        }
        continue
      }
      let begins: Double? =
        switch (rule.trigger, message) {
        case (.time(let start), _): time >= start ? start : nil
        case (.messages(let numbers), let message?): numbers.contains(message) ? time : nil
        case (.every(let count), let message?): message % count == 0 ? time : nil
        case (.probability(let share), _?): Double(chance.next() >> 11) * 0x1p-53 < share ? time : nil
        default: nil
        }
      guard let begins else { continue }
      begun[index] = begins
      turns.append(FaultTurn(rule: rule, time: begins, begins: true))
    }
    if !turns.isEmpty { (stage, frozen) = standing() }
    return turns
  }

  /// When the next change is due by the clock alone, s of test time.
  var nextTurn: Double {
    var next = Double.infinity
    for (index, rule) in rules.enumerated() where !rule.kind.isOnWire {
      if let start = begun[index] {
        if !spent.contains(index) { next = min(next, start + rule.duration) }
      } else if case .time(let start) = rule.trigger {
        next = min(next, start)
      }
    }
    return next
  }

  /// Random places in a message, for damage.
  mutating func draw(below bound: Int) -> Int { bound > 0 ? Int(chance.next() % UInt64(bound)) : 0 }

  private func standing() -> (StageFaults, [Int: UInt16]) {
    var (stage, frozen) = (StageFaults(), [Int: UInt16]())
    for (index, rule) in rules.enumerated() {
      guard let start = begun[index], !spent.contains(index) else { continue }
      rule.effect.add(to: &stage, since: start)
      if case .frozenRegister(let address, let word) = rule.effect { frozen[address] = word }
    }
    return (stage, frozen)
  }
}

/// A fault of an instrument begins or ends.
struct FaultTurn: Sendable {
  let rule: FaultRule
  /// Test time, s.
  let time: Double
  let begins: Bool
}

extension FaultEffect {
  /// What it does to the way between terminals and display, from a test time in s on.
  fileprivate func add(to stage: inout StageFaults, since start: Double) {
    switch self {
    case .stuckRelay(let way): stage.stuckRelay = way
    case .slowRelay(let delay): stage.relayDelay = delay
    case .openSense: stage.senseIsOpen = true
    case .contactResistance(let resistance): stage.contactResistance += resistance
    case .compliance(let voltage): stage.compliance = min(stage.compliance ?? voltage, voltage)
    case .stuckCurrentLimit: stage.sticksAtCurrentLimit = true
    case .rangeGap(let gap): stage.rangeGap = gap
    case .quantisation(let voltage, let current): (stage.voltageStep, stage.currentStep) = (voltage, current)
    case .gain(let error, let perHour): (stage.gain, stage.gainDriftPerHour, stage.since) = (error, perHour, start)
    case .offset(let voltage, let current, let voltagePerHour, let currentPerHour):
      (stage.voltageOffset, stage.currentOffset) = (voltage, current)
      (stage.voltageDriftPerHour, stage.currentDriftPerHour, stage.since) = (voltagePerHour, currentPerHour, start)
    case .clockDrift(let drift): stage.clockDrift = drift
    default: break
    }
  }
}
