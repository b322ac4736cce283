/// One command of a SCPI message.
struct ScpiUnit: Hashable, Sendable {
  /// The words of its header from the root, without the question mark.
  var header: [Substring]
  /// Whether it asks.
  var isQuery: Bool
  /// What stands behind the header, between commas, without quotes.
  var parameters: [String]

  /// The commands of a line, with paths resolved: one without a leading colon goes on where the one before it was.
  static func units(of line: String) -> [ScpiUnit] {
    var path: [Substring] = []
    return split(line, at: ";").compactMap { text in
      let trimmed = text.drop { $0.isWhitespace }
      guard !trimmed.isEmpty else { return nil }
      let head = trimmed.prefix { !$0.isWhitespace }
      let rest = trimmed.dropFirst(head.count)
      let isQuery = head.hasSuffix("?")
      let name = isQuery ? head.dropLast() : head
      let parameters = split(rest, at: ",").map(unquoted)
      if name.hasPrefix("*") { return ScpiUnit(header: [name], isQuery: isQuery, parameters: parameters) }
      let words = name.split(separator: ":")
      let header = name.hasPrefix(":") ? words : path + words
      path = Array(header.dropLast())
      return ScpiUnit(header: header, isQuery: isQuery, parameters: parameters)
    }
  }

  /// Splits outside quotes and parentheses; nothing comes of nothing.
  private static func split(_ text: some StringProtocol, at separator: Character) -> [String] {
    var parts: [String] = []
    var (part, quote) = ("", Character?.none)
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == separator {
        parts.append(part)
        part = ""
        continue
      }
      part.append(character)
    }
    if !part.allSatisfy(\.isWhitespace) { parts.append(part) }
    return parts
  }

  private static func unquoted(_ text: String) -> String {
    let trimmed = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
    let word = String(trimmed)
    guard word.count >= 2, let first = word.first, first == word.last, first == "\"" || first == "'" else {
      return word
    }
    return String(word.dropFirst().dropLast())
  }
}

/// An error as SCPI numbers it.
struct ScpiError: Error, Hashable, Sendable {
  let code: Int
  let text: String

  /// As `:SYSTem:ERRor?` has it.
  var entry: String { "\(code > 0 ? "+" : "")\(code),\"\(text)\"" }

  static let none = ScpiError(code: 0, text: "No error")
  static let undefinedHeader = ScpiError(code: -113, text: "Undefined header")
  static let missingParameter = ScpiError(code: -109, text: "Missing parameter")
  static let wrongType = ScpiError(code: -104, text: "Data type error")
  static let outOfRange = ScpiError(code: -222, text: "Parameter data out of range")
  static let illegalValue = ScpiError(code: -224, text: "Illegal parameter value")
  static let overflow = ScpiError(code: -350, text: "Queue overflow")
  static let outputOff = ScpiError(code: 803, text: "Not permitted with OUTPUT off")
}

extension [String] {
  /// The first parameter as a number; `range` bounds it, and gives `MIN` and `MAX` their meaning.
  func number(in range: ClosedRange<Double>) throws(ScpiError) -> Double {
    guard let text = first else { throw .missingParameter }
    switch text.uppercased() {
    case "MIN", "MINIMUM": return range.lowerBound
    case "MAX", "MAXIMUM": return range.upperBound
    default: break
    }
    guard let value = Double(text), value.isFinite else { throw .wrongType }
    guard range.contains(value) else { throw .outOfRange }
    return value
  }

  /// The first parameter as on or off.
  func flag() throws(ScpiError) -> Bool {
    guard let text = first else { throw .missingParameter }
    switch text.uppercased() {
    case "1", "ON": return true
    case "0", "OFF": return false
    default: throw .wrongType
    }
  }

  /// The first parameter as one of some words, by its short or long form.
  func word<Word: CaseIterable & RawRepresentable<String>>(_: Word.Type) throws(ScpiError) -> Word {
    guard let text = first?.uppercased() else { throw .missingParameter }
    for word in Word.allCases
    where text == word.rawValue.uppercased() || text == word.rawValue.filter({ !$0.isLowercase }) {
      return word
    }
    throw .illegalValue
  }
}
