import Cycling
import Quantities

/// Readings fail to come, or do not change any more.
///
/// Late is a reading that comes after more than three times the longest usual interval, and after 3 s at least. Frozen is a voltage that
/// stays the same to the last bit, with its current, over a minute and a hundred readings, where noise moved it up and down before.
struct StaleData: Detector {
  static let entry = DetectorEntry(
    id: "stale-data", summary: "no reading for three usual intervals, or a voltage without its noise",
    source: "rule of this project")

  private var readings = 0
  private var longest = 0.0
  private var last: Reading?
  private var direction = 0.0
  private var turns = 0.0
  private var same = 0
  private var sameSince = 0.0
  private var isFrozen = false

  private let mayLackReadings: Bool

  init(configuration: DetectorConfiguration) { mayLackReadings = configuration.mayLackReadings }

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    readings += 1
    if !mayLackReadings, readings > 20, observation.interval > max(3 * longest, 3) {
      say("interval_s", observation.interval, usual: longest, observation, &verdicts)
    }
    longest = readings == 1 ? 0 : max(observation.interval, 0.98 * longest)
    let here = Reading(
      time: .zero, voltage: Quantity(si: observation.voltage), current: Quantity(si: observation.current))
    defer { last = here }
    guard let last else { return }
    let change = (here.voltage - last.voltage).si
    if change == 0, here.current == last.current {
      if same == 0 { sameSince = observation.time }
      same += 1
      // Half of neighbouring changes of pure noise turn round.
      guard !isFrozen, same >= 100, observation.time - sameSince >= 60, turns > 0.3, observation.isClean else { return }
      isFrozen = true
      say("frozen_s", observation.time - sameSince, usual: 0, observation, &verdicts)
    } else {
      (same, isFrozen) = (0, false)
      turns += 0.01 * ((change * direction < 0 ? 1 : 0) - turns)
      direction = change
    }
  }

  private func say(
    _ name: String, _ value: Double, usual: Double, _ observation: Observation, _ verdicts: inout Verdicts
  ) {
    verdicts.alarms.append(
      Alarm(
        kind: .staleData, severity: .watch, time: Quantity(si: observation.time),
        evidence: [Evidence(name, value), Evidence("usual_interval_s", usual)]))
  }
}
