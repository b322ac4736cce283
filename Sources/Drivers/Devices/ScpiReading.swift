import Cycling
import DeviceProfiles
import Quantities

/// The numbers of one answer, as the profile places them.
struct ScpiReading: Sendable {
  /// Voltage, V.
  let voltage: Double
  /// Current, A.
  let current: Double
  /// The status word; nil where none came.
  let status: Int?

  /// Reads an answer; nil when it has not the numbers it should have, or the instrument measured none of them.
  init?(_ answer: String, as source: ReadingSource) {
    let numbers = answer.split(separator: ",", omittingEmptySubsequences: false).map {
      Double(String($0).trimmingSpaces)
    }
    guard numbers.count == source.fields, !numbers.contains(nil), case .field(let voltage)? = source.voltage,
      case .field(let current)? = source.current
    else { return nil }
    func measured(_ position: Int) -> Double? {
      guard numbers.indices.contains(position), let number = numbers[position], number.isFinite else { return nil }
      if let missing = source.missing, (number / missing - 1).magnitude < 1e-3 { return nil }
      return number
    }
    guard let volts = measured(voltage), let amperes = measured(current) else { return nil }
    (self.voltage, self.current) = (volts, amperes)
    status = source.status.flatMap(measured).flatMap { $0.magnitude < 1e9 ? Int($0) : nil }
  }

  /// What the status says, as far as sources settle it.
  func signs(of profile: DeviceProfile) -> [StatusSign] {
    guard let status else { return [] }
    return profile.status.filter { $0.register == nil && !$0.isUnverified && $0.isSaid(by: status) }
  }
}

/// How long the answers of an instrument are.
///
/// Text has no check sum, and a number that lost a digit is a number still: an answer of a length that was not seen before is asked for
/// once more, and a length that comes twice running is known from then on.
struct AnswerLengths: Sendable {
  private var known: Set<Int> = []
  private var candidate: Int?

  /// Whether an answer of this length is taken.
  mutating func takes(_ answer: String) -> Bool {
    let length = answer.utf8.count
    if known.contains(length) || candidate == length {
      known.insert(length)
      candidate = nil
      return true
    }
    candidate = length
    return false
  }
}
