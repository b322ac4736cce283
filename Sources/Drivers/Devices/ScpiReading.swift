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
    guard numbers.count == source.fields, case .field(let voltage)? = source.voltage,
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
