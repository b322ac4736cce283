import Cycling
import Detection
import Quantities

/// Whatever calls Sand's time in this benchmark, ours and what others do.
struct SandRules {
  /// Names of the rules, in the order of their calls.
  static let names = [
    "watch", "alarm", "trip", "dV/dt 1 mV/s over 10 s", "dV/dt 5 mV/s over 1 s", "|V| > 1 V", "|V| > 5 V",
  ]

  /// When each rule spoke, s; a rule of others speaks once.
  private(set) var calls: [[Double]] = Array(repeating: [], count: names.count)
  /// Where our alarm and our watch saw Sand's time, s of test time, each time they spoke.
  private(set) var foretold: [[Double]] = [[], []]
  private var bank: DetectorBank
  private var slow: RiseRule
  private var fast: RiseRule

  init(rate: Double, prior: SandPrior? = SandPrior(), depletion: Double? = nil) {
    var configuration = DetectorConfiguration(sandPrior: prior, voltageLimit: Quantity(si: 5))
    if let depletion { configuration.sandAlarmDepletion = depletion }
    bank = DetectorBank(configuration: configuration)
    slow = RiseRule(rate: rate, span: 10, rise: 10e-3)
    fast = RiseRule(rate: rate, span: 1, rise: 5e-3)
  }

  mutating func observe(_ reading: Reading) {
    let time = reading.time.si
    for alarm in bank.observe(reading) where alarm.kind == .sandTimeDivergence || alarm.kind == .polarisationRunaway {
      switch alarm.severity {
      case .info: break
      case .watch:
        calls[0].append(time)
        foretold[0].append(time + (alarm["countdown_s"] ?? .nan))
      case .alarm:
        calls[1].append(time)
        foretold[1].append(time + (alarm["countdown_s"] ?? .nan))
      case .trip: calls[2].append(time)
      }
    }
    let volts = abs(reading.voltage.si)
    if slow.observe(volts) { say(3, time) }
    if fast.observe(volts) { say(4, time) }
    if volts > 1 { say(5, time) }
    if volts > 4.9 { say(6, time) }
  }

  private mutating func say(_ rule: Int, _ time: Double) {
    if calls[rule].isEmpty { calls[rule].append(time) }
  }
}

/// A rule on dV/dt: the voltage has risen by so much within a span.
private struct RiseRule {
  private var ring: [Double]
  private var place = 0
  private var isFull = false
  private let rise: Double

  init(rate: Double, span: Double, rise: Double) {
    ring = Array(repeating: 0, count: max(Int(rate * span), 1))
    self.rise = rise
  }

  mutating func observe(_ volts: Double) -> Bool {
    let old = ring[place]
    let fires = isFull && volts - old > rise
    ring[place] = volts
    place += 1
    if place == ring.count { (place, isFull) = (0, true) }
    return fires
  }
}
