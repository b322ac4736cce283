/// A smooth function on intervals of equal ratio, sixteen an octave, found by the bits of the argument: no search, no logarithm.
struct OctaveTable: Sendable {
  /// Leaves exponent and four digits of the fraction of a Double.
  private static let shift: UInt64 = 48
  private let first: UInt64
  private let pieces: [CubicPiece]

  /// A table between two powers of two, the lower above zero, from values and slopes.
  init(from low: Double, to high: Double, node: (Double) -> (value: Double, slope: Double)) {
    let first = low.bitPattern >> Self.shift
    let count = max(high.bitPattern >> Self.shift, first + 1) - first
    let nodes = (0...count).map { index in
      let place = Double(bitPattern: (first + index) << Self.shift)
      return (place: place, at: node(place))
    }
    self.first = first
    pieces = zip(nodes, nodes.dropFirst()).map { left, right in
      let width = right.place - left.place
      return CubicPiece(left.at.value, right.at.value, left.at.slope * width, right.at.slope * width)
    }
  }

  /// Value and slope at a place; outside the table the end intervals are continued.
  func value(at place: Double) -> (value: Double, slope: Double) {
    let bits = place.bitPattern >> Self.shift
    let index = min(bits - min(bits, first), UInt64(pieces.count - 1))
    let left = Double(bitPattern: (first + index) << Self.shift)
    let width = Double(bitPattern: (first + index + 1) << Self.shift) - left
    let inverse = 1 / width
    let piece = pieces[Int(index)]
    let t = (place - left) * inverse
    return (piece.value(at: t), piece.slope(at: t) * inverse)
  }
}

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
