/// The smallest value of the last one to two minutes.
struct RecentMinimum: Codable, Sendable {
  private var older: Double?
  private var newer: Double?
  private var turn = 0.0

  /// The minimum; nil before the first value.
  var value: Double? { [older, newer].compactMap { $0 }.min() }

  /// Takes a value at a time, s.
  mutating func take(_ value: Double, at time: Double) {
    if newer == nil { turn = time }
    if time - turn >= 60 { (older, newer, turn) = (newer, nil, time) }
    newer = min(newer ?? value, value)
  }
}
