import Cycling
import Quantities
import TestProtocols

/// A pause under way: the cell is open, and the step's clock and charge stand still.
struct RunPause: Codable, Hashable, Sendable {
  /// Test time at which it began.
  let since: Quantity<Time>
  /// Test time at which it ends by itself; nil when a person has to end it.
  let until: Quantity<Time>?
  /// Whether a reading was taken in it.
  var sawReading = false
}

extension StepProgress {
  /// When the next reading is due in a pause: the first at once, then by the record rule, at the latest every second.
  func due(in pause: RunPause, safety: SafetyLimits) -> ReadingDue {
    guard let latest, pause.sawReading else { return ReadingDue(after: .zero, window: ReadingWindow()) }
    let interval = min(step.record.every.si, ReadingDue.longestInterval)
    var wait = interval
    if let until = pause.until { wait = ReadingDue.shorter(wait, until.si - latest.time.si) }
    if let breach = timeToBreach(of: safety) { wait = ReadingDue.shorter(wait, breach) }
    return ReadingDue(
      after: Quantity(si: wait),
      window: safetyWindow(around: latest, safety: safety, resolution: min(interval / 1000, 1e-3)))
  }
}
