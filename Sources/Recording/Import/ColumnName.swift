import Quantities

/// A column's name as instruments and people write it, and the unit it names.
///
/// "Current / mA", "Working Electrode Current [A]", "I(mA)", "current_mA", "current_ampere" and "i" are all understood.
struct ColumnName {
  /// Readings of the name: letters and digits in lower case, and the unit behind, if one is there.
  private let variants: [(base: String, unit: String?)]

  init(_ name: String) {
    var variants: [(String, String?)] = [(name, nil)]
    if let slash = name.firstIndex(of: "/") {
      variants.append((String(name[..<slash]), String(name[name.index(after: slash)...])))
    }
    for (open, close) in [("[", "]"), ("(", ")")] as [(Character, Character)] {
      if name.last == close, let start = name.lastIndex(of: open) {
        variants.append((String(name[..<start]), String(name[name.index(after: start)...].dropLast())))
      }
    }
    if let space = name.lastIndex(where: { $0 == "_" || $0 == " " }) {
      variants.append((String(name[..<space]), String(name[name.index(after: space)...])))
    }
    self.variants = variants.map { base, unit in
      (String(base.lowercased().filter { $0.isLetter || $0.isNumber }), unit?.trimmingBlanks)
    }
  }

  /// The unit where the name is that of a base name: nil where it is not, an empty text where it has no unit.
  func unit(asNamed base: String) -> String? {
    variants.first { $0.base == base }.map { $0.unit ?? "" }
  }
}

/// What a column of readings measures: its names, the most telling first, and its units.
struct ColumnRole: Sendable {
  /// As it is called in errors.
  let name: String
  /// A unit to suggest.
  let exampleUnit: String
  private let names: [String]
  private let scale: @Sendable (String) -> Double?

  private init<D: Dimension>(_ name: String, _ dimension: D.Type, names: [String]) {
    (self.name, self.names, exampleUnit) = (name, names, D.exampleUnit)
    scale = { unit in
      let words = ["ampere": "A", "amperes": "A", "milliampere": "mA", "millivolt": "mV", "Seconds": "s", "Hours": "h"]
      return unit.isEmpty ? 1 : (try? Quantity<D>(text: "1 \(words[unit] ?? unit)"))?.si
    }
  }

  /// Time since the start of the test.
  static let time = ColumnRole(
    "time", Time.self, names: ["testtime", "time", "t", "elapsedtime", "totaltime", "timestamp"])
  /// Current through the cell.
  static let current = ColumnRole(
    "current", Current.self, names: ["current", "i", "cellcurrent", "workingelectrodecurrent"])
  /// Voltage, working against counter electrode.
  static let voltage = ColumnRole(
    "voltage", Voltage.self,
    names: ["voltage", "v", "u", "cellvoltage", "workingelectrodevoltage", "potential", "ewe", "ecell", "e"])

  /// Where the column is and the SI value of its unit; nil where there is none.
  func find(in columns: [String], of path: String, line: Int) throws(RecordingError) -> (index: Int, scale: Double)? {
    for name in names {
      let found = columns.indices.filter { ColumnName(columns[$0]).unit(asNamed: name) != nil }
      if found.count > 1 {
        throw .ambiguousColumns(path: path, line: line, role: self.name, names: found.map { columns[$0] })
      }
      guard let index = found.first, let unit = ColumnName(columns[index]).unit(asNamed: name) else { continue }
      guard let scale = scale(unit) else {
        throw .unknownColumnUnit(path: path, line: line, name: columns[index], role: self.name, example: exampleUnit)
      }
      return (index, scale)
    }
    return nil
  }
}
