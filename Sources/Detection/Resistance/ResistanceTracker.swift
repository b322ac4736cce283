import Foundation

/// Where the apparent resistance will be at the next reading, by its level and its trend, and how far off that usually is.
///
/// Holt's double exponential smoothing with memories of 10 readings or 10 s, whichever is longer, so that arcs and peaks of a half-cycle
/// are followed and a drop at once is not. Surprises move it by three standard deviations at most; after six large ones in a row to one
/// side it starts from where they are.
struct ResistanceTracker: Codable, Sendable {
  private var level = 0.0
  private var trend = 0.0
  private var variance = 0.0
  private var start = 0.0
  private var last = 0.0
  private var far = 0
  /// Whether the last reading made it start again from a higher level.
  private(set) var hasJumpedUp = false
  /// Readings taken.
  private(set) var count = 0

  /// Standard deviation of a single surprise, Ω: not below 0.4 % of the resistance.
  var deviation: Double { max(variance.squareRoot(), 0.004 * abs(level)) }

  /// What the resistance should be at a time, Ω.
  func expected(at time: Double) -> Double { level + trend * (time - last) }

  /// Whether it has seen enough to expect anything: ten readings and 5 s.
  func isFounded(at time: Double) -> Bool { count >= 10 && time - start >= 5 && level > 0 }

  /// Takes a resistance, Ω, at a time, s; answers by how many standard deviations it was above what was expected.
  mutating func take(_ resistance: Double, at time: Double) -> Double {
    guard count > 0 else {
      (level, trend, variance, start, last, count) = (resistance, 0, 0, time, time, 1)
      return 0
    }
    let interval = time - last
    let innovation = resistance - expected(at: time)
    let score = count >= 10 ? innovation / deviation : 0
    let clipped = count >= 10 ? min(max(innovation, -3 * deviation), 3 * deviation) : innovation
    hasJumpedUp = false
    far = abs(score) < 6 ? 0 : score > 0 ? max(far, 0) + 1 : min(far, 0) - 1
    if abs(far) >= 6 {
      (level, trend, last, far, hasJumpedUp) = (resistance, 0, time, 0, score > 0)
      return score
    }
    count += 1
    let memory = max(10, 10 * interval)
    let gain = max(interval / (interval + memory), 1 / Double(count))
    level = expected(at: time) + gain * clipped
    if interval > 0, count > 5 { trend += gain * gain / (2 - gain) * clipped / interval }
    let slow = max(interval / (interval + 6 * memory), 1 / Double(count))
    variance += slow * (clipped * clipped - variance)
    last = time
    return score
  }
}
