import Foundation

/// Texts as HTML takes them.
enum HTMLText {
  /// A text in which nothing is markup.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped.unicodeScalars.append(scalar)
      default:
        // Control characters have no place in a page.
        escaped.unicodeScalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }

  /// A table; the first row is of names, cells are texts. More rows than `most` are counted instead.
  static func table(_ names: [String], _ rows: [[String]], most: Int = 200, numeric: Set<Int> = []) -> String {
    guard !rows.isEmpty else { return "<p class=\"none\">none</p>" }
    func line(_ cells: [String], _ tag: String) -> String {
      let cells = cells.enumerated().map { index, cell in
        "<\(tag)\(numeric.contains(index) ? " class=\"n\"" : "")>\(escaped(cell))</\(tag)>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    let more =
      rows.count > most ? "<p class=\"none\">and \(rows.count - most) more, which are in the run file</p>" : ""
    return """
      <div class="wide"><table><thead>\(line(names, "th"))</thead>
      <tbody>\(rows.prefix(most).map { line($0, "td") }.joined(separator: "\n"))</tbody></table></div>\(more)
      """
  }

  /// A picture of gnuplot's as part of a page: without the head of a file, with names that no other picture has.
  static func picture(_ svg: String, named name: String) -> String {
    guard let start = svg.range(of: "<svg") else { return "" }
    return String(svg[start.lowerBound...])
      .replacing(/\bid=(["'])/) { "id=\($0.1)\(name)-" }
      .replacing(/href=(["'])#/) { "href=\($0.1)#\(name)-" }
      .replacing("url(#", with: "url(#\(name)-")
  }
}
