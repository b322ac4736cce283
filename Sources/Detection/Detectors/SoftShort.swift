import Cycling
import Quantities

/// A parallel path for electrons appears at once: the apparent resistance V/I drops by 3 % or more within a few readings (D3).
///
/// Two sums of surprises (CUSUM) watch what an expectation from level and trend leaves over: a fast one for a drop of three standard
/// deviations and more, a slow one for weak drops. A drop back to where the resistance was within the last minute or two is none: gas
/// bubbles and films let it climb and fall again. The parallel resistance is R₀(1 − f)/f for a drop by a fraction f.
struct SoftShort: Detector {
  static let entry = DetectorEntry(
    id: "soft-short", summary: "a drop at once of the apparent resistance, and whether it recovers",
    source: "two-sided CUSUM on the apparent resistance, of this project; soft shorts recover: 10.1039/D3FD00101F")

  private struct Episode: Codable {
    var baseline: Double
    var fraction: Double
    var start: Double
    var recovering = 0
    var isLasting = false
  }

  private var filter = MedianOfThree()
  private var tracker = ResistanceTracker()
  private var floor = RecentMinimum()
  private var fast = 0.0
  private var slow = 0.0
  private var low = 0
  private var onset = 0.0
  private var reference = 0.0
  private var lowest = 0.0
  private var sum = 0.0
  private var scores = 0.0
  private var early = 0.0
  private var episode: Episode?
  private var pauseUntil = 0.0
  private var recoveries: [Double] = []

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.beginsSegment || observation.sign == 0 { restart() }
    guard observation.isSteady, observation.isClean, observation.isSettled else { return }
    let resistance = filter.filtered(observation.resistance)
    let time = observation.time
    if episode != nil { return follow(resistance, observation, &verdicts) }
    guard observation.quietTime >= 10, time >= pauseUntil else { return floor.take(resistance, at: time) }
    guard tracker.isFounded(at: time) else {
      _ = tracker.take(resistance, at: time)
      return floor.take(resistance, at: time)
    }
    let expected = tracker.expected(at: time)
    let deviation = tracker.deviation
    let score = tracker.take(resistance, at: time)
    if tracker.hasJumpedUp { floor = RecentMinimum() }
    if score < -1 {
      // A chance low reading before the drop is no part of it.
      if low > 0, score < -4, score < 2.5 * scores / Double(low) { low = 0 }
      if low == 0 { scores = 0 }
      scores += score
      if low == 0 { (onset, reference, lowest, sum) = (time, expected, floor.value ?? expected, 0) }
      low += 1
      sum += resistance
      if low <= 3 { early = sum / Double(low) }
    } else {
      low = 0
    }
    fast = low == 0 ? 0 : max(fast - score - 3, 0)
    slow = low == 0 && score > 0 ? 0 : max(slow - score - 1, 0)
    if low == 0 { floor.take(resistance, at: time) }
    guard low >= 2, fast >= 8 || (slow >= 30 && low >= 4), time - onset <= 30, reference > 0 else { return }
    let mean = sum / Double(low)
    let fraction = 1 - mean / reference
    // What sinks, as behind a nucleation, begins with next to nothing.
    guard low <= 4 || reference - early >= 0.5 * (reference - mean) else { return }
    // While the voltage still settles after a step it takes more to be a short.
    let least = 0.03 * (1 + 3 * max(0, 1 - (observation.quietTime - 10) / 60))
    guard fraction >= least, mean < lowest - max(0.02 * reference, 2 * deviation / Double(low).squareRoot()) else {
      return
    }
    episode = Episode(baseline: reference, fraction: min(fraction, 1), start: onset)
    verdicts.breaksTrend = true
    // What leaves less than a twentieth is no soft short any more: `HardShort` says so a reading later.
    guard fraction <= 0.95 else { return }
    verdicts.alarms.append(alarm(severity(fraction, at: time), time, mean))
  }

  private mutating func restart() {
    (filter, tracker, floor) = (MedianOfThree(), ResistanceTracker(), RecentMinimum())
    (fast, slow, low, episode, pauseUntil) = (0, 0, 0, nil, 0)
  }

  /// Watches whether the resistance comes back.
  private mutating func follow(_ resistance: Double, _ observation: Observation, _ verdicts: inout Verdicts) {
    guard var now = episode else { return }
    let time = observation.time
    if resistance > now.baseline * (1 - 0.35 * now.fraction) {
      now.recovering += 1
    } else {
      now.recovering = 0
      now.fraction = max(now.fraction, min(1 - resistance / now.baseline, 1))
    }
    episode = now
    if now.recovering >= 2 {
      recoveries.append(time)
      recoveries.removeAll { $0 < time - 3600 }
      if recoveries.count > 3 { recoveries.removeFirst() }
      settle(at: time)
      verdicts.breaksTrend = true
    } else if time - now.start > 60 {
      verdicts.alarms.append(alarm(.alarm, time, resistance))
      settle(at: time)
    }
  }

  /// Starts again from the level that there is now.
  private mutating func settle(at time: Double) {
    (tracker, fast, slow, low, episode) = (ResistanceTracker(), 0, 0, 0, nil)
    pauseUntil = time + 2
  }

  /// By what flows beside the cell: an alarm when it is more than through it.
  private func severity(_ fraction: Double, at time: Double) -> Severity {
    let recent = recoveries.filter { $0 > time - 3600 }.count
    return fraction > 0.5 ? .alarm : fraction > 1.0 / 11 || recent >= 3 ? .watch : .info
  }

  private func alarm(_ severity: Severity, _ time: Double, _ resistance: Double) -> Alarm {
    let (baseline, start) = (episode?.baseline ?? 0, episode?.start ?? time)
    let fraction = min(max(1 - resistance / baseline, 1e-6), 1)
    return Alarm(
      kind: .softShort, severity: severity, time: Quantity(si: time),
      evidence: [
        Evidence("short_resistance_ohm", baseline * (1 - fraction) / fraction), Evidence("resistance_ohm", resistance),
        Evidence("baseline_ohm", baseline), Evidence("drop", fraction), Evidence("duration_s", time - start),
      ])
  }
}
