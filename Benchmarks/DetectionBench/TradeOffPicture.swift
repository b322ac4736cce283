import Foundation

/// The picture of a `TradeOff`: lead to the right, what it costs upwards, a point for each threshold.
struct TradeOffPicture {
  /// The points of one kind of readings.
  struct Curve {
    var name: String
    var points: [TradeOff.Point]
  }

  let curves: [Curve]
  let seed: UInt64

  private static let colours = ["#1f5fa8", "#c2410c"]
  private static let (width, height, top) = (420.0, 300.0, 70.0)

  /// What one panel shows upwards.
  private struct Panel {
    var left: Double
    var title: String
    /// Solid, and dashed where there is a second.
    var values: [(TradeOff.Point) -> Double]
  }

  /// The picture as text.
  var svg: String {
    let panels = [
      Panel(
        left: 60, title: "false alarms in 1000 h: solid at 0.2–0.8, dashed at 0.8–0.97 of the limiting current",
        values: [{ $0.quiet }, { $0.near }]),
      Panel(
        left: 570, title: "runs, %: solid not called before τ, dashed called before 0.4 τ",
        values: [{ $0.late }, { $0.premature }]),
    ]
    let size = (1040.0, 440.0)
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size.0) \(size.1)" font-family="sans-serif" font-size="11">
      <rect width="100%" height="100%" fill="white"/>
      <text x="60" y="24" font-size="14">Sand alarm by its threshold s = m/m_c, traces from closed forms, seed \(seed)</text>
      \(legend)
      \(panels.map(draw).joined(separator: "\n"))
      </svg>

      """
  }

  private var legend: String {
    curves.enumerated().map { index, curve in
      "<text x=\"\(60 + 260 * index)\" y=\"44\" fill=\"\(Self.colours[index % 2])\">● \(curve.name)</text>"
    }.joined(separator: "\n")
  }

  private func draw(_ panel: Panel) -> String {
    let points = curves.flatMap(\.points)
    let most = max(points.flatMap { point in panel.values.map { $0(point) } }.max() ?? 1, 1) * 1.08
    let leads = points.map(\.lead).filter(\.isFinite)
    let (low, high) = (min(leads.min() ?? 0, 0), (leads.max() ?? 1) * 1.05)
    func x(_ lead: Double) -> Double { panel.left + (lead - low) / (high - low) * Self.width }
    func y(_ value: Double) -> Double { Self.top + (1 - value / most) * Self.height }
    func place(_ value: Double) -> String { String(format: "%.1f", value) }

    var parts = [
      "<rect x=\"\(panel.left)\" y=\"\(Self.top)\" width=\"\(Self.width)\" height=\"\(Self.height)\" fill=\"none\" stroke=\"#888\"/>",
      "<text x=\"\(panel.left)\" y=\"\(Self.top - 8)\">\(panel.title)</text>",
      "<text x=\"\(panel.left + Self.width / 2)\" y=\"\(Self.top + Self.height + 36)\" text-anchor=\"middle\">median lead before Sand's time, % of τ</text>",
    ]
    for tick in ticks(low, high) {
      parts.append(
        "<text x=\"\(place(x(tick)))\" y=\"\(Self.top + Self.height + 16)\" text-anchor=\"middle\">\(whole(tick))</text>"
      )
    }
    for tick in ticks(0, most) {
      parts.append(
        "<text x=\"\(panel.left - 6)\" y=\"\(place(y(tick) + 4))\" text-anchor=\"end\">\(tick < 1 ? tenths(tick) : whole(tick))</text>"
      )
      parts.append(
        "<line x1=\"\(panel.left)\" x2=\"\(panel.left + Self.width)\" y1=\"\(place(y(tick)))\" y2=\"\(place(y(tick)))\" stroke=\"#eee\"/>"
      )
    }
    var labels: [(x: Double, y: Double)] = []
    for (index, curve) in curves.enumerated() {
      let colour = Self.colours[index % 2]
      let shown = curve.points.filter(\.lead.isFinite)
      for (number, value) in panel.values.enumerated() {
        let course = shown.map { "\(place(x($0.lead))),\(place(y(value($0))))" }.joined(separator: " ")
        parts.append(
          "<polyline points=\"\(course)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"1.5\"\(number > 0 ? " stroke-dasharray=\"5 4\"" : "")/>"
        )
        for point in shown {
          let (px, py) = (place(x(point.lead)), place(y(value(point))))
          let isOurs = abs(point.depletion - 0.87) < 1e-9
          parts.append("<circle cx=\"\(px)\" cy=\"\(py)\" r=\"\(isOurs ? 5 : 2.5)\" fill=\"\(colour)\"/>")
          // Where points crowd, one label is enough.
          let isCrowded = labels.contains { abs($0.x - x(point.lead)) < 24 && abs($0.y - y(value(point))) < 12 }
          if isOurs || !isCrowded {
            labels.append((x(point.lead), y(value(point))))
            parts.append(
              "<text x=\"\(px)\" y=\"\(place(y(value(point)) - 8))\" fill=\"\(colour)\" font-size=\"9\" text-anchor=\"middle\">\(String(format: "%.2f", point.depletion))</text>"
            )
          }
        }
      }
    }
    return parts.joined(separator: "\n")
  }

  /// About five round numbers between two.
  private func ticks(_ low: Double, _ high: Double) -> [Double] {
    let rough = (high - low) / 5
    let decade = pow(10, log10(rough).rounded(.down))
    let step = [1, 2, 5, 10].map { $0 * decade }.first { $0 >= rough } ?? rough
    return Array(stride(from: (low / step).rounded(.up) * step, through: high, by: step))
  }
}
