// The modes of diffusion in a sphere under a constant flux: sixteen single ones, and the endless rest by a quadrature.
//
//   Σ_{n>16} (10/λ_n²) exp(−λ_n² θ) ≈ W ∫₀¹ exp(−κ(t)² θ) dt,  κ(t)² = (17π/t)² − 2        λ_n² ≈ ((n + ½)π)² − 2
//
// W is what the single modes leave of Σ 10/λ_n² = 1, so that a change of current leaves the surface where it is. Gauss's rule with sixteen
// points in t = 17π/λ carries the surface to 2e-5 of its steady lead for θ ≥ 1e-6, and to 2e-4 at any earlier time.
import Foundation

/// Weights and decay rates of the modes of a sphere.
enum SphereModes {
  /// A number for each of the single modes, or of those that stand for the rest.
  typealias Block = SIMD16<Double>

  /// λ_n² of the single modes: the n-th zero of tan λ = λ is between nπ and (n + ½)π.
  static let singleRates: Block = {
    var rates = Block.zero
    for n in 0..<Block.scalarCount {
      let turns = Double(n + 1) * Double.pi
      let zero = bracketedRoot(from: turns, to: turns + 0.5 * .pi) { sin($0) - $0 * cos($0) }
      rates[n] = zero * zero
    }
    return rates
  }()

  /// 10/λ_n² of the single modes.
  static let singleWeights: Block = 10 / singleRates

  /// κ² at the points of the rule.
  static let restRates: Block = {
    let edge = Double(Block.scalarCount + 1) * Double.pi
    let inverse = edge / rule.points
    return inverse * inverse - 2
  }()

  /// Weights of the rule, which sum up to what the single modes leave of 1.
  static let restWeights: Block = (1 - singleWeights.sum()) * rule.weights

  /// The sum over all modes, by halves, so that no addition waits for the one before.
  static func sum(_ single: Block, _ rest: Block) -> Double {
    let sixteen = single + rest
    let eight = sixteen.lowHalf + sixteen.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }

  /// Gauss's rule between 0 and 1, from the zeros of the Legendre polynomial of degree sixteen.
  private static let rule: (points: Block, weights: Block) = {
    let degree = Block.scalarCount
    var (points, weights) = (Block.zero, Block.zero)
    for index in 0..<degree {
      var x = cos(.pi * (Double(index) + 0.75) / (Double(degree) + 0.5))
      var slope = 1.0
      for _ in 0..<8 {
        var (before, value) = (1.0, x)
        for k in 2...degree {
          (before, value) = (value, (Double(2 * k - 1) * x * value - Double(k - 1) * before) / Double(k))
        }
        slope = Double(degree) * (before - x * value) / (1 - x * x)
        x -= value / slope
      }
      points[index] = 0.5 * (1 + x)
      weights[index] = 1 / ((1 - x * x) * slope * slope)
    }
    return (points, weights)
  }()
}

/// How much of each mode of a sphere is left after a time.
struct SphereDecays: Sendable {
  /// The time over R²/D.
  let theta: Double
  /// exp(−λ²θ) of the single modes.
  let single: SphereModes.Block
  /// exp(−κ²θ) of those that stand for the rest.
  let rest: SphereModes.Block
  /// Σ w exp(−λ²θ): 1 at once, 0 when all has settled.
  let response: Double

  /// What is left after a time over R²/D.
  init(theta: Double) {
    self.theta = theta
    func decays(_ rates: SphereModes.Block) -> SphereModes.Block {
      var factors = SphereModes.Block.zero
      for index in 0..<SphereModes.Block.scalarCount { factors[index] = exp(-rates[index] * theta) }
      return factors
    }
    (single, rest) = (decays(SphereModes.singleRates), decays(SphereModes.restRates))
    response = SphereModes.sum(SphereModes.singleWeights * single, SphereModes.restWeights * rest)
  }
}
