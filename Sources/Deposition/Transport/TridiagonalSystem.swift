/// The Thomas algorithm on bare memory, which all hold `count` values.
enum TridiagonalSystem {
  /// Solves lower[i] x[i−1] + diagonal[i] x[i] + upper[i] x[i+1] = right[i]; `right` becomes x, `upper` is used up.
  ///
  /// Needs diagonal dominance, which every implicit diffusion step has.
  static func solve(
    count: Int, lower: UnsafeMutablePointer<Double>, diagonal: UnsafeMutablePointer<Double>,
    upper: UnsafeMutablePointer<Double>, right: UnsafeMutablePointer<Double>
  ) {
    var (ratio, value) = (upper[0] / diagonal[0], right[0] / diagonal[0])
    (upper[0], right[0]) = (ratio, value)
    for i in 1..<count {
      let inverse = 1 / (diagonal[i] - lower[i] * ratio)
      ratio = upper[i] * inverse
      value = (right[i] - lower[i] * value) * inverse
      (upper[i], right[i]) = (ratio, value)
    }
    for i in stride(from: count - 2, through: 0, by: -1) {
      value = right[i] - upper[i] * value
      right[i] = value
    }
  }
}
