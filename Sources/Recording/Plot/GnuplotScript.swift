import Cycling
import Quantities

/// The gnuplot script of a picture: two panels over one time axis, alarms as lines through both.
struct GnuplotScript {
  private let source: PlotSource
  private let format: PictureFormat
  private let time, voltage, lower: AxisUnit
  private let start, end: Double
  private let layout: MarkLayout
  /// The points of all runs.
  private let voltages, lowers: [PlotPoint]

  /// Pixels of a picture and of its margins.
  private static let (width, height) = (1200.0, 800.0)
  private static let (left, right) = (0.085, 0.975)

  init(_ source: PlotSource, format: PictureFormat) {
    func magnitude(_ points: [PlotPoint]) -> Double { points.lazy.map(\.value.magnitude).filter(\.isFinite).max() ?? 0 }
    let curves = [source.voltage] + source.others.map(\.voltage)
    let start = curves.compactMap { $0.first?.x }.min() ?? 0
    let end = curves.compactMap { $0.last?.x }.max() ?? 0
    (voltages, lowers) = (curves.flatMap { $0 }, source.lowerCurve + source.others.flatMap(\.lowerCurve))
    let (time, voltage) = (AxisUnit.time(length: end - start), AxisUnit.voltage(upTo: magnitude(voltages)))
    (self.source, self.format) = (source, format)
    (self.start, self.end, self.time, self.voltage) = (start, end, time, voltage)
    lower =
      switch source.lower {
      case .current: .current(upTo: magnitude(lowers))
      case .arealCapacity: .arealCapacity
      case .model: AxisUnit(symbol: "", scale: 1)
      }
    layout = MarkLayout(source.marks, from: start, to: end, width: (Self.right - Self.left) * Self.width) { mark in
      let at = "\(mark.severity.rawValue): \(mark.name)  \(time.text(mark.time.si))"
      return mark.voltage.map { "\(at), \(AxisUnit.voltage(upTo: $0.si.magnitude).text($0.si))" } ?? at
    }
  }

  /// The script, which draws to standard output.
  var text: String {
    """
    set encoding utf8
    set minussign
    set terminal \(format.terminal) size \(Int(Self.width)),\(Int(Self.height)) noenhanced background '#ffffff'
    \(GnuplotText.block("voltage", source.voltage, x: time, value: voltage))
    \(GnuplotText.block("lower", source.lowerCurve, x: time, value: lower))
    \(GnuplotText.block("marks", markPoints, x: time, value: voltage))
    \(overlayBlocks)
    set multiplot
    set border 3 lc rgb '#444444'
    set tics nomirror out textcolor rgb '#444444'
    set grid lc rgb '#e4e4e4' lt 1 lw 0.8
    set key off
    set lmargin at screen \(Self.left)
    set rmargin at screen \(Self.right)
    set xrange [\(start / time.scale):\(end > start ? end / time.scale : start / time.scale + 1)]
    \(headline)
    \(names)
    \(lines(upTo: "graph 1"))
    set tmargin at screen \(panelTop)
    set bmargin at screen 0.4
    set format x ''
    set yrange \(AxisRange(voltages, unit: voltage).text)
    \(axisName("voltage / \(voltage.symbol)", colour: Self.voltageColour))
    \(source.others.isEmpty ? "" : "set key at screen \(Self.right), screen 0.985 right top maxrows 3 tc rgb '#444444'")
    plot 0 lc rgb '#bbbbbb' lw 1 notitle, $voltage with lines lc rgb '\(Self.voltageColour)' lw 2 \
    title \(GnuplotText.quoted(source.name, limit: 40))\(overlays("voltage", named: true)), \
    $marks with points pt 6 ps \(format.pointSize) lw 2 lc rgb '#222222' notitle
    unset label
    set key off
    \(lines(upTo: "graph 1.08"))
    set tmargin at screen 0.375
    set bmargin at screen 0.095
    set format x '%g'
    set xlabel 'test time / \(time.symbol)' tc rgb '#444444'
    set yrange \(AxisRange(lowers, unit: lower).text)
    \(axisName(lower.symbol.isEmpty ? lowerName : "\(lowerName) / \(lower.symbol)", colour: Self.lowerColour))
    plot 0 lc rgb '#bbbbbb' lw 1, \
      $lower with lines lc rgb '\(source.others.isEmpty ? Self.lowerColour : Self.voltageColour)' lw 2\
      \(overlays("lower", named: false))
    unset multiplot

    """
  }

