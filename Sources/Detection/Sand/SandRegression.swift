import Foundation

/// Weighted least squares of a voltage on a constant, Sand's logarithm φ(x) and its derivative to ln m_c, x = m/m_c.
struct SandRegression: Sendable {
  private static let counterShare = 0.1

  private var (w, ww, count) = (0.0, 0.0, 0.0)
  private var (p, d, v) = (0.0, 0.0, 0.0)
  private var (pp, pd, dd, pv, dv, vv) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

  /// φ = −ln(1 − x) + ρ·ln(1 + x).
  ///
  /// The second term is the other electrode, which the same current enriches with salt: in a Li|Li cell with fast
  /// kinetics ρ = (2(1 − t₊) − 1)/(2(1 − t₊) + 1), from 0 to 0.2 for t₊ = 0.5 to 0.25; its middle is taken, and for the
  /// small term's logarithm its Padé approximant, within 1 % on 0…1.
  static func logarithm(_ x: Double) -> Double { -log(1 - x) + counterShare * x * (6 + x) / (6 + 4 * x) }

  /// What the regression found.
  struct Solution: Sendable {
    /// V at φ = 0.
    var offset: Double
    /// A: V per unit of φ.
    var amplitude: Double
    /// Coefficient of the derivative, V: the step in ln m_c times A.
    var shift: Double
    /// Standard error of the shift, V.
    var shiftError: Double
    /// Number of equally weighted blocks that would weigh the same.
    var weight: Double
  }

  /// Takes a voltage, V, at x, with a weight.
  mutating func add(voltage: Double, x: Double, weight: Double) {
    let phi = Self.logarithm(x)
    let slope = -x / (1 - x) - Self.counterShare * x / (1 + x)
    w += weight
    ww += weight * weight
    count += 1
    p += weight * phi
    d += weight * slope
    v += weight * voltage
    pp += weight * phi * phi
    pd += weight * phi * slope
    dd += weight * slope * slope
    pv += weight * phi * voltage
    dv += weight * slope * voltage
    vv += weight * voltage * voltage
  }

  /// The solution; nil where the voltages do not determine one.
  var solution: Solution? {
    let (cpp, cpd, cdd) = (pp - p * p / w, pd - p * d / w, dd - d * d / w)
    let (cpv, cdv, cvv) = (pv - p * v / w, dv - d * v / w, vv - v * v / w)
    let determinant = cpp * cdd - cpd * cpd
    guard determinant > 1e-12 * cpp * cdd, count > 4 else { return nil }
    let amplitude = (cpv * cdd - cdv * cpd) / determinant
    let shift = (cdv * cpp - cpv * cpd) / determinant
    let residual = max(cvv - amplitude * cpv - shift * cdv, 0)
    return Solution(
      offset: (v - amplitude * p - shift * d) / w, amplitude: amplitude, shift: shift,
      shiftError: (residual / (count - 3) * cpp / determinant).squareRoot(), weight: w * w / ww)
  }
}
