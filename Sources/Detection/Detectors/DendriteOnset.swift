import Cycling
import Quantities

/// Dendrites grow from the depleted electrode: behind Sand's alarm the voltage falls back by a fifth of what it had risen since, for three
/// blocks of a second (or five readings) at a constant current.
///
/// In cycling it watches the shape of half-cycles: where the middle used to lie below the ends (a tip, a valley, a peak) and now lies
/// above them in three half-cycles of one direction, peaks have become arcs.
struct DendriteOnset: Detector {
  static let entry = DetectorEntry(
    id: "dendrite-onset",
    summary: "voltage that relaxes behind Sand's time (alarm); half-cycles whose peaks turn into arcs (watch)",
    source: "relaxation when dendrites reach the salt: 10.1039/C6EE01674J; peaking and arcing: rule of this project")

  private var alarmVoltage: Double?
  private var highest = 0.0
  private var sum = 0.0
  private var readings = 0.0
  private var blockStart = 0.0
  private var lowBlocks = 0
  private var hasSpoken = false
  private var plating = HalfCycleShape()
  private var stripping = HalfCycleShape()

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.beginsStretch {
      (alarmVoltage, hasSpoken) = (nil, false)
      if observation.sign < 0 { plating.begin() } else if observation.sign > 0 { stripping.begin() }
    }
    guard observation.sign != 0 else { return }
    if observation.beginsSegment { alarmVoltage = nil }
    relax(observation, &verdicts)
    guard observation.isSteady, observation.isClean, observation.isSettled else { return }
    let elapsed = observation.time - observation.segmentStart
    let turned =
      observation.sign < 0
      ? plating.take(observation.resistance, at: elapsed) : stripping.take(observation.resistance, at: elapsed)
    guard let turned else { return }
    verdicts.alarms.append(
      Alarm(
        kind: .dendriteOnset, severity: .watch, time: Quantity(si: observation.time),
        evidence: [Evidence("bend_before", turned.before), Evidence("bend_now", turned.now)]))
  }

  private mutating func relax(_ observation: Observation, _ verdicts: inout Verdicts) {
    let isCalled = verdicts.alarms.contains { $0.kind == .sandTimeDivergence && $0.severity == .alarm }
    if isCalled, alarmVoltage == nil {
      (alarmVoltage, highest) = (observation.foldedVoltage, observation.foldedVoltage)
      (sum, readings, blockStart, lowBlocks) = (0, 0, observation.time, 0)
    }
    guard let alarmVoltage, !hasSpoken, observation.isSteady, observation.isClean else { return }
    sum += observation.foldedVoltage
    readings += 1
    guard observation.time - blockStart >= 1, readings >= 5 else { return }
    let mean = sum / readings
    (sum, readings, blockStart) = (0, 0, observation.time)
    highest = max(highest, mean)
    let rise = highest - alarmVoltage
    lowBlocks = rise > 0.02 && highest - mean >= 0.2 * rise ? lowBlocks + 1 : 0
    guard lowBlocks >= 3 else { return }
    hasSpoken = true
    verdicts.alarms.append(
      Alarm(
        kind: .dendriteOnset, severity: .alarm, time: Quantity(si: observation.time),
        evidence: [
          Evidence("highest_V", highest), Evidence("voltage_V", mean), Evidence("fallen_back", (highest - mean) / rise),
        ]))
  }
}
