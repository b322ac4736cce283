/// A text that was checked before the YAML parser sees it, in which `&` is masked.
///
/// YAML's anchors let a small file stand for a huge or an endless one, and the parser unfolds them before anybody
/// can look. So `&` goes in as a private character of the same width: no anchor ever exists, an alias is an error of
/// the parser, and `unmasked` gives people their `&` back.
struct SourceText {
  let file: String
  let lines: [Substring]
  let masked: String

  private static let mask: Unicode.Scalar = "\u{E000}"
  /// What ends a line in YAML.
  private static let lineBreaks: Set<Character> = ["\n", "\r\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"]

  init(checking text: String, file: String) throws(Diagnostics) {
    self.file = file
    let size = text.utf8.count
    guard size <= Document.largestSize else {
      throw Diagnostics(.tooLarge(size, limit: Document.largestSize, at: Place(file: file)))
    }
    let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    lines = body.split(omittingEmptySubsequences: false) { Self.lineBreaks.contains($0) }
    let faults = Self.controlCharacters(in: lines, file: file) + Self.tabIndents(in: lines, file: file)
    if let all = Diagnostics(Array(faults.prefix(20))) { throw all }
    var scalars = String.UnicodeScalarView()
    for scalar in body.unicodeScalars { scalars.append(scalar == "&" ? Self.mask : scalar) }
    masked = String(scalars)
  }

  /// Gives a scalar its `&` back.
  static func unmasked(_ text: String) -> String {
    guard text.unicodeScalars.contains(mask) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(scalar == mask ? "&" : scalar) }
    return String(scalars)
  }

  /// Whether an unquoted scalar would have been an anchor.
  static func isAnchor(_ text: String) -> Bool { text.unicodeScalars.first == mask }

  /// The first line up to `last` whose value begins with an anchor: what really caused a syntax error below it.
  func anchorLine(upTo last: Int) -> Int? {
    lines.prefix(last).firstIndex { line in
      line.indices.contains { index in
        guard line[index] == "&", let next = line[index...].dropFirst().first, !next.isWhitespace else { return false }
        let before = line[..<index]
        let sign = before.last { $0 != " " }
        return !before.contains("#") && sign.map { ":-[{,?".contains($0) } ?? true
      }
    }.map { $0 + 1 }
  }

  /// The line below `first` on which the same key begins at the same column.
  func repetition(of key: String, below first: Int, column: Int) -> Int? {
    guard first >= 1, first <= lines.count else { return nil }
    for index in first..<lines.count {
      let rest = lines[index].dropFirst(column - 1).drop { $0 == "\"" || $0 == "'" }
      guard lines[index].prefix(column - 1).allSatisfy({ $0 == " " || $0 == "-" }), rest.hasPrefix(key) else {
        continue
      }
      if rest.dropFirst(key.count).drop(while: { " \"'".contains($0) }).hasPrefix(":") { return index + 1 }
    }
    return nil
  }

  private static func controlCharacters(in lines: [Substring], file: String) -> [Diagnostic] {
    lines.enumerated().compactMap { index, line in
      for (column, scalar) in line.unicodeScalars.enumerated() {
        let isControl = (scalar.value < 0x20 && scalar != "\t") || scalar.value == 0x7F || scalar == mask
        if isControl {
          return .controlCharacter(scalar, at: Place(file: file, line: index + 1, column: column + 1))
        }
      }
      return nil
    }
  }

  /// Tabs may indent what stands in braces and brackets, as in JSON, but not what stands in lines.
  private static func tabIndents(in lines: [Substring], file: String) -> [Diagnostic] {
    let firstSign = lines.lazy.compactMap { line in line.first { !$0.isWhitespace } }.first
    guard firstSign != "{", firstSign != "[" else { return [] }
    return lines.enumerated().compactMap { index, line in
      let margin = line.prefix { $0 == " " || $0 == "\t" }
      guard let tab = margin.firstIndex(of: "\t"), margin.endIndex < line.endIndex,
        line[margin.endIndex] != "#"
      else { return nil }
      let column = line.distance(from: line.startIndex, to: tab) + 1
      return .tabIndent(at: Place(file: file, line: index + 1, column: column))
    }
  }
}
