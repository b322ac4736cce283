import Cycling
import Quantities

/// Where a line holds time, current and voltage, and how a reading is made from it.
struct ReadingColumns {
  private let count: Int
  private let takesDecimalComma: Bool
  private let time, current, voltage: (index: Int, scale: Double)

  /// Finds the columns by their names.
  init(names: [String], of path: String, line: Int, takesDecimalComma: Bool = false) throws(RecordingError) {
    self.takesDecimalComma = takesDecimalComma
    let time = try ColumnRole.time.find(in: names, of: path, line: line)
    let current = try ColumnRole.current.find(in: names, of: path, line: line)
    let voltage = try ColumnRole.voltage.find(in: names, of: path, line: line)
    guard let time, let current, let voltage else {
      let missing = [("time", time == nil), ("current", current == nil), ("voltage", voltage == nil)]
      throw .missingColumns(path: path, line: line, missing: missing.filter(\.1).map(\.0), found: names)
    }
    count = (names.lastIndex { !$0.isEmpty } ?? -1) + 1
    (self.time, self.current, self.voltage) = (time, current, voltage)
  }

  /// The reading of a line's fields; throws what is wrong with them, in words.
  func reading(_ fields: [String], after latest: Double) throws(LineProblem) -> Reading {
    guard fields.count >= count, fields[count...].allSatisfy(\.isEmpty) else {
      throw LineProblem("it has \(fields.count) fields where there are \(count) columns")
    }
    let time = try number(fields[self.time.index], "time") * self.time.scale
    let reading = Reading(
      time: Quantity(si: time),
      voltage: Quantity(si: try number(fields[voltage.index], "voltage") * voltage.scale),
      current: Quantity(si: try number(fields[current.index], "current") * current.scale))
    guard time.isFinite else { throw LineProblem("time \"\(fields[self.time.index])\" is too large") }
    guard time >= latest else { throw LineProblem("time runs back from \(latest) s to \(time) s", time: time) }
    return reading
  }

  private func number(_ field: String, _ name: String) throws(LineProblem) -> Double {
    let text = takesDecimalComma ? String(field.map { $0 == "," ? "." : $0 }) : field
    guard !text.isEmpty else { throw LineProblem("\(name) is empty") }
    // Double() would take hexadecimal numbers, infinity and not-a-number too.
    let isPlain = text.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
    }
    if isPlain, let value = Double(text), value.isFinite { return value }
    let quoted = "\(name) \"\(text.onOneLine.prefix(40))\""
    let hasComma = Double(String(text.map { $0 == "," ? "." : $0 })) != nil && text.contains(",")
    throw LineProblem(hasComma ? "\(quoted) has a decimal comma" : "\(quoted) is not a number")
  }
}

/// What is wrong with a line.
struct LineProblem: Error {
  /// In words.
  let what: String
  /// The time it names, s, where that can be read and is what is wrong.
  let time: Double?

  init(_ what: String, time: Double? = nil) { (self.what, self.time) = (what, time) }
}
