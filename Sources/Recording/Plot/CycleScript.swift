import Quantities

/// The gnuplot script of a picture over cycles: Coulombic efficiency and polarisation over the cycle, and below, a panel
/// a run, voltage over areal capacity in some of its cycles.
struct CycleScript {
  private let source: CyclePlotSource
  private let format: PictureFormat
  private let polarisation: AxisUnit

  /// Pixels of a picture; the panels' places in fractions of it.
  private static let (width, height) = (1200.0, 1150.0)
  private static let (left, right) = (0.085, 0.975)
  private static let (rowHeight, cycleBottom, shapeTop, shapeBottom) = (0.024, 0.435, 0.312, 0.065)

  /// Colours of Okabe and Ito (jfly.uni-koeln.de/color), which everybody can tell apart.
  private static let colours: [(red: Int, green: Int, blue: Int)] = [
    (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00), (0x00, 0x9E, 0x73), (0xCC, 0x79, 0xA7), (0xE6, 0x9F, 0x00),
    (0x56, 0xB4, 0xE9),
  ]

  init(_ source: CyclePlotSource, format: PictureFormat) {
    (self.source, self.format) = (source, format)
    let highest = source.runs.flatMap { $0.plating + $0.stripping }.map(\.value.magnitude).filter(\.isFinite).max()
    polarisation = .voltage(upTo: highest ?? 0)
  }

  /// The script, which draws to standard output.
  var text: String {
    let size = "\(Int(Self.width)),\(Int(Self.height))"
    return """
      set encoding utf8
      set minussign
      set terminal \(format.terminal) size \(size) noenhanced background '#ffffff'
      \(blocks)
      set multiplot
      set border 3 lc rgb '#444444'
      set tics nomirror out textcolor rgb '#444444'
      set grid lc rgb '#e4e4e4' lt 1 lw 0.8
      set key off
      set lmargin at screen \(Self.left)
      set rmargin at screen \(Self.right)
      set xrange \(cycleRange)
      \(headline)
      \(deathLines)
      set tmargin at screen \(panelsTop)
      set bmargin at screen \(middle + 0.012)
      set format x ''
      set yrange \(AxisRange(efficiencies + efficiencyFrame, unit: .percent).text)
      \(axisName("Coulombic efficiency / %"))
      \(efficiencies.isEmpty ? Self.noEfficiency : "")
      plot 100 lc rgb '#bbbbbb' lw 1\(curves(drawn: efficiencyCurves))
      unset label
      set tmargin at screen \(middle - 0.012)
      set bmargin at screen \(Self.cycleBottom)
      set format x '%g'
      set label 4 'cycle' at screen \((Self.left + Self.right) / 2), screen \(Self.cycleBottom - 0.045) center tc rgb '#444444'
      set label 5 "solid, dots: plating    dashed, rings: stripping" \
      at screen \(Self.right), screen \(Self.cycleBottom - 0.045) right tc rgb '#666666'
      set yrange \(AxisRange(polarisations + [PlotPoint(x: 0, value: 0)], unit: polarisation).text)
      \(axisName("polarisation / \(polarisation.symbol)"))
      plot 0 lc rgb '#bbbbbb' lw 1\(curves(drawn: polarisationCurves))
      unset label
      unset arrow
      \(shapes.text)
      unset multiplot

      """
  }

  private var shapes: ShapePanels {
    ShapePanels(
      runs: source.runs, left: Self.left, right: Self.right, top: Self.shapeTop, bottom: Self.shapeBottom,
      width: Self.width, pointSize: format.pointSize, colour: { Self.colour($0, strength: $1) })
  }

  private static let noEfficiency =
    "set label 6 'none: no strip after plating ran to a voltage limit' at graph 0.5, graph 0.5 center tc rgb '#666666'"

  /// A run's colour, mixed with white where its strength is below 1.
  private static func colour(_ run: Int, strength: Double = 1) -> String {
    let colour = colours[run % colours.count]
    let parts = [colour.red, colour.green, colour.blue].map { part in
      let hex = String(Int(255 - strength * Double(255 - part)), radix: 16)
      return hex.count < 2 ? "0\(hex)" : hex
    }
    return "#\(parts.joined())"
  }

  private var blocks: String {
    source.runs.enumerated().map { index, run in
      let overCycles =
        [("efficiency", run.efficiency, AxisUnit.percent)]
        + [("plating", run.plating, polarisation), ("stripping", run.stripping, polarisation)]
      return overCycles.map { GnuplotText.block("\($0)\(index)", $1, x: .cycle, value: $2) }.joined()
        + GnuplotText.block("death\(index)", deathPoint(run), x: .cycle, value: polarisation)
    }.joined() + shapes.blocks
  }

