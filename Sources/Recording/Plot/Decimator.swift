/// Thins a curve to what a picture can show: of each column of pixels the first, lowest, highest and last point stay.
///
/// A line through these four looks the same as one through all (M4: Jugel et al., Proc. VLDB Endow. 7 (2014) 797,
/// doi:10.14778/2732951.2732953), so spikes survive.
struct Decimator {
  private let start: Double
  private let columnWidth: Double
  private let columnCount: Int
  private var column = -1
  private var first, lowest, highest, last: PlotPoint?
  private var kept: [PlotPoint] = []

  /// For points between two abscissae, in rising order.
  init(from start: Double, to end: Double, columns: Int) {
    (self.start, columnCount) = (start, columns)
    columnWidth = (end - start) / Double(columns)
  }

  /// Takes a point; one whose value is not finite leaves a gap.
  mutating func add(_ point: PlotPoint) {
    let fraction = columnWidth > 0 ? (point.x - start) / columnWidth : 0
    let column = max(0, min(columnCount - 1, fraction.isFinite ? Int(fraction) : 0))
    guard point.value.isFinite else {
      closeColumn()
      if kept.last?.value.isNaN == false { kept.append(PlotPoint(x: point.x, value: .nan)) }
      return
    }
    if column != self.column || first == nil {
      closeColumn()
      self.column = column
      (first, lowest, highest) = (point, point, point)
    } else {
      if let lowest, point.value < lowest.value { self.lowest = point }
      if let highest, point.value > highest.value { self.highest = point }
    }
    last = point
  }

  /// The points that stay.
  mutating func points() -> [PlotPoint] {
    closeColumn()
    return kept
  }

  private mutating func closeColumn() {
    guard let first, let lowest, let highest, let last else { return }
    let extremes = lowest.x <= highest.x ? [lowest, highest] : [highest, lowest]
    for point in [first] + extremes + [last] where point != kept.last { kept.append(point) }
    (self.first, self.lowest, self.highest, self.last) = (nil, nil, nil, nil)
  }
}
