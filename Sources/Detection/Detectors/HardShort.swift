import Cycling
import Quantities

/// The electrodes touch: the mean apparent resistance V/I of three readings falls below 5 % of its baseline.
///
/// Where it falls from more than half of the baseline between two readings, the zero of the voltmeter (3 mV) and twice the noise are
/// granted on top, as far as a fifth of the baseline: near 0 V the rest of a short is smaller than they are.
/// The baseline is a slow mean (60 s) that a reading can move only so far, at least 5 s old, and worth five times its own
/// noise, so that a current too small to show a resistance shows no short either. Readings within 2 s of a step do not count.
/// After a fall of the current in the same direction the voltage relaxes on its own: there only an abrupt fall, from a
/// fifth to a twentieth of the baseline within 2 s or two readings, is a short.
struct HardShort: Detector {
  static let entry = DetectorEntry(
    id: "hard-short", summary: "collapse of the apparent resistance below 5 % of its baseline for three readings",
    source: "rule of this project; hard shorts read near 0 V, V proportional to I")

  /// V: how far the zero of a voltmeter drifts within hours.
  private static let zeroOffset = 3e-3

  private var baseline = 0.0
  private var variance = 0.0
  /// Ω²: noise alone, from the differences between neighbours; a voltage that runs away adds nothing to it.
  private var jitter = 0.0
  private var baselineStart: Double?
  private var readings = 0
  private var low = 0
  private var high = 0
  private var beforeLast = 0.0
  private var last = 0.0
  private var lastHigh = 0.0
  private var readingsSinceHigh = 0
  private var isAbrupt = false
  private var isSudden = false
  private var isLatched = false
  private var recovered = 0

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.beginsStretch { isLatched = false }
    if observation.beginsSegment { (baselineStart, low) = (nil, 0) }
    guard observation.isSteady, observation.isClean, observation.isSettled else { return }
    let resistance = observation.voltage / observation.current
    if isLatched { return release(resistance, &verdicts) }
    guard let start = baselineStart else {
      (baseline, variance, jitter, readings) = (resistance, 0, 0, 1)
      (beforeLast, last) = (resistance, resistance)
      (baselineStart, lastHigh, readingsSinceHigh) = (observation.time, observation.time, 0)
      return
    }
    let age = observation.time - start
    let isFounded = age >= 5 && readings >= 5 && baseline > 0 && baseline * baseline >= 25 * variance
    defer { (beforeLast, last) = (last, resistance) }
    let bounds = bounds(for: observation)
    if isFounded, resistance < bounds.single {
      if low == 0 {
        isAbrupt = observation.time - lastHigh <= 2 || readingsSinceHigh < 2
        isSudden = last >= 0.5 * baseline
      }
      low += 1
      guard isAbrupt || !observation.followsDecrease else { return follow(resistance, observation, age) }
      // Noise may lift single readings: the mean of three counts.
      let mean = (resistance + last + beforeLast) / 3
      guard low >= 3, mean < (isSudden ? bounds.mean : 0.05 * baseline) else { return }
      (isLatched, recovered) = (true, 0)
      verdicts.breaksTrend = true
      verdicts.alarms.append(
        Alarm(
          kind: .hardShort, severity: .trip, time: Quantity(si: observation.time),
          evidence: [Evidence("resistance_ohm", resistance), Evidence("baseline_ohm", baseline)]))
      return
    }
    low = 0
    high = resistance > 2 * baseline ? high + 1 : 0
    if high >= 5 {
      // What was taken for the baseline was itself a short that has gone.
      (baselineStart, high) = (nil, 0)
      return
    }
    if resistance >= 0.2 * baseline {
      (lastHigh, readingsSinceHigh) = (observation.time, 0)
    } else {
      readingsSinceHigh += 1
    }
    follow(resistance, observation, age)
  }

  /// Below what a reading, and the mean of three after a sudden fall, are those of a short, Ω: 5 % of the baseline, and what the zero of a
  /// voltmeter and the noise may add to it; a fifth of the baseline at most.
  private func bounds(for observation: Observation) -> (single: Double, mean: Double) {
    let noise = jitter.squareRoot()
    let zero = Self.zeroOffset / abs(observation.current)
    let mean = min(0.05 * baseline + zero + 2 * noise / 3.0.squareRoot(), 0.2 * baseline)
    return (max(0.08 * baseline, min(mean + 2 * noise, 0.4 * baseline)), mean)
  }

  /// Half of the baseline for three readings is no short any more: the next one is news.
  private mutating func release(_ resistance: Double, _ verdicts: inout Verdicts) {
    recovered = resistance > 0.5 * baseline ? recovered + 1 : 0
    if recovered >= 3 { (isLatched, low, verdicts.breaksTrend) = (false, 0, true) }
  }

  /// Moves the baseline: a plain mean at first, then with a memory of 60 s, by at most half of it at a time.
  private mutating func follow(_ resistance: Double, _ observation: Observation, _ age: Double) {
    readings += 1
    let isYoung = age < 5 || readings <= 5 || baseline <= 0
    let innovation = isYoung ? resistance - baseline : min(max(resistance - baseline, -baseline / 2), baseline / 2)
    let gain = max(1 / Double(readings), observation.interval / (observation.interval + min(age, 60)))
    baseline += gain * innovation
    // What was a short for a while is no noise.
    let most = isYoung ? Double.infinity : 3 * variance.squareRoot() + 0.02 * baseline
    let (noise, change) = (min(abs(innovation), most), min(abs(resistance - last), most))
    variance += gain * ((1 - gain) * noise * noise - variance)
    jitter += gain * (change * change / 2 - jitter)
  }
}
