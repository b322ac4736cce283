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
    let early = jump > 0 ? Self.timeInDiffusionLayer(from: now, jump: jump) : .infinity
    guard early >= Self.unresolved else { return early / rate }
    let steady = restConcentration - steadyDepletion * current.magnitude
    let limit = steady < -FiniteGapSeries.limitMargin * restConcentration ? steady : max(steady, 0)
    let modes = DepletingModes(
      limit: limit, side: side, jump: Self.modeShare * jump, deviations: deviations,
      live: jump == 0 ? live : OddModes.blocks)
    return modes.firstZero(near: early).map { $0 / rate }
  }

  /// Earlier than this θ the modes do not resolve a depletion, and the far wall does not matter.
  private static let unresolved = 2e-6

  /// θ of the depletion by Sand's law from the present concentration: that of a gap without an end.
  private static func timeInDiffusionLayer(from now: Double, jump: Double) -> Double {
    .pi / 16 * (now / jump) * (now / jump)
  }
}

/// A constant and decaying modes e_k, whose first common zero is looked for.
private struct DepletingModes {
  let limit: Double
  /// 1 where the working electrode depletes, −1 where the counter electrode does.
  let side: Double
  /// What the first mode has of the change of current, mol/m³.
  let jump: Double
  let deviations: [SIMD4<Double>]
  let live: Int

  /// Σ e_k, each with what is left of it after θ, besides the constant.
  private func value(_ theta: Double) -> Double {
    deviations.withUnsafeBufferPointer { deviations in
      OddModes.weights.withUnsafeBufferPointer { weights in
        var sum = SIMD4<Double>.zero
        OddModes.decay(theta: theta) { block, factors in
          guard block < live else { return }
          sum += (side * deviations[block] + jump * weights[block]) * factors
        }
        return limit + sum.sum()
      }
    }
  }

  /// Σ of those e_k below zero, by which the electrode has less now than in the end, and Σ|e_k|, mol/m³.
  private var sums: (rising: Double, size: Double) {
    deviations.withUnsafeBufferPointer { deviations in
      OddModes.weights.withUnsafeBufferPointer { weights in
        var (rising, sum) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
        for block in 0..<live {
          let amplitude = side * deviations[block] + jump * weights[block]
          rising += amplitude.replacing(with: 0, where: amplitude .> 0)
          sum += amplitude
        }
        return (rising.sum(), sum.sum() - 2 * rising.sum())
      }
    }
  }

  /// θ of the first zero, found at once where it is a little behind the one it is looked for near.
  func firstZero(near early: Double) -> Double? {
    let (rising, size) = sums
    // As long as the salt would last without the modes that have more than in the end, it lasts: most often that decides.
    guard limit + rising < 0 else { return nil }
    // Behind this time the modes together are smaller than the limit, whose sign then decides.
    let end = min(20, log(max(size / max(limit.magnitude, .leastNormalMagnitude), 1)) / (.pi * .pi) + 1e-3)
    if rising == 0 {
      guard limit < 0 else { return nil }
      let start = early < end && value(early) > 0 ? early : 1e-9
      return bracketedRoot(from: start, to: end, of: value)
    }
    var earlier = 1e-7
    while earlier < end {
      let later = min(earlier * 1.2, end)
      if value(later) <= 0 { return bracketedRoot(from: earlier, to: later, of: value) }
      earlier = later
    }
    return nil
  }
}
