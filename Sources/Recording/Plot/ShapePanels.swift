import Quantities

/// The lower row of a picture over cycles: how the voltage of each run changes shape, plating below zero, stripping above.
struct ShapePanels {
  let runs: [CycledRun]
  /// Edges of the row, in fractions of the picture.
  let left, right, top, bottom: Double
  /// Pixels of the picture.
  let width: Double
  let pointSize: Double
  /// Colour of a run, by its index, at a strength up to 1.
  let colour: (Int, Double) -> String

  /// The data blocks.
  var blocks: String {
    runs.enumerated().map { run, one in
      one.curves.enumerated().map { index, curve in
        GnuplotText.block("shape\(run)p\(index)", curve.plating, x: .arealCapacity, value: voltage)
          + GnuplotText.block("shape\(run)s\(index)", curve.stripping, x: .arealCapacity, value: voltage)
      }.joined()
    }.joined()
  }

  /// The panels, side by side over one voltage axis.
  var text: String {
    """
    set xrange [0:\(AxisRange(runs.flatMap(\.curves).flatMap { $0.plating + $0.stripping }.map(\.capacity), unit: .arealCapacity).high)]
    set yrange \(AxisRange(runs.flatMap(\.curves).flatMap(\.steady), unit: voltage).text)
    set tmargin at screen \(top)
    set bmargin at screen \(bottom)
    set label 3 \(GnuplotText.quoted("voltage / \(voltage.symbol)")) at screen 0.022, graph 0.5 center rotate by 90 tc rgb '#444444'
    set label 4 \(GnuplotText.quoted("areal capacity plated or stripped in the cycle / mAh/cm²")) \
    at screen \((left + right) / 2), screen 0.02 center tc rgb '#444444'
    \(runs.indices.map(panel).joined(separator: "\n"))
    """
  }

  private static let gap = 0.02

  private func panel(_ run: Int) -> String {
    let panelWidth = (right - left + Self.gap) / Double(runs.count) - Self.gap
    let start = left + Double(run) * (panelWidth + Self.gap)
    let curves = runs[run].curves.indices.map { index in
      let style = "with lines lc rgb '\(shade(run, index))' lw \(isCutShort(run, index) ? "1.6 dt 2" : "2")"
      return ", \\\n  $shape\(run)p\(index) \(style), $shape\(run)s\(index) \(style)"
    }
    return """
      set lmargin at screen \(start)
      set rmargin at screen \(start + panelWidth)
      set format y '\(run == 0 ? "%g" : "")'
      \(names(run, from: start, width: panelWidth))
      plot 0 lc rgb '#bbbbbb' lw 1\(curves.joined())
      unset label
      """
  }

  /// The cycles shown, each with a dot in its shade, and whose they are.
  private func names(_ run: Int, from start: Double, width panelWidth: Double) -> String {
    let isNarrow = runs.count > 3
    let widest = isNarrow ? panelWidth / Double(runs[run].curves.count) : panelWidth
    var x = start + 0.008
    let cycles = runs[run].curves.enumerated().map { index, curve in
      let number = index == 0 && !isNarrow ? "cycle \(curve.cycle)" : "\(curve.cycle)"
      let text = isCutShort(run, index) ? "\(number) ✕" : number
      defer { x += min(widest, (34 + 8.5 * Double(text.count)) / width) }
      return """
        set label \(20 + index) \(GnuplotText.quoted(text)) at screen \(x), screen \(top + 0.013) left offset 0.8,0 \
        point pt 7 ps \(pointSize * 0.8) lc rgb '\(shade(run, index))' tc rgb '#222222'
        """
    }
    let name = GnuplotText.quoted(runs[run].name, limit: max(8, Int((right - left) * width / 8.5) / runs.count))
    return """
      \(cycles.joined(separator: "\n"))
      set label 10 \(name) at screen \(start), screen \(top + 0.037) left tc rgb '\(colour(run, 1))'
      """
  }

  private func isCutShort(_ run: Int, _ index: Int) -> Bool {
    runs[run].death?.cycle == runs[run].curves[index].cycle
  }

  /// Later cycles are stronger; that in which the cell died is black.
  private func shade(_ run: Int, _ index: Int) -> String {
    guard !isCutShort(run, index) else { return "#222222" }
    let whole = runs[run].curves.indices.filter { !isCutShort(run, $0) }.count
    return colour(run, whole > 1 ? 0.35 + 0.65 * Double(index) / Double(whole - 1) : 1)
  }

  private var voltage: AxisUnit {
    .voltage(upTo: runs.flatMap(\.curves).flatMap(\.steady).map(\.value.magnitude).max() ?? 0)
  }
}

extension PlotPoint {
  /// The abscissa as a value, for the range of its axis.
  fileprivate var capacity: PlotPoint { PlotPoint(x: 0, value: x) }
}

extension CycleCurve {
  /// The points that a voltage axis must show: without the first 0.5 % and the last 3 % of either half, where copper
  /// comes from its rest potential and the last strip runs to its limit.
  fileprivate var steady: [PlotPoint] {
    [plating, stripping].flatMap { half in
      let (whole, finite) = (half.last?.x ?? 0, half.filter(\.value.isFinite))
      let steady = finite.filter { $0.x >= 0.005 * whole && $0.x <= 0.97 * whole }
      return steady.isEmpty ? finite : steady
    }
  }
}
