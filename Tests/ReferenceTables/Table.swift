import Foundation

/// A table that physics is tested against, computed apart from this project: a header line and rows of numbers and words.
public struct Table {
  /// Names of the columns.
  public let header: [String]
  /// The cells of each row, as written.
  public let rows: [[String]]

  /// Reads a table by the name of its file; throws when it is missing or has no rows.
  public init(_ name: String) throws {
    guard let file = Bundle.module.url(forResource: name, withExtension: "csv", subdirectory: "Tables") else {
      throw CocoaError(.fileNoSuchFile)
    }
    let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map(String.init)
    guard lines.count > 3 else { throw CocoaError(.fileReadCorruptFile) }
    header = Self.cells(lines[0])
    rows = lines.dropFirst().map(Self.cells)
  }

  /// A number of a row; nil where the cell is empty.
  public func number(_ row: [String], _ column: Int) -> Double? { Double(row[column]) }

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
