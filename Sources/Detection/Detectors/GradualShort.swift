import Cycling
import Foundation
import Quantities

/// The apparent resistance creeps down over minutes to hours (D4): by 20 % is to be watched, by 35 % for five minutes an alarm.
///
/// In one direction its mean over five minutes is compared with its largest so far, which fades within six hours; the first two hours
/// do not count. In cycling each stage of a half-cycle is compared with the same stage of earlier ones.
struct GradualShort: Detector {
  static let entry = DetectorEntry(
    id: "gradual-short",
    summary: "the apparent resistance creeps down by 20 % (watch), by 35 % for five minutes (alarm)",
    source: "rule of this project; rectangular, falling traces of soft shorts: 10.1039/D3FD00101F")

  private var mean = 0.0
  private var largest = 0.0
  private var founded = 0.0
  private var lowSince: Double?
  private var plating = ChargeTemplate()
  private var stripping = ChargeTemplate()
  private var share = 1.0
  private var binStart = 0.0
  private var said: Severity?

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.beginsStretch, observation.sign != 0 {
      (mean, largest, lowSince) = (0, 0, nil)
      founded = observation.time
      if observation.sign < 0 { plating.begin() } else { stripping.begin() }
    } else if observation.beginsSegment {
      (mean, largest, founded, lowSince) = (0, 0, observation.time, nil)
    }
    guard observation.isSteady, observation.isClean, observation.isSettled, observation.quietTime >= 20 else { return }
    let resistance = observation.resistance
    guard resistance > 0 else { return }
    let elapsed = observation.time - observation.segmentStart
    let stage =
      observation.sign < 0 ? plating.take(resistance, at: elapsed) : stripping.take(resistance, at: elapsed)
    if let stage { share += 0.125 * (min(stage, 2) - share) }
    steady(resistance, observation)
    judge(observation, &verdicts)
  }

  private mutating func steady(_ resistance: Double, _ observation: Observation) {
    if mean == 0 { mean = resistance }
    let interval = min(observation.interval, 60)
    mean += (1 - exp(-interval / 300)) * (resistance - mean)
    guard observation.time - founded > 7200 else {
      largest = mean
      return
    }
    largest = max(mean, largest + (1 - exp(-interval / 21_600)) * (mean - largest))
  }

  private mutating func judge(_ observation: Observation, _ verdicts: inout Verdicts) {
    let used = largest > 0 ? min(share, mean / largest) : share
    if used > 0.65 { lowSince = nil } else if lowSince == nil { lowSince = observation.time }
    // Clears at 70 % of what raised it.
    if said == .alarm, used > 0.755 { said = .watch }
    if said == .watch, used > 0.86 { said = nil }
    let isLong = lowSince.map { observation.time - $0 >= 300 } ?? false
    let reached: Severity? = isLong ? .alarm : used < 0.8 ? .watch : nil
    guard let reached, reached > (said ?? .info) else { return }
    said = reached
    verdicts.alarms.append(
      Alarm(
        kind: .gradualShort, severity: reached, time: Quantity(si: observation.time),
        evidence: [Evidence("drop", 1 - used), Evidence("resistance_ohm", mean), Evidence("baseline_ohm", mean / used)])
    )
  }
}
