public import Cycling
public import Quantities

/// Sees that a reading came late: the program was stopped, the computer was busy, or a line had to be recovered.
///
/// Until then nobody held the cell to the protocol's ends and limits; the instrument alone had its own.
public struct ReadingDelay: Sendable {
  /// What is later than this is said, s of real time: above what a busy computer takes.
  public static let patience = 3.0

  private var due: ContinuousClock.Instant?

  /// Nothing is due yet.
  public init() {}

  /// What to say of a reading that came now, and at `time` of the test; nil where it came in time.
  ///
  /// - Parameters:
  ///   - now: when it came.
  ///   - next: after which real time the next one is due, s.
  public mutating func alarm(
    at now: ContinuousClock.Instant, next: Double, time: Quantity<Time>
  ) -> Alarm? {
    let late = due.map { (now - $0) / .seconds(1) } ?? 0
    due = now.advanced(by: .seconds(next))
    guard late > Self.patience else { return nil }
    return Alarm(kind: .staleData, severity: .alarm, time: time, evidence: [Evidence("late_s", late)])
  }
}
