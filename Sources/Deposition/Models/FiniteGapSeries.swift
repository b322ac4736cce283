// The dimensionless solution of diffusion between two walls with the same constant flux through both.
//
//   v(ξ, θ) = 2 (ξ − ½) + (8/π²) Σ_{k odd} cos(kπξ) exp(−k²π²θ)/k²        eigenfunctions, used for θ ≥ 0.1
//   v(ξ, θ) = −2 Σ_n [w(|ξ + 2n|) − w(|ξ − 1 + 2n|)]                      images, used for θ < 0.1
//   w(d) = 2√θ ierfc(d/(2√θ)),  ierfc(z) = exp(−z²)/√π − z erfc(z)
//
//   ξ  place over gap, 0 at the plated electrode      θ  time over ε L²/D_eff      c/c₀ = 1 + r v
//
// A constant current from rest, constant properties. Exact at all times; the two forms agree to rounding at θ = 0.1.
// H. S. Carslaw, J. C. Jaeger, Conduction of Heat in Solids, 2nd ed., Oxford 1959, §3.8.
import Foundation

/// Concentration between two walls of equal flux, in units of c₀ r, and the time at which it reaches zero.
public enum FiniteGapSeries: DepositionModel {
  /// What it answers.
  public static let summary = "exact concentrations between two electrodes"
  /// Where it stops.
  public static let validity =
    "constant current from rest, constant properties, equal fluxes at both walls"
  /// Where it is from.
  public static let source = "Carslaw & Jaeger 1959, §3.8"

  private static let imagesEnd = 0.1

  /// v(ξ, θ), the deviation from the resting concentration.
  static func deviation(at xi: Double, theta: Double) -> Double {
    guard theta > 0 else { return 0 }
    return theta < imagesEnd ? images(at: xi, theta: theta) : eigenfunctions(at: xi, theta: theta)
  }

  private static func eigenfunctions(at xi: Double, theta: Double) -> Double {
    var sum = 0.0
    for k in stride(from: 1.0, through: 9.0, by: 2.0) {
      sum += cos(k * .pi * xi) * exp(-k * k * .pi * .pi * theta) / (k * k)
    }
    return 2 * (xi - 0.5) + 8 / (.pi * .pi) * sum
  }

  private static func images(at xi: Double, theta: Double) -> Double {
    let length = 2 * theta.squareRoot()
    func wave(_ distance: Double) -> Double {
      let z = distance.magnitude / length
      return length * (exp(-z * z) / Double.pi.squareRoot() - z * erfc(z))
    }
    var sum = 0.0
    for image in -2...2 { sum += wave(xi + 2 * Double(image)) - wave(xi - 1 + 2 * Double(image)) }
    return -2 * sum
  }

  /// A current that exceeds the limiting one by no more than this part counts as not exceeding it: the rounding of a
  /// current and an area as people type them is of this size, and no limiting current is known so well.
  static let limitMargin = 1e-6

  /// θ at which the plated surface reaches zero, from rest at a constant current; nil where r ≤ 1.
  public static func depletionTime(ratio r: Double) -> Double? {
    guard r > 1 + limitMargin, r.isFinite else { return nil }
    // The far wall only delays depletion; the first eigenfunction alone bounds it from above up to the factor π²/8.
    let semiInfinite = Double.pi / (16 * r * r)
    let latest = max(log(r / (r - 1)) / (.pi * .pi), semiInfinite) * 1.01
    return bracketedRoot(from: semiInfinite * 0.99, to: latest) { 1 + r * deviation(at: 0, theta: $0) }
  }
}
