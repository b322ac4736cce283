import Foundation

/// One line of JSON from a Rodeostat.
struct RodeostatMessage: Sendable {
  /// Whether the command was carried out; nil for a sample of a test that runs.
  let success: Bool?
  /// What went wrong, in the instrument's words.
  let message: String?
  /// Numbers of the answer: `v` in V, `i` in µA.
  let numbers: [String: Double]
  /// Words of the answer.
  let words: [String: String]

  /// Reads a line; nil when it is no JSON object.
  init?(_ line: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] else { return nil }
    // A number is never taken for true, nor true for a number: `is Bool` holds for both on some platforms.
    success = (object["success"] as? NSNumber).map(\.boolValue)
    message = object["message"] as? String
    let answer = object["response"] as? [String: Any] ?? [:]
    numbers = answer.compactMapValues { $0 is String ? nil : ($0 as? NSNumber)?.doubleValue }
    words = answer.compactMapValues { $0 as? String }
  }

  /// A command as a line, with its numbers, words and truths.
  static func command(_ name: String, _ arguments: [String: any Sendable & Encodable] = [:]) -> [UInt8] {
    var object: [String: Any] = ["command": name]
    for (key, value) in arguments { object[key] = value }
    let data = (try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])) ?? Data()
    return Array(data) + [10]
  }
}

/// What a Rodeostat variant can measure: the largest ranges of its name, such as 10V_microAmpV0.2 (R1 of the profile).
struct RodeostatVariant: Hashable, Sendable {
  /// Name of the largest range of voltages, and its limit in V.
  let voltageRange: String
  /// Name of the largest range of currents.
  let currentRange: String
  /// Limit of that range, A.
  let largestCurrent: Double

  /// Understands a variant's name; nil where it is not known, or has no relay.
  init?(_ name: String) {
    guard name.hasSuffix("V0.2"), let bar = name.firstIndex(of: "_") else { return nil }
    voltageRange = String(name[..<bar])
    guard voltageRange == "10V" || voltageRange == "8V",
      let known = Self.ranges[String(name[name.index(after: bar)...].dropLast(4))]
    else { return nil }
    (currentRange, largestCurrent) = known
  }

  private static let ranges: [String: (String, Double)] = [
    "nanoAmp": ("10uA", 10e-6), "microAmp": ("1000uA", 1e-3), "10MilliAmp": ("10000uA", 10e-3),
    "24MilliAmp": ("24000uA", 24.048e-3),
  ]
}
