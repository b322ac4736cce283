import Foundation

/// The integral of Marcus–Hush–Chidsey kinetics in reduced units, by the trapezoidal rule.
///
/// With w = h − x the law of `MarcusHushChidsey` becomes (1 − e⁻ʰ) S(h)/S(0), S(h) = ∫ exp(−(w − l)²/(4l))/(1 + e^(w−h)) dw, in
/// which nothing overflows. The rule converges as exp(−2π²/step) on so smooth a function: rounding is all that is left of it.
struct MarcusIntegral {
  private static let step = 0.5
  private static let reorganisations = 0.5...200.0

  /// Reorganisation energy over k_B T, l, held between 0.5 and 200.
  let reorganisation: Double
  /// The Gaussian and e^w at each point.
  private let points: [(gauss: Double, boltzmann: Double)]
  private let atRest: Double
  /// J/i₀ that no overpotential exceeds.
  let limit: Double

  /// The integral for a reorganisation energy over k_B T.
  init(reorganisation: Double) {
    let allowed = Self.reorganisations
    // Written so that not-a-number becomes the lower end.
    let l = min(max(allowed.lowerBound, reorganisation), allowed.upperBound)
    // Both integrands, at rest and saturated, have fallen to e⁻⁴⁰ at this distance from their maxima at w = 0 and w = l.
    let reach = 12.7 * l.squareRoot()
    let count = Int((l + 2 * reach) / Self.step) + 1
    points = (0...count).map { index in
      let w = Double(index) * Self.step - reach
      return (exp(-(w - l) * (w - l) / (4 * l)), exp(w))
    }
    self.reorganisation = l
    atRest = points.reduce(0) { $0 + $1.gauss / (1 + $1.boltzmann) }
    limit = points.reduce(0) { $0 + $1.gauss } / atRest
  }

  /// J/i₀ and its slope at a reduced overpotential h ≥ 0.
  func current(at h: Double) -> (value: Double, slope: Double) {
    let (rest, lost) = (exp(-h), -expm1(-h))
    var (sum, slope) = (0.0, 0.0)
    for point in points {
      let odds = point.boltzmann * rest
      let share = point.gauss / (1 + odds)
      sum += share
      slope += share * odds / (1 + odds)
    }
    return (lost * sum / atRest, (rest * sum + lost * slope) / atRest)
  }

  /// u = 2 asinh(J/(2 i₀)), the overpotential that Butler–Volmer would have, and its slope at a reduced overpotential h ≥ 0.
  func butlerVolmer(at h: Double) -> (value: Double, slope: Double) {
    let current = current(at: h)
    let half = current.value / 2
    return (2 * asinh(half), current.slope / (1 + half * half).squareRoot())
  }

  /// The reduced overpotential of J/i₀, which is to lie above zero and below the limit.
  ///
  /// u rises ever more slowly with h and never above it, so that Newton's steps from h = u come to the root from below.
  func overpotential(at ratio: Double) -> Double {
    let target = 2 * asinh(ratio / 2)
    var h = target
    for _ in 0..<100 {
      let found = butlerVolmer(at: h)
      let step = (target - found.value) / found.slope
      h += step
      if step.magnitude <= 1e-14 * h { break }
    }
    return h
  }
}
