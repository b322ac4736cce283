import Quantities

// Every sentence the line-based channels say, in one place.

extension String {
  static func outside(
    _ value: Double, _ unit: String, _ span: ClosedRange<Double>, _ limits: ClosedRange<Double>
  ) -> String {
    let low = Swift.max(span.lowerBound, limits.lowerBound).formatted(digits: 4)
    let high = Swift.min(span.upperBound, limits.upperBound).formatted(digits: 4)
    return "\(value.formatted(digits: 5)) \(unit) is outside \(low) to \(high) \(unit); nothing was sent"
  }

  static func breach(_ value: Double, _ unit: String, _ range: ClosedRange<Double>) -> String {
    let (low, high) = (range.lowerBound.formatted(digits: 4), range.upperBound.formatted(digits: 4))
    return "\(value.formatted(digits: 5)) \(unit) is far outside the limits of \(low) to \(high) \(unit)"
  }

  static func silent(_ command: String, _ instrument: String) -> String {
    "\(instrument) does not answer \"\(command)\""
  }

  static func unexpected(_ answer: String, to command: String, wanted: String) -> String {
    "\"\(answer.prefix(80))\" came as answer to \"\(command)\", where \(wanted) was expected"
  }

  static func wrongInstrument(_ answer: String, wanted: [String], _ profile: String) -> String {
    "\"\(answer.prefix(80))\" is not the instrument: \(profile) answers with \(wanted.joined(separator: " and "))"
  }

  static func unreadable(_ answer: String, _ instrument: String) -> String {
    "the reading \"\(answer.prefix(80))\" of \(instrument) cannot be understood"
  }

  static func outputOff(_ instrument: String) -> String {
    "the output of \(instrument) is off: there is nothing to read"
  }

  static func madeSafe(_ instrument: String) -> String {
    "\(instrument) was made safe meanwhile; the set-point does not hold"
  }

  static func ended(_ instrument: String, after time: Double) -> String {
    "\(instrument) ended its script by itself after \(time.formatted(digits: 4)) s"
  }

  static func stale(_ instrument: String, age: Double) -> String {
    "the newest reading of \(instrument) is \(age.formatted(digits: 3)) s old"
  }

  static func strays(_ value: Double, _ wanted: Double, _ unit: String) -> String {
    "\(value.formatted(digits: 5)) \(unit) for three readings, where \(wanted.formatted(digits: 5)) \(unit) was set"
  }

  static func mayBeOn(_ why: String) -> String {
    "\(why); the output may still be on, and the cell is not known to be open"
  }

  static func nowOff(_ why: String) -> String { "\(why); the output is off" }

  static func stillTripped(_ why: String) -> String { "tripped before: \(why); a person has to acknowledge it" }

  static func noCurrent(_ instrument: String) -> String {
    "\(instrument) is a potentiostat: it holds voltages, and a current loop in software would be too slow to be safe"
  }
}
