import Cycling
import Quantities

/// The Coulombic efficiency of complete cycles falls away from what it was: a sum of surprises (CUSUM) over cycles.
///
/// A cycle is what flows in the direction that the test began with, and back. The median of the first ten tells what is usual, their
/// median deviation the spread; a cycle counts by four spreads at most. Above 100.5 % is worth knowing, twice in a row to be
/// watched: often a soft short or a shuttle.
struct CoulombicEfficiencyCollapse: Detector {
  static let entry = DetectorEntry(
    id: "coulombic-efficiency-collapse",
    summary:
      "Coulombic efficiency over complete cycles: collapse (watch, alarm), or above 100.5 % (info, twice: watch)",
    source: "CUSUM of Page 1954 (10.1093/biomet/41.1-2.100) with winsorised scores, rule of this project")

  private static let learnt = 10
  /// Smallest spread that an instrument's own charge error allows to assume.
  private static let leastSpread = 5e-4

  private var direction = 0.0
  private var first = 0.0
  private var charge = 0.0
  private var forth: Double?
  private var duration = 0.0
  private var largest = 0.0
  private var hasGap = false
  private var cycles = 0
  private var early: [Double] = []
  private var usual = 0.0
  private var spread = 0.0
  private var sum = 0.0
  private var above = 0
  private var said: Severity?

  init(configuration: DetectorConfiguration) {}

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    if observation.sign != 0, observation.sign != direction {
      if direction == 0 { first = observation.sign } else { turn(observation, &verdicts) }
      (direction, charge, duration, hasGap) = (observation.sign, 0, 0, false)
    }
    guard direction != 0 else { return }
    charge += observation.current * observation.interval
    duration += observation.interval
    if observation.flags.contains(.gap) { hasGap = true }
  }

  /// A half-cycle is over.
  private mutating func turn(_ observation: Observation, _ verdicts: inout Verdicts) {
    let amount = abs(charge)
    largest = max(largest, amount)
    // A half-cycle is longer than a minute, and moves more than the offset of an instrument at rest.
    guard duration >= 60, amount > 0.1 * largest else {
      forth = nil
      return
    }
    if direction == first {
      forth = hasGap ? nil : amount
      return
    }
    guard let forth, forth > 0, !hasGap else { return }
    self.forth = nil
    let efficiency = amount / forth
    // Less than a fifth came back: the cycle was cut off, or is none.
    guard efficiency > 0.2, efficiency < 5 else { return }
    cycles += 1
    if let severity = take(efficiency), severity > (said ?? .info) || severity == .info {
      if severity > .info { said = severity }
      verdicts.alarms.append(
        Alarm(
          kind: .coulombicEfficiency, severity: severity, time: Quantity(si: observation.time),
          evidence: [
            Evidence("efficiency", efficiency), Evidence("usual_efficiency", usual), Evidence("cycle", Double(cycles)),
            Evidence("cusum", sum),
          ]))
    }
  }

  private mutating func take(_ efficiency: Double) -> Severity? {
    above = efficiency > 1.005 ? above + 1 : 0
    let excess: Severity? = above == 1 ? .info : above == 2 ? .watch : nil
    guard early.count >= Self.learnt else {
      early.append(efficiency)
      if early.count == Self.learnt { learn() }
      return excess
    }
    let score = min(max((usual - efficiency) / spread, -4), 4)
    sum = max(sum + score - 0.5, 0)
    adapt(efficiency)
    if sum < 4, said != nil { said = nil }
    return sum >= 10 ? .alarm : sum >= 8 ? .watch : excess
  }

  /// Ten cycles tell the spread to a fourth only: as long as nothing is suspected, later ones make it better known.
  private mutating func adapt(_ efficiency: Double) {
    guard sum < 3 else { return }
    let gain = 1 / Double(min(cycles, 50))
    let off = min(max(efficiency - usual, -3 * spread), 3 * spread)
    usual += gain * off
    // The mean deviation of a normal distribution is 0.8 of its standard deviation.
    spread = max(spread + gain * (1.2533 * abs(off) - spread), Self.leastSpread)
  }

  private mutating func learn() {
    usual = Self.median(early)
    spread = max(1.3 * 1.4826 * Self.median(early.map { abs($0 - usual) }), Self.leastSpread)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}
