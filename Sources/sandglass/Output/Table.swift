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
