import Cycling
import Quantities

/// A contact works loose: the apparent resistance rises by half or more between two readings and stays there.
///
/// Watch at the third reading, alarm when it lasts for 5 s. What had been rising before, or rises on, is the cell's own divergence; what
/// falls back was none, and the end of a short only brings back what there was: in this half-cycle, or in the one before at the same current.
struct ContactDegradation: Detector {
  static let entry = DetectorEntry(
    id: "contact-degradation", summary: "the apparent resistance rises by half at once and stays there",
    source: "rule of this project")

  private var level = 0.0
  private var highest = 0.0
  private var spread = 0.0
  private var readings = 0
  private var before = 0.0
  private var first = 0.0
  private var since = 0.0
  private var high = 0
  private var said: Severity?
  private var hasSpoken = false
  private var current = 0.0
  private var known: Known?

  /// What the resistance of the cell was in a half-cycle, Ω, at the magnitude of a current, A.
  private struct Known: Codable {
    var current: Double
    var resistance: Double
  }

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.beginsSegment || observation.sign == 0 {
      // After a call nobody knows what is usual.
      if hasSpoken { known = nil } else if highest > 0 { known = Known(current: current, resistance: highest) }
      (readings, high, said, highest, hasSpoken) = (0, 0, nil, 0, false)
    }
    guard observation.isSteady, observation.isClean, observation.isSettled else { return }
    let resistance = observation.resistance
    current = abs(observation.level)
    guard readings >= 10 else { return follow(resistance) }
    if high == 0 {
      guard level > 0, resistance > 1.5 * highest, resistance - level > 10 * spread else { return follow(resistance) }
      // What climbs towards the jump is no jump.
      guard abs(before - level) < 0.1 * level + 3 * spread, !isUsual(resistance) else { return restart(resistance) }
      (first, since) = (resistance, observation.time)
    }
    high += 1
    let isSteady = abs(resistance - first) < 0.1 * (first - level)
    guard isSteady else { return restart(resistance) }
    let reached: Severity? =
      high >= 3 && observation.time - since >= 5 ? .alarm : high >= 3 ? .watch : nil
    if let reached, reached > (said ?? .info) {
      (said, hasSpoken) = (reached, true)
      verdicts.breaksTrend = true
      verdicts.alarms.append(
        Alarm(
          kind: .contactDegradation, severity: reached, time: Quantity(si: observation.time),
          evidence: [
            Evidence("resistance_ohm", resistance), Evidence("baseline_ohm", level),
            Evidence("rise_ohm", resistance - level),
          ]))
    }
    if said == .alarm { restart(resistance) }
  }

  /// Whether a resistance, Ω, is what the half-cycle before had at this current: a short that was there from the beginning has healed.
  private func isUsual(_ resistance: Double) -> Bool {
    guard let known, abs(current - known.current) <= 0.1 * known.current else { return false }
    return resistance <= 1.2 * known.resistance
  }

  private mutating func restart(_ resistance: Double) {
    (readings, high, said) = (0, 0, nil)
    follow(resistance)
  }

  private mutating func follow(_ resistance: Double) {
    readings += 1
    let gain = max(1 / Double(readings), 0.05)
    let surprise = abs(resistance - level)
    spread += gain * ((readings == 1 ? 0 : surprise) - spread)
    level += gain * (resistance - level)
    before = resistance
    if readings >= 10 { highest = max(level, highest) }
  }
}
