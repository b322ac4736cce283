import Foundation

/// When will the semi-integral reach its limit at the present current?
enum DepletionTime {
  /// Time left, s, until the semi-integral, folded into the direction of the current, reaches a limit, A·s^½.
  ///
  /// A current that flowed alone since `duration` ago has π/4 (m_c/I)² (1 − s²) left (Sand). After other currents the
  /// remembered part still decays, and in a gap salt arrives from the far side, so the future of the semi-integral is solved for;
  /// infinity where it never gets there.
  static func remaining(
    until limit: Double, of memory: SemiIntegral, current: Double, duration: Double
  ) -> Double {
    let magnitude = abs(current)
    let sign = current < 0 ? -1.0 : 1.0
    let now = sign * memory.value
    guard now < limit, magnitude > 0 else { return 0 }
    let whole = .pi / 4 * (limit / magnitude) * (limit / magnitude)
    let alone = 2 * magnitude * (max(duration, 0) / .pi).squareRoot()
    if memory.gapTime == nil, abs(now - alone) <= 0.01 * limit {
      return whole * (1 - (max(now, 0) / limit) * (max(now, 0) / limit))
    }

    var (low, high) = (0.0, whole)
    func missing(_ time: Double) -> Double { limit - sign * memory.value(after: time, current: current) }
    while missing(high) > 0 {
      guard high < 1e9 * whole else { return .infinity }
      (low, high) = (high, 2 * high)
    }
    for _ in 0..<40 where high - low > 1e-4 * high {
      let middle = (low + high) / 2
      if missing(middle) > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
