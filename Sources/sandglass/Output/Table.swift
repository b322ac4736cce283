import Foundation
import TextTable

/// Rows under titles, aligned.
struct Table {
  /// Titles of the columns; those of numbers end the row's right.
  let titles: [String]
  /// Columns aligned to the right.
  var numeric: Set<Int> = []
  /// The rows, as many texts as there are titles.
  var rows: [[String]] = []

  /// The table as text, with a line below the titles and two spaces in front.
  var text: String {
    let titles = titles
    let numeric = numeric
    let table = TextTable<[String]> { row in
      zip(titles.indices, zip(titles, row)).map { index, cell in
        Column(title: cell.0, value: cell.1, align: numeric.contains(index) ? .right : .left)
      }
    }
    return table.string(for: rows, style: Style.simple)?
      .split(separator: "\n").map { line in
        "  " + line.reversed().drop { $0 == " " }.reversed().map(String.init).joined()
      }.joined(separator: "\n") ?? ""
  }
}

extension Table {
  /// The table with the texts of all columns but the first broken between words, so that a line has at most so many characters.
  ///
  /// Those columns get the same width; a word that is longer than it stays whole.
  func wrapped(to line: Int = 120) -> Table {
    let first = ([titles.first] + rows.map(\.first)).map { $0?.count ?? 0 }.max() ?? 0
    let others = max(1, titles.count - 1)
    let width = max(20, (line - 2 - first) / others - 1)
    var wrapped = self
    wrapped.rows = rows.flatMap { row in
      let cells = row.enumerated().map { $0 == 0 ? [$1] : $1.lines(ofAtMost: width) }
      return (0..<(cells.map(\.count).max() ?? 0)).map { index in
        cells.map { $0.indices.contains(index) ? $0[index] : "" }
      }
    }
    return wrapped
  }
}
