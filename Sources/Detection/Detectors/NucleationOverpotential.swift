import Cycling
import Quantities

/// The dip of nucleation: how far the voltage at the beginning of plating exceeds the plateau behind it.
///
/// The tip is the highest median of three in the first minute, the plateau a mean with a memory of 20 s, taken after two minutes. Where
/// fewer than ten readings lie in the upper half of the tip it was sampled too slowly, and the true tip is higher. Says so at the
/// first plating, and when the dip has changed by a quarter.
struct NucleationOverpotential: Detector {
  static let entry = DetectorEntry(
    id: "nucleation-overpotential",
    summary: "height of the voltage dip at the beginning of plating, and whether it was sampled densely enough",
    source: "overpotential of heterogeneous nucleation: 10.1021/acs.nanolett.6b04755; rule of this project")

  private static let tipTime = 60.0
  private static let plateauTime = 120.0
  private static let capacity = 64

  private var filter = MedianOfThree()
  private var tip = 0.0
  private var tipTime = 0.0
  private var early: [Double] = []
  private var plateau = 0.0
  private var spread = 0.0
  private var isWatching = false
  private var lastDip: Double?
  private var start = 0.0

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.beginsStretch, observation.sign < 0 {
      (filter, tip, tipTime, early, plateau, spread) = (MedianOfThree(), -1e12, 0, [], 0, 0)
      (isWatching, start) = (true, observation.segmentStart)
    } else if observation.beginsSegment || observation.sign >= 0 {
      isWatching = false
    }
    guard isWatching, observation.isClean else { return }
    let volts = filter.filtered(observation.foldedVoltage)
    let elapsed = observation.time - start
    if elapsed <= Self.tipTime {
      if volts > tip { (tip, tipTime) = (volts, elapsed) }
      // Ten readings above the half are enough to know; the first 64 hold them where sampling is dense.
      if early.count < Self.capacity { early.append(volts) }
    }
    if plateau == 0 { plateau = volts }
    let gain = observation.interval / (observation.interval + 20)
    let surprise = volts - plateau
    plateau += gain * surprise
    spread += gain * (abs(surprise) - spread)
    guard elapsed >= Self.plateauTime else { return }
    isWatching = false
    report(observation, &verdicts)
  }

  private mutating func report(_ observation: Observation, _ verdicts: inout Verdicts) {
    let dip = tip - plateau
    guard dip > max(5e-3, 6 * spread), lastDip.map({ abs(dip / $0 - 1) > 0.25 }) ?? true else { return }
    lastDip = dip
    let inside = early.filter { $0 > plateau + dip / 2 }.count
    verdicts.alarms.append(
      Alarm(
        kind: .nucleationOverpotential, severity: .info, time: Quantity(si: observation.time),
        evidence: [
          Evidence("overpotential_V", dip), Evidence("tip_V", tip), Evidence("plateau_V", plateau),
          Evidence("tip_time_s", tipTime), Evidence("readings_in_tip", Double(inside)),
          Evidence("is_sampled_densely", inside >= 10 ? 1 : 0),
        ]))
  }
}
