/// The range of an axis: that of its values with some air.
struct AxisRange: Hashable, Sendable {
  let low, high: Double

  /// For the finite values of a curve, in the axis' unit.
  init(_ points: [PlotPoint], unit: AxisUnit) {
    let values = points.lazy.map(\.value).filter(\.isFinite).map { $0 / unit.scale }
    let (lowest, highest) = (values.min() ?? 0, values.max() ?? 0)
    let air = highest > lowest ? 0.06 * (highest - lowest) : highest == 0 ? 1 : 0.1 * highest.magnitude
    (low, high) = (lowest - air, highest + air)
  }

  /// As gnuplot takes it.
  var text: String { "[\(low):\(high)]" }
}
