import Foundation

/// D1: does the voltage rise as Sand's law has it, and where does it end?
///
/// Near depletion V = a + A·φ with φ = −ln(1 − m/m_c): m the semi-integral of the current, m_c its value at Sand's time. Each of
/// 64 hypotheses about m_c, 9 % apart and starting 5 % above the first m, carries the sums of a linear regression of V
/// on its φ, forgetting as m grows (memory: a quarter of m). The rival is V linear in m. A hypothesis that m overtakes is
/// taken up again at the far end, where φ is so nearly linear that its sums follow from the moments of m.
struct SandHypotheses: Codable, Sendable {
  /// The best hypothesis and the case for it.
  struct Verdict: Sendable {
    /// The semi-integral at Sand's time, A·s^½.
    var limit: Double
    /// A, the amplitude of the logarithm, V.
    var amplitude: Double
    /// Whether the case is good enough.
    var isAccepted: Bool
    /// Whether the best hypothesis is the lowest that is left: m is close to every m_c that could be meant.
    var isAtLowEdge: Bool
    /// Whether an estimate that was once accepted may stand.
    var isTrusted: Bool { isAccepted || isAtLowEdge }
  }

  private struct Hypothesis: Codable {
    var limit: Double
    var p = 0.0
    var pp = 0.0
    var pv = 0.0
  }

  private static let count = 64
  private static let ratio = 1.09

  private var hypotheses: [Hypothesis] = []
  private var origin = 0.0
  private var last = 0.0
  private var moments = Moments()

  /// Sums over the blocks, forgetting: powers of the semi-integral m and of the voltage v above the first block's.
  private struct Moments: Codable {
    var n = 0.0
    var m = 0.0
    var mm = 0.0
    var mmm = 0.0
    var v = 0.0
    var vv = 0.0
    var mv = 0.0
    var mmv = 0.0

    mutating func scale(by factor: Double) {
      n *= factor
      m *= factor
      mm *= factor
      mmm *= factor
      v *= factor
      vv *= factor
      mv *= factor
      mmv *= factor
    }

    mutating func add(_ x: Double, _ y: Double) {
      n += 1
      m += x
      mm += x * x
      mmm += x * x * x
      v += y
      vv += y * y
      mv += x * y
      mmv += x * x * y
    }
  }

  /// Takes the next block of a constant-current segment; blocks before the semi-integral turns positive say nothing.
  mutating func add(_ block: VoltageBlock) {
    let m = block.semiIntegral
    guard m > 0 else { return }
    if hypotheses.isEmpty {
      hypotheses = (0..<Self.count).map { Hypothesis(limit: 1.05 * m * pow(Self.ratio, Double($0))) }
      (origin, last) = (block.voltage, m)
    }
    let memory = exp(-4 * abs(m - last) / m)
    let voltage = block.voltage - origin
    last = m
    moments.scale(by: memory)
    moments.add(m, voltage)
    for index in hypotheses.indices {
      let p = -log(max(1 - m / hypotheses[index].limit, 1e-6))
      hypotheses[index].p = hypotheses[index].p * memory + p
      hypotheses[index].pp = hypotheses[index].pp * memory + p * p
      hypotheses[index].pv = hypotheses[index].pv * memory + p * voltage
    }
    while let lowest = hypotheses.first, lowest.limit < 1.02 * m { recycleLowest() }
  }

  private mutating func recycleLowest() {
    hypotheses.removeFirst()
    let c = (hypotheses.last?.limit ?? last) * Self.ratio
    hypotheses.append(
      Hypothesis(
        limit: c, p: moments.m / c + moments.mm / (2 * c * c),
        pp: moments.mm / (c * c) + moments.mmm / (c * c * c),
        pv: moments.mv / c + moments.mmv / (2 * c * c)))
  }

  /// The best hypothesis now; nil before there is anything to compare.
  ///
  /// Accepted when its amplitude exceeds 4 mV, it is not at an edge of the bank, it beats the straight line by a
  /// generalised likelihood ratio of 6 (at most 150 blocks count), and the hypotheses within three standard deviations
  /// of it span less than a factor 2.
  func verdict() -> Verdict? {
    guard moments.n > 6 else { return nil }
    var best = 0
    var bestMisfit = Double.infinity
    for index in hypotheses.indices {
      let misfit = misfit(of: hypotheses[index])
      if misfit < bestMisfit { (best, bestMisfit) = (index, misfit) }
    }
    guard bestMisfit.isFinite else { return nil }
    let winner = hypotheses[best]
    let weight = min(moments.n, 150)
    let floor = max(bestMisfit, 1e-14 * moments.n)
    let amplitude =
      (winner.pv - winner.p * moments.v / moments.n) / (winner.pp - winner.p * winner.p / moments.n)
    let isInside = best > 0 && best < hypotheses.count - 1
    let accepted =
      isInside && amplitude > 4e-3 && weight * log(straightMisfit / floor) > 6
      && profileSpan(around: best, below: floor * exp(9 / weight)) < 2
    return Verdict(limit: winner.limit, amplitude: amplitude, isAccepted: accepted, isAtLowEdge: best == 0)
  }

  private func misfit(of h: Hypothesis) -> Double {
    let n = moments.n
    let (spp, spv) = (h.pp - h.p * h.p / n, h.pv - h.p * moments.v / n)
    guard spp > 0, spv > 0 else { return .infinity }
    return max(moments.vv - moments.v * moments.v / n - spv * spv / spp, 0)
  }

  private var straightMisfit: Double {
    let n = moments.n
    let (smm, smv) = (moments.mm - moments.m * moments.m / n, moments.mv - moments.m * moments.v / n)
    let svv = moments.vv - moments.v * moments.v / n
    return max(smm > 0 ? svv - smv * smv / smm : svv, 1e-14 * n)
  }

  private func profileSpan(around best: Int, below threshold: Double) -> Double {
    var (low, high) = (best, best)
    while low > 0, misfit(of: hypotheses[low - 1]) <= threshold { low -= 1 }
    while high < hypotheses.count - 1, misfit(of: hypotheses[high + 1]) <= threshold { high += 1 }
    return hypotheses[high].limit / hypotheses[low].limit
  }
}
