/// The middle one of the last three values: takes out single readings that a switching range has thrown off, and is a reading late.
struct MedianOfThree: Codable, Sendable {
  private var before: Double?
  private var last: Double?

  /// The median with the two values before; the value itself while there are none.
  mutating func filtered(_ value: Double) -> Double {
    defer { (before, last) = (last, value) }
    guard let before, let last else { return value }
    return max(min(before, last), min(max(before, last), value))
  }
}
