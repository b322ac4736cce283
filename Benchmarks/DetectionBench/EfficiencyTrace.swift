import Cycling
import Foundation

/// Sixty cycles of plating for ten minutes and stripping what comes back, with a scatter from cycle to cycle.
struct EfficiencyTrace: EventTrace {
  /// How the efficiency goes.
  enum Course: CaseIterable, Sendable {
    /// 95 to 99.5 %, and rising by up to 2 % within the first twenty cycles.
    case steady
    /// From some cycle on it loses 0.5 to 2 % a cycle.
    case fades
    /// From some cycle on it is lower by 3 to 15 %.
    case drops
    /// From some cycle on more comes back than went in: 101 to 105 %.
    case exceeds

    var words: String {
      switch self {
      case .steady: "steady"
      case .fades: "loses 0.5 to 2 % a cycle"
      case .drops: "lower by 3 to 15 %"
      case .exceeds: "101 to 105 %"
      }
    }
  }

  let duration = Double.infinity
  /// The first cycle that is worse, from 1; beyond the last one where there is none.
  let truth: Double
  private var ends: [Double] = []
  private let volts: Double
  private let amperes: Double
  private var half = 0
  private var stamps: Stamps
  private var disturbances: Disturbances
  private var random: Randomness

  private static let plating = 600.0
  private static let cycles = 60

  init(_ course: Course, _ conditions: Conditions, seed: Randomness) {
    var random = seed
    let usual = random.uniform(0.95, 0.995)
    let formation = random.uniform(0, 0.02)
    let scatter = random.logUniform(5e-4, 5e-3)
    let onset = course == .steady ? Double(Self.cycles + 1) : random.uniform(20, 45).rounded()
    let worse = course == .fades ? random.uniform(0.005, 0.02) : random.uniform(0.03, 0.15)
    let excess = random.uniform(1.01, 1.05)
    (truth, amperes, volts) = (onset, random.logUniform(1e-4, 1e-2), random.uniform(0.02, 0.1))
    var end = 0.0
    for cycle in 1...Self.cycles {
      let overdue = Double(cycle) - onset
      var efficiency = usual - formation * exp(-Double(cycle) / 6) + scatter * random.gaussian()
      if overdue >= 0 {
        switch course {
        case .steady: break
        case .fades: efficiency -= worse * (overdue + 1)
        case .drops: efficiency -= worse
        case .exceeds: efficiency = excess + scatter * random.gaussian()
        }
      }
      ends += [end + Self.plating, end + Self.plating * (1 + max(efficiency, 0.3))]
      end = ends[ends.count - 1]
    }
    stamps = Stamps(rate: conditions.rate, from: &random)
    disturbances = Disturbances(conditions, from: &random)
    self.random = random
  }

  mutating func next() -> Reading? {
    let time = stamps.next(from: &random)
    while half < ends.count, time > ends[half] { half += 1 }
    // One reading behind the last half-cycle, in the other direction, ends it.
    guard time < ends[ends.count - 1] + 3 else { return nil }
    let sign = half % 2 == 0 ? -1.0 : 1
    let seen = disturbances.measure(volts, thermal: volts, at: time, from: &random)
    return stamps.reading(time, volts: sign * seen, amperes: sign * amperes, from: &random)
  }
}
