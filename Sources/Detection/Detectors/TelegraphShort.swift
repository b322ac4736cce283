import Cycling
import Foundation
import Quantities

/// A path for electrons that opens and closes: the apparent resistance jumps to and fro (D5).
///
/// A jump is a change between neighbouring readings by more than 10 % and eight times what they usually differ by. Jumps down and up are
/// counted apart with a memory of ten minutes, and twice the smaller count is the rate: what climbs and falls back, like gas bubbles,
/// jumps in one direction only.
struct TelegraphShort: Detector {
  static let entry = DetectorEntry(
    id: "telegraph-short", summary: "jumps of the apparent resistance to and fro: watch at 60 an hour, alarm at 300",
    source: "rule of this project; fluctuating voltages of soft shorts: 10.1039/D3FD00101F")

  /// Memory, s.
  private static let memory = 600.0

  private var filter = MedianOfThree()
  private var last: Double?
  private var usual = 0.0
  private var count = 0.0
  private var up = 0.0
  private var down = 0.0
  private var said: Severity?

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    let decay = exp(-observation.interval / Self.memory)
    up *= decay
    down *= decay
    if observation.beginsSegment || observation.sign == 0 { (filter, last, count) = (MedianOfThree(), nil, 0) }
    guard observation.isSteady, observation.isClean, observation.isSettled, observation.quietTime >= 10 else { return }
    let resistance = filter.filtered(observation.resistance)
    defer { last = resistance }
    guard let last, resistance > 0, last > 0 else { return }
    let change = resistance - last
    count += 1
    let bounded = count > 20 ? min(abs(change), 3 * usual + 1e-3 * resistance) : abs(change)
    usual += max(0.01, 1 / count) * (bounded - usual)
    // The mean of the magnitude is 0.8 standard deviations; medians change seldom, and then by more than a normal distribution has it.
    guard count > 20, abs(change) > max(0.1 * max(resistance, last), 8 * 1.25 * usual) else { return clear() }
    if change > 0 { up += 1 } else { down += 1 }
    let rate = 2 * min(up, down) * 3600 / Self.memory
    let reached: Severity? = rate > 300 ? .alarm : rate > 60 ? .watch : nil
    guard let reached, reached > (said ?? .info) else { return }
    said = reached
    verdicts.alarms.append(
      Alarm(
        kind: .telegraphShort, severity: reached, time: Quantity(si: observation.time),
        evidence: [
          Evidence("jumps_per_hour", rate), Evidence("jump_ohm", abs(change)), Evidence("resistance_ohm", resistance),
        ]))
  }

  /// Speaks again after a quiet while.
  private mutating func clear() {
    if said != nil, 2 * min(up, down) * 3600 / Self.memory < 30 { said = nil }
  }
}
