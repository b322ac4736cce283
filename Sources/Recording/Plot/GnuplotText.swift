/// Texts and numbers as a gnuplot script takes them.
enum GnuplotText {
  /// A text in double quotes in which all but letters and spaces are octal escapes.
  ///
  /// Nothing else is safe: gnuplot 5.4 misreads doubled single quotes, runs what stands between backquotes, and takes
  /// digits behind an escape for a part of it.
  /// Scripts switch off enhanced text. Its SVG leaves ">" as it is, and XML forbids "]]>" in a text.
  static func quoted(_ text: String, limit: Int = 160) -> String {
    let line = text.onOneLine.replacing("]]>", with: "]] >")
    let short = line.count > limit ? "\(line.prefix(limit - 1))…" : line
    let escaped = short.utf8.map { byte in
      let scalar = UnicodeScalar(byte)
      if scalar == " " || scalar.isASCII && scalar.properties.isAlphabetic { return String(scalar) }
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }
    return "\"\(escaped.joined())\""
  }

  /// A data block; a point that is not a number becomes the blank line that breaks a curve.
  static func block(_ name: String, _ points: [PlotPoint], x: AxisUnit, value: AxisUnit) -> String {
    let rows = points.map { $0.value.isFinite ? "\($0.x / x.scale) \($0.value / value.scale)" : "" }
    return "$\(name) << END\n\(rows.joined(separator: "\n"))\nEND\n"
  }
}
