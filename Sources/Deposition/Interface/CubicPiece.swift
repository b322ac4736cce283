/// The cubic on 0…1 with given values and slopes at the ends.
struct CubicPiece: Sendable {
  private let constant, linear, quadratic, cubic: Double

  init(_ low: Double, _ high: Double, _ lowSlope: Double, _ highSlope: Double) {
    (constant, linear) = (low, lowSlope)
    quadratic = 3 * (high - low) - 2 * lowSlope - highSlope
    cubic = 2 * (low - high) + lowSlope + highSlope
  }

  func value(at t: Double) -> Double { constant + t * (linear + t * (quadratic + t * cubic)) }

  func slope(at t: Double) -> Double { linear + t * (2 * quadratic + t * 3 * cubic) }
}
