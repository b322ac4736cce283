/// A clock that runs so many times as fast as the monotone clock of the machine; test time, seen from outside.
public struct ScaledClock: Clock {
  /// A moment on a scaled clock.
  public struct Instant: InstantProtocol {
    /// Test time since the clock was made.
    public var sinceStart: Duration

    /// The moment so much later.
    public func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
    /// The time until another moment.
    public func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
    /// Order in time.
    public static func < (a: Instant, b: Instant) -> Bool { a.sinceStart < b.sinceStart }
  }

  /// Seconds of test time in a second of real time.
  public let speed: Double
  private let origin = ContinuousClock.now

  /// A clock that starts now; `speed` is positive.
  public init(speed: Double) { self.speed = speed }

  /// Test time now.
  public var now: Instant { Instant(sinceStart: (ContinuousClock.now - origin) * speed) }

  /// The smallest step worth speaking of.
  public var minimumResolution: Duration { .microseconds(1) }

  /// Waits until a moment of test time.
  public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    try await ContinuousClock().sleep(
      until: origin + deadline.sinceStart / speed, tolerance: tolerance.map { $0 / speed })
  }
}
