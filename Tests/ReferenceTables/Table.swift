import Foundation
import Testing

/// A reference table beside these tests: a header line and rows of numbers and words.
struct Table {
  let header: [String]
  let rows: [[String]]

  init(_ name: String) throws {
    let file = try #require(Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Tables"))
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map(String.init)
    header = Self.cells(lines[0])
    rows = lines.dropFirst().map(Self.cells)
    try #require(rows.count > 2)
  }

  /// A number of a row; nil where the cell is empty.
  func number(_ row: [String], _ column: Int) -> Double? { Double(row[column]) }

  private static func cells(_ line: String) -> [String] {
    var (cells, quoted) = ([""], false)
    for character in line {
      switch character {
      case "\"": quoted.toggle()
      case "," where !quoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }
}
