public import Cycling
public import Quantities

/// Sees a disk that is too slow, and says so once until it has caught up.
public struct RecordingDelay: Sendable {
  private var said: Severity?

  /// Nothing was said yet.
  public init() {}

  /// What to say of a delay, and when it is over; nil where there is nothing new.
  public mutating func alarm(for delay: Duration, at time: Quantity<Time>) -> Alarm? {
    let seconds = delay / .seconds(1)
    let severity: Severity? = seconds > 10 ? .alarm : seconds > 1 ? .watch : nil
    if seconds <= 0.5, said != nil {
      said = nil
      return Alarm(
        kind: .recordingDelay, severity: .info, time: time, evidence: [Evidence("delay_s", seconds)])
    }
    guard let severity, severity > said ?? .info else { return nil }
    said = severity
    return Alarm(
      kind: .recordingDelay, severity: severity, time: time, evidence: [Evidence("delay_s", seconds)])
  }
}
