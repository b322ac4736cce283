// Current after a voltage step onto which nuclei grow by hemispherical diffusion until their zones overlap.
//
//   (I/I_m)² = 1.9542/x (1 − exp(−1.2564 x))²           instantaneous: all nuclei at once
//   (I/I_m)² = 1.2254/x (1 − exp(−2.3367 x²))²          progressive: nuclei at a steady rate
//
//   I  current, A      I_m  its maximum, A      x  time over the time of the maximum, 1
//
// Diffusion-limited growth at a constant voltage on a flat electrode without interphase: a lithium electrode under its interphase seldom obeys
// it. It tells the two ways of nucleation apart. Both are 1 at x = 1 to 6e-5, as far as the constants are rounded.
// B. Scharifker, G. Hills, Electrochim. Acta 28 (1983) 879.
import Foundation

/// Reduced current transients of nucleation at constant voltage.
public enum ScharifkerHills: DepositionModel {
  /// What it answers.
  public static let summary = "current transient of instantaneous and progressive nucleation"
  /// Where it stops.
  public static let validity =
    "constant voltage, growth limited by diffusion, no interphase"
  /// Where it is from.
  public static let source = "Scharifker & Hills, Electrochim. Acta 28 (1983) 879"

  /// (I/I_m)² with all nuclei at once, at a time over that of the maximum (not below zero).
  public static func instantaneous(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let grown = -expm1(-1.2564 * x)
    return 1.9542 / x * grown * grown
  }

  /// (I/I_m)² with nuclei at a steady rate, at a time over that of the maximum (not below zero).
  public static func progressive(_ x: Double) -> Double {
    guard x > 0 else { return 0 }
    let grown = -expm1(-2.3367 * x * x)
    return 1.2254 / x * grown * grown
  }
}