  /// Colours of Okabe and Ito (jfly.uni-koeln.de/color), which everybody can tell apart.
  private static let (voltageColour, lowerColour) = ("#0072b2", "#009e73")

  /// For runs that are drawn over the first.
  private static let overlayColours = ["#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"]

  private var overlayBlocks: String {
    source.others.enumerated().map { index, other in
      GnuplotText.block("voltage\(index)", other.voltage, x: time, value: voltage)
        + GnuplotText.block("lower\(index)", other.lowerCurve, x: time, value: lower)
    }.joined(separator: "\n")
  }

  private func overlays(_ block: String, named: Bool) -> String {
    source.others.enumerated().map { index, other in
      let title = named ? "title \(GnuplotText.quoted(other.name, limit: 40))" : "notitle"
      let colour = Self.overlayColours[index % Self.overlayColours.count]
      return ", $\(block)\(index) with lines lc rgb '\(colour)' lw 2 \(title)"
    }.joined()
  }

  private var lowerName: String {
    switch source.lower {
    case .current: "current"
    case .arealCapacity: "net areal capacity"
    case .model(let name): name
    }
  }

  /// A name beside its axis; gnuplot's own is lost where numbers are wide.
  private func axisName(_ name: String, colour: String) -> String {
    "set label 3 \(GnuplotText.quoted(name)) at screen 0.022, graph 0.5 center rotate by 90 tc rgb '\(colour)'"
  }

  private var panelTop: Double { 0.905 - Double(layout.rows) * 0.03 }

  private var headline: String {
    let more = layout.unnamed > 0 ? "  (\(layout.unnamed) of \(source.marks.count) alarms not named)" : ""
    return """
      set label 1 \(GnuplotText.quoted(source.title, limit: 90)) at screen \(Self.left), screen 0.965 font ',\(format.titleSize)' tc rgb '#111111'
      set label 2 \(GnuplotText.quoted(source.subtitle + more)) at screen \(Self.left), screen 0.93 tc rgb '#666666'
      """
  }

  /// The names, each with a dot in the colour of its line.
  private var names: String {
    layout.placed.enumerated().compactMap { index, placed in
      guard let row = placed.row else { return nil }
      let side = placed.isLeftOfLine ? "right offset -1,0" : "left offset 1,0"
      return """
        set label \(index + 10) \(GnuplotText.quoted(placed.text)) at first \(placed.mark.time.si / time.scale), \
        screen \(height(ofRow: row)) \(side) point pt 7 ps \(format.pointSize * 0.65) lc rgb '\(placed.mark.severity.colour)' tc rgb '#222222'
        """
    }.joined(separator: "\n")
  }

  private func height(ofRow row: Int) -> Double { panelTop + 0.018 + Double(row) * 0.03 }

  /// The lines through a panel; one with a name reaches up to it when the panel is the upper one.
  private func lines(upTo top: String) -> String {
    layout.placed.enumerated().map { index, placed in
      let end = top == "graph 1" ? placed.row.map { "screen \(height(ofRow: $0))" } ?? top : top
      let x = placed.mark.time.si / time.scale
      return """
        set arrow \(index + 1) from first \(x), graph 0 to first \(x), \(end) nohead front \
        \(placed.mark.severity.stroke) lc rgb '\(placed.mark.severity.colour)'
        """
    }.joined(separator: "\n")
  }

  private var markPoints: [PlotPoint] {
    layout.placed.compactMap { placed in
      placed.mark.voltage.map { PlotPoint(x: placed.mark.time.si, value: $0.si) }
    }
  }
}

extension Severity {
  /// Of the same palette; a stroke that differs too, for those who see no colours.
  fileprivate var colour: String {
    switch self {
    case .info: "#7f7f7f"
    case .watch: "#e69f00"
    case .alarm: "#d55e00"
    case .trip: "#000000"
    }
  }

  fileprivate var stroke: String {
    switch self {
    case .info: "lw 1 dt 3"
    case .watch: "lw 1.5 dt 4"
    case .alarm: "lw 1.8 dt 2"
    case .trip: "lw 2.2 dt 1"
    }
  }
}
