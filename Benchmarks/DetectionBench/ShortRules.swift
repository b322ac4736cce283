import Cycling
import Detection
import Quantities

/// Whatever calls a short in this benchmark, ours and what others do.
struct ShortRules {
  /// Names of the rules, in the order of their calls.
  static let names = [
    "soft short (or hard)", "hard short", "gradual short", "telegraph short", "|V| < 10 mV", "drop > 50 %",
    "drop > 20 mV", "30 s mean -5 %",
  ]

  /// When each rule spoke, s, and what resistance it read, Ω.
  private(set) var calls: [[(time: Double, ohms: Double)]] = Array(repeating: [], count: names.count)
  private var bank = DetectorBank()
  private var last: Double?
  private var wasLow = false
  private var mean = (fast: 0.0, slow: 0.0, age: 0.0)
  private var time = 0.0
  private var sign = 0.0
  private var isBelow = false

  mutating func observe(_ reading: Reading) {
    let now = reading.time.si
    for alarm in bank.observe(reading) {
      let call = (now, alarm["short_resistance_ohm"] ?? .nan)
      switch alarm.kind {
      // What lasts says so again a minute later.
      case .softShort: if alarm["duration_s"] ?? 0 < 50 { calls[0].append(call) }
      case .hardShort, .shortedAtStart:
        calls[0].append(call)
        calls[1].append(call)
      case .gradualShort: calls[2].append(call)
      case .telegraphShort: calls[3].append(call)
      default: break
      }
    }
    others(abs(reading.voltage.si), reading.current.si, now)
  }

  private mutating func others(_ volts: Double, _ amperes: Double, _ now: Double) {
    let flows = abs(amperes) > 1e-5
    let direction = !flows ? 0 : amperes < 0 ? -1.0 : 1
    if direction != sign { (last, mean, sign) = (nil, (volts, volts, 0), direction) }
    let interval = now - time
    time = now
    guard flows else { return }
    if volts < 10e-3 {
      if !wasLow { calls[4].append((now, .nan)) }
      wasLow = true
    } else {
      wasLow = false
    }
    if let last {
      if volts < 0.5 * last { calls[5].append((now, .nan)) }
      if last - volts > 20e-3 { calls[6].append((now, .nan)) }
    }
    last = volts
    mean.age += interval
    mean.fast += interval / (interval + 30) * (volts - mean.fast)
    mean.slow += interval / (interval + 600) * (volts - mean.slow)
    let low = mean.age > 60 && mean.fast < 0.95 * mean.slow
    if low, !isBelow { calls[7].append((now, .nan)) }
    isBelow = low
  }
}
