/// The range of an axis: that of its values with some air, and wide enough for a constant to look like one.
struct AxisRange: Hashable, Sendable {
  let low, high: Double

  /// For the finite values of a curve, in the axis' unit.
  init(_ points: [PlotPoint], unit: AxisUnit) {
    let values = points.lazy.map(\.value).filter(\.isFinite).map { $0 / unit.scale }
    let (lowest, highest) = (values.min() ?? 0, values.max() ?? 0)
    let magnitude = max(lowest.magnitude, highest.magnitude)
    let air =
      highest - lowest > 1e-4 * magnitude ? 0.06 * (highest - lowest) : magnitude == 0 ? 1 : 0.1 * magnitude
    (low, high) = (lowest - air, highest + air)
  }

  /// As gnuplot takes it.
  var text: String { "[\(low):\(high)]" }
}