  private var efficiencies: [PlotPoint] { source.runs.flatMap(\.efficiency) }
  private var polarisations: [PlotPoint] { source.runs.flatMap { $0.plating + $0.stripping } }

  /// What the axis of efficiencies shows at least: two percent about their middle, or all of it where there is none.
  private var efficiencyFrame: [PlotPoint] {
    let values = efficiencies.map(\.value).filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else { return [0, 1].map { PlotPoint(x: 0, value: $0) } }
    return [-0.01, 0.01].map { PlotPoint(x: 0, value: (low + high) / 2 + $0) }
  }

  private var cycleRange: String {
    let cycles = source.runs.flatMap { run in (run.efficiency + run.plating + run.stripping).map(\.x) }
    let (first, last) = (cycles.min() ?? 1, max(cycles.max() ?? 1, Double(source.runs.map(\.cycles).max() ?? 1)))
    let air = max(0.5, 0.02 * (last - first))
    return "[\(first - air):\(last + air)]"
  }

  private var panelsTop: Double { 0.935 - Self.rowHeight * (Double(source.runs.count) + 0.6) }
  private var middle: Double { (panelsTop + Self.cycleBottom) / 2 }

  /// Title, and a line a run: its colour, its name, how it ended.
  private var headline: String {
    let runs = source.runs.enumerated().map { index, run in
      let end = run.death.map { "✕ cycle \($0.cycle), \($0.reason)" } ?? "\(run.cycles) cycles"
      return """
        set label \(10 + index) \(GnuplotText.quoted("\(run.name):  \(end)", limit: 130)) at screen \(Self.left + 0.014), \
        screen \(0.935 - Self.rowHeight * (Double(index) + 0.9)) left offset 0.8,0 point pt 7 \
        ps \(format.pointSize) lc rgb '\(Self.colour(index))' tc rgb '#222222'
        """
    }
    return """
      set label 1 \(GnuplotText.quoted(source.title, limit: 90)) at screen \(Self.left), screen 0.972 font ',\(format.titleSize)' tc rgb '#111111'
      set label 2 \(GnuplotText.quoted(source.subtitle)) at screen \(Self.left), screen 0.945 tc rgb '#666666'
      \(runs.joined(separator: "\n"))
      """
  }

  /// A name beside its axis; gnuplot's own is lost where numbers are wide.
  private func axisName(_ name: String) -> String {
    "set label 3 \(GnuplotText.quoted(name)) at screen 0.022, graph 0.5 center rotate by 90 tc rgb '#444444'"
  }

  private func curves(drawn curve: (Int) -> String) -> String {
    source.runs.indices.map { ", \\\n  \(curve($0))" }.joined()
  }

  private func efficiencyCurves(_ run: Int) -> String {
    "$efficiency\(run) with linespoints lc rgb '\(Self.colour(run))' lw 1.6 pt 7 ps \(format.pointSize * 0.45)"
  }

  private func polarisationCurves(_ run: Int) -> String {
    let (colour, size) = (Self.colour(run), format.pointSize)
    return """
      $plating\(run) with linespoints lc rgb '\(colour)' lw 1.6 pt 7 ps \(size * 0.45), \\
        $stripping\(run) with linespoints lc rgb '\(colour)' lw 1.6 dt 2 pt 6 ps \(size * 0.4), \\
        $death\(run) with points lc rgb '\(colour)' lw 2.5 pt 2 ps \(size * 1.6)
      """
  }

  /// Where the cross of a death stands: on the last polarisation known.
  private func deathPoint(_ run: CycledRun) -> [PlotPoint] {
    guard let death = run.death else { return [] }
    let known = (run.plating + run.stripping).filter { $0.x <= Double(death.cycle) }.max { $0.x < $1.x }
    return known.map { [PlotPoint(x: Double(death.cycle), value: $0.value)] } ?? []
  }

  private var deathLines: String {
    source.runs.enumerated().compactMap { index, run in
      run.death.map { death in
        """
        set arrow \(index + 1) from first \(death.cycle), graph 0 to first \(death.cycle), graph 1 nohead front \
        lw 1.2 dt 3 lc rgb '\(Self.colour(index))'
        """
      }
    }.joined(separator: "\n")
  }
}
