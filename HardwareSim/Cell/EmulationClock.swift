/// The time of an emulation: that of the machine, for lines and time-outs, and test time, for the cell and what measures it.
public struct EmulationClock: Sendable {
  /// Seconds of test time in a second of real time.
  public let speed: Double
  private let seconds: @Sendable () -> Double

  /// A clock over any source of real seconds; `speed` is positive.
  public init(speed: Double = 1, seconds: @escaping @Sendable () -> Double) {
    (self.speed, self.seconds) = (speed, seconds)
  }

  /// A clock over the monotone clock of the machine, which starts now.
  public init(speed: Double = 1) {
    let origin = ContinuousClock.now
    self.init(speed: speed) { (ContinuousClock.now - origin) / .seconds(1) }
  }

  /// Real time since the start, s.
  public var real: Double { seconds() }

  /// Test time since the start, s.
  public var test: Double { seconds() * speed }
}
