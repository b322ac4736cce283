// When the salt runs out, from any state: the first zero of
//
//   f(θ) = c₀ − S |J| + Σ e_k exp(−k²π²θ)
//
// e_k are the modes' deviations as the depleting electrode sees them. From rest all e_k are positive and f falls steadily; behind a
// history they may have both signs, and f is searched forward in time.
import Foundation

extension ModalDiffusion {
  /// Time in s until the salt is gone at the plated electrode if a current density (A/m²) flows from now on; nil if it never is, zero
  /// if it is gone already.
  public func timeToDepletion(at current: Double) -> Double? {
    guard current != 0 else { return nil }
    // Seen from the depleting electrode: the working electrode if it is plated, else the counter electrode.
    let side = current < 0 ? 1.0 : -1.0
    let now = restConcentration + side * (workingSurface - restConcentration)
    guard now > 0 else { return 0 }
    let jump = side * steadyDepletion * (currentDensity - current)
    if jump > 0, let early = timeInDiffusionLayer(from: now, jump: jump) { return early / rate }

    let steady = restConcentration - steadyDepletion * current.magnitude
    let limit = steady < -FiniteGapSeries.limitMargin * restConcentration ? steady : max(steady, 0)
    guard limit + rising(side: side, jump: jump) < 0 else { return nil }
    let modes = DepletingModes(
      limit: limit,
      amplitudes: zip(deviations, OddModes.weights).map { side * $0 + Self.modeShare * jump * $1 })
    return modes.firstZero().map { $0 / rate }
  }

  /// The sum of the modes by which the depleting electrode has less now than in the end, mol/m³; not above zero.
  ///
  /// As long as the salt would last without those that have more, it lasts: most often that decides, and nothing is allocated for it.
  private func rising(side: Double, jump: Double) -> Double {
    deviations.withUnsafeBufferPointer { deviations in
      OddModes.weights.withUnsafeBufferPointer { weights in
        var sum = SIMD4<Double>.zero
        for block in 0..<(jump == 0 ? live : deviations.count) {
          let amplitude = side * deviations[block] + Self.modeShare * jump * weights[block]
          sum += amplitude.replacing(with: 0, where: amplitude .> 0)
        }
        return sum.sum()
      }
    }
  }

  /// θ of a depletion so early that the modes do not resolve it and the far wall does not matter: Sand's law from the present
  /// concentration.
  private func timeInDiffusionLayer(from now: Double, jump: Double) -> Double? {
    let theta = Double.pi / 16 * (now / jump) * (now / jump)
    return theta < 2e-6 ? theta : nil
  }
}

/// A constant and decaying modes, whose first common zero is looked for.
private struct DepletingModes {
  let limit: Double
  let amplitudes: [SIMD4<Double>]

  func value(_ theta: Double) -> Double {
    let factors = OddModes.decays(theta: theta)
    var sum = SIMD4<Double>.zero
    for (block, factor) in factors.enumerated() { sum += amplitudes[block] * factor }
    return limit + sum.sum()
  }

  func firstZero() -> Double? {
    let none = SIMD4<Double>.zero
    let rising = amplitudes.reduce(0.0) { $0 + pointwiseMin($1, none).sum() }
    let size = amplitudes.reduce(0.0) { $0 + pointwiseMax($1, -$1).sum() }
    // Behind this time the modes together are smaller than the limit, whose sign then decides.
    let end = min(20, log(max(size / max(limit.magnitude, .leastNormalMagnitude), 1)) / (.pi * .pi) + 1e-3)
    if rising == 0 { return limit < 0 ? bracketedRoot(from: 1e-9, to: end, of: value) : nil }
    var earlier = 1e-7
    while earlier < end {
      let later = min(earlier * 1.2, end)
      if value(later) <= 0 { return bracketedRoot(from: earlier, to: later, of: value) }
      earlier = later
    }
    return nil
  }
}
