import Foundation

/// Numbers of MethodSCRIPT: in scripts a whole number and an SI prefix (`100m`), in packages 28 bits and a prefix.
enum ScriptNumber {
  /// Prefixes of packages, the smallest first; a blank is one.
  static let prefixes: [(letter: Character, scale: Double)] = [
    ("a", 1e-18), ("f", 1e-15), ("p", 1e-12), ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), (" ", 1), ("k", 1e3), ("M", 1e6),
    ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18),
  ]

  /// What is added to a value so that it is positive.
  static let offset = 1 << 27

  /// Reads `-100m`, `5`, `5i`; nil for anything else: there are no decimal points.
  static func literal(_ text: some StringProtocol) -> Double? {
    var digits = text[...]
    var scale = 1.0
    if let last = digits.last, last.isLetter {
      guard let prefix = last == "i" ? 1 : prefixes.first(where: { $0.letter == last })?.scale else { return nil }
      scale = prefix
      digits = digits.dropLast()
    }
    guard let whole = Int64(digits), digits.first != "+" else { return nil }
    // Divided where that is exact: 100m is a tenth, not 100 times a rounded thousandth.
    return scale < 1 ? Double(whole) / (1 / scale).rounded() : Double(whole) * scale
  }

  /// Seven hexadecimal digits and a prefix, with the smallest prefix that holds the value.
  static func packed(_ value: Double) -> String {
    guard value.isFinite else { return "     nan" }
    for prefix in prefixes {
      let count = (value / prefix.scale).rounded()
      guard count.magnitude < Double(offset) else { continue }
      // A zero needs no prefix of its own.
      if count == 0 { break }
      return String(format: "%07X", offset + Int(count)) + String(prefix.letter)
    }
    return value.magnitude >= 1 ? "     nan" : String(format: "%07X", offset) + " "
  }
}

/// A variable of a script: a value in SI, what it is, and how it was measured.
struct ScriptVariable: Hashable, Sendable {
  /// Value in SI.
  var value: Double
  /// Two letters: `ab` potential, `ba` current, `eb` time, `ja` anything.
  var type = "ja"
  /// Status bits of a measurement: 1 timing, 2 overload, 4 underload, 8 overload near; nil for what was not measured.
  var status: Int?
  /// The range it was measured in; nil where there is none.
  var range: Int?

  /// As a package carries it.
  var packed: String {
    let flags = status.map { String(format: ",1%X", $0 & 0xF) } ?? ""
    return type + ScriptNumber.packed(value) + flags + (range.map { String(format: ",2%02X", $0 & 0xFF) } ?? "")
  }
}
