import Cycling
import Quantities

/// Where the names of alarms stand above a picture: no name covers another, no line runs through a name.
struct MarkLayout {
  /// A mark and the place of its name.
  struct Placed: Hashable {
    /// The mark.
    let mark: PlotMark
    /// What is written.
    let text: String
    /// Row above the panel, from 0 at the bottom; nil where there was no room for the name.
    let row: Int?
    /// Whether the name stands to the left of its line.
    let isLeftOfLine: Bool
  }

  /// The marks to draw, in the order of time: at most one of a severity in a column of pixels.
  let placed: [Placed]
  /// Rows of names in use.
  let rows: Int
  /// Marks whose name is not shown.
  let unnamed: Int

  private struct Spot: Hashable {
    let column: Int
    let severity: Severity
  }

  private static let mostNamesTried = 40

  /// Places the names of marks over an axis `width` pixels wide; the gravest come first, then the earliest.
  init(_ marks: [PlotMark], from start: Double, to end: Double, width: Double, text: (PlotMark) -> String) {
    let inside = marks.filter { (start...max(start, end)).contains($0.time.si) }
    var seen: Set<Spot> = []
    var named: [NameBox] = []
    var drawn: [(mark: PlotMark, text: String, index: Int?)] = []
    for mark in inside.sorted(by: { ($1.severity, $0.time) < ($0.severity, $1.time) }) {
      let x = end > start ? (mark.time.si - start) / (end - start) * width : 0
      guard seen.insert(Spot(column: Int(x), severity: mark.severity)).inserted else { continue }
      let label = text(mark)
      let boxes = [false, true].map { NameBox(x: x, characters: label.count, isLeftOfLine: $0) }
      let box = boxes.first { box in
        box.span.lowerBound >= 0 && box.span.upperBound <= width && NameBox.rows(for: named + [box]) != nil
      }
      let isNamed = box != nil && seen.count <= Self.mostNamesTried
      if isNamed, let box { named.append(box) }
      drawn.append((mark, label, isNamed ? named.count - 1 : nil))
    }
    let rows = NameBox.rows(for: named) ?? []
    placed = drawn.map { mark, text, index in
      Placed(
        mark: mark, text: text, row: index.map { rows[$0] }, isLeftOfLine: index.map { named[$0].isLeftOfLine } ?? false
      )
    }.sorted { $0.mark.time < $1.mark.time }
    self.rows = (rows.max() ?? -1) + 1
    unnamed = marks.count - named.count
  }
}

/// The room a name takes beside the upper end of its line, in pixels.
private struct NameBox {
  let x: Double
  let span: ClosedRange<Double>
  let isLeftOfLine: Bool

  private static let pixelsPerCharacter = 7.4
  private static let gap = 6.0
  private static let mostRows = 6

  init(x: Double, characters: Int, isLeftOfLine: Bool) {
    (self.x, self.isLeftOfLine) = (x, isLeftOfLine)
    let length = Self.pixelsPerCharacter * Double(characters) + 2 * Self.gap
    span = isLeftOfLine ? (x - length)...(x - Self.gap) : (x + Self.gap)...(x + length)
  }

  /// A row for each name, so that a name stands above the end of every line that crosses it; nil where there is none.
  static func rows(for boxes: [NameBox]) -> [Int]? {
    var rows = boxes.map { _ in 0 }
    var isSettled = false
    while !isSettled {
      isSettled = true
      for (i, box) in boxes.enumerated() {
        for (j, other) in boxes.enumerated() where i != j {
          let isCrossed = box.span.contains(other.x) && rows[i] <= rows[j]
          let isCovered = box.span.overlaps(other.span) && rows[i] == rows[j] && i > j
          guard isCrossed || isCovered else { continue }
          rows[i] = rows[j] + 1
          isSettled = false
          if rows[i] >= mostRows { return nil }
        }
      }
    }
    return rows
  }
}
