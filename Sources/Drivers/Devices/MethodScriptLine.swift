/// One line that a PalmSens instrument sends while a script runs.
enum MethodScriptLine: Hashable, Sendable {
  /// A measurement: the values of its package.
  case package(MethodScriptPackage)
  /// An error code and where in the script it arose, in words.
  case error(code: Int, words: String)
  /// An empty line: the script is finished.
  case finished
  /// Anything else: a loop begins or ends, text.
  case other

  /// Understands a line; nil for a package that is no package.
  init?(_ line: String) {
    switch line.first {
    case nil: self = .finished
    case "P":
      guard let package = MethodScriptPackage(line.dropFirst()) else { return nil }
      self = .package(package)
    case _ where line.contains("!"):
      let words = line[line.index(after: line.firstIndex(of: "!") ?? line.startIndex)...]
      guard let code = Int(words.prefix(4), radix: 16), words.count >= 4 else { return nil }
      self = .error(code: code, words: Self.meaning(of: code, at: words.dropFirst(4)))
    default: self = .other
    }
  }

  /// What an error code means; the list is of the EmStat Pico, 2019 (R4 of the profiles).
  private static func meaning(of code: Int, at position: Substring) -> String {
    let place = position.drop { $0 == ":" || $0 == " " }
    let digits = String(code, radix: 16, uppercase: true)
    let name = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    return "error \(name)\(meanings[code].map { " (\($0))" } ?? "")\(place.isEmpty ? "" : ", \(place)")"
  }

  private static let meanings: [Int: String] = [
    0x0001: "unspecified", 0x0002: "invalid variable type", 0x0003: "unknown command", 0x0004: "unknown register",
    0x0005: "register is read-only", 0x0006: "wrong communication mode, or nothing to abort", 0x0007: "bad argument",
    0x0008: "command buffer overflow", 0x0009: "command timeout", 0x000A: "reference argument out of range",
    0x000B: "out of variable memory", 0x000C: "no script loaded", 0x000D: "invalid time", 0x000E: "averaging overflow",
    0x000F: "invalid potential", 0x0010: "not a number", 0x0014: "open circuit not allowed with the cell on",
    0x001B: "not supported by this device", 0x0021: "unknown potentiostat mode",
    0x0023: "invalid in this potentiostat mode", 0x4000: "syntax error", 0x4001: "unknown script command",
    0x4002: "bad argument", 0x4003: "argument out of range", 0x4004: "unexpected character",
    0x4005: "script too large", 0x4006: "unknown variable type", 0x4007: "undeclared variable",
    0x4008: "invalid optional argument", 0x4009: "stored script of older firmware", 0x7FFF: "fatal, it needs a reset",
  ]
}

/// The values of one measurement.
public struct MethodScriptPackage: Hashable, Sendable {
  /// Time since the script's timer was started, s.
  public var time: Double?
  /// Voltage of the working electrode, V.
  public var voltage: Double?
  /// Current, A.
  public var current: Double?
  /// Whether a range was overloaded.
  public var isOverloaded = false
  /// Range code of the current; nil where none came.
  public var range: Int?

  /// Reads what stands behind the `P`; nil when a value is not one. A value that is not a number is left out.
  public init?(_ text: Substring) {
    for part in text.split(separator: ";") {
      guard part.utf8.count >= 10 else { return nil }
      let (type, value) = (part.prefix(2), part.dropFirst(2).prefix(8))
      guard value == "     nan" || Self.value(value) != nil else { return nil }
      let number = Self.value(value)
      switch type {
      case "eb": time = number
      case "ab", "da": voltage = number
      case "ba", "db": current = number
      default: continue
      }
      for metadata in part.dropFirst(10).split(separator: ",") {
        guard let digits = Int(metadata.dropFirst(), radix: 16) else { return nil }
        // 1 and a digit: status bits, of which 2 is an overload. 2 and two digits: the range.
        if metadata.first == "1", digits & 2 != 0 { isOverloaded = true }
        if metadata.first == "2", type == "ba" || type == "db" { range = digits }
      }
    }
    if time == nil && voltage == nil && current == nil { return nil }
  }

  /// The value of seven hexadecimal digits around 2^27 and a prefix; nil for anything else.
  public static func value(_ text: Substring) -> Double? {
    guard text.count == 8, let prefix = text.last, let factor = prefixes[prefix],
      text.dropLast().allSatisfy({ $0.isASCII && $0.isHexDigit }), let digits = Int(text.dropLast(), radix: 16)
    else { return nil }
    // Divided by a power of ten that a Double holds exactly: 52 m is 0.052 to the last bit.
    return factor < 1 ? Double(digits - (1 << 27)) / (1 / factor).rounded() : Double(digits - (1 << 27)) * factor
  }

  private static let prefixes: [Character: Double] = [
    "a": 1e-18, "f": 1e-15, "p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, " ": 1, "k": 1e3, "M": 1e6, "G": 1e9,
    "T": 1e12,
    "P": 1e15, "E": 1e18, "i": 1,
  ]
}
