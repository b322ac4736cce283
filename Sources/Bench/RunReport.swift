public import Cycling
public import Recording

/// What a run came to: what `--json` prints and the summary table shows.
public struct RunReport: Sendable {
  /// The run file, or the file that was replayed.
  public var file: String
  /// Name of the protocol; nil for a replay.
  public var protocolName: String?
  /// Name of the cell; nil when nobody knows.
  public var cellName: String?
  /// Seed of the virtual cell's noise; nil for an instrument or a replay.
  public var seed: UInt64?
  /// How it ended.
  public var end: RunEnd
  /// Steps, totals, Coulombic efficiencies and alarms.
  public var summary: RunSummary
  /// True Sand's time of each step of a virtual run that had one, s, by step count.
  public var trueSandTimes: [Int: Double]
}

extension RunReport {
  /// Sand's time of the first step that has one, s; nil where none has.
  public var firstTrueSandTime: Double? {
    trueSandTimes.min { $0.key < $1.key }?.value
  }
}
