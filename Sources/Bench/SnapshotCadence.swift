import Cycling

/// When the state of a run is stored: once a second, and more seldom where storing it is costly.
struct SnapshotCadence: Sendable {
  private var next: Double
  private static let shortest = 1.0
  /// Storing takes a fiftieth of the time at most.
  private static let rest = 50.0

  init() { next = CoarseClock.seconds + Self.shortest }

  var isDue: Bool { CoarseClock.seconds >= next }

  /// Takes note that a state was stored, and how long that took, s.
  mutating func stored(taking cost: Double) { next = CoarseClock.seconds + max(Self.shortest, cost * Self.rest) }
}
