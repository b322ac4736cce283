public import Cycling
import Foundation
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
  /// The instrument it was run on; nil for a virtual cell or a replay.
  public var instrument: InstrumentRecord?
  /// How it ended.
  public var end: RunEnd
  /// Steps, totals, Coulombic efficiencies and alarms.
  public var summary: RunSummary
  /// True Sand's time of each step of a virtual run that had one, s, by step count.
  public var trueSandTimes: [Int: Double]
}

extension RunReport {
  /// What a run file came to; one that has no end yet counts as a fault. Throws what reading it can bring.
  public init(of run: RunFile.Reader) throws {
    let column = run.header.modelColumns.firstIndex { $0.name == "true_sand_time_s" }
    var summary = RunSummary(area: run.header.area)
    var trueSandTimes: [Int: Double] = [:]
    try run.forEachEvent { event in
      summary.observe(event)
      guard let column, case .reading(let recorded) = event, recorded.modelState[column].isFinite else { return }
      trueSandTimes[recorded.stepCount] = recorded.modelState[column]
    }
    let end = RunEnd(way: .fault, time: summary.duration, reason: "it goes on, or it was cut off")
    self.init(
      file: run.url.relativePath, protocolName: run.header.protocolName, cellName: run.header.cellName,
      seed: run.header.seed, instrument: run.header.instrument, end: summary.end ?? end, summary: summary,
      trueSandTimes: trueSandTimes)
  }

  /// Sand's time of the first step that has one, s; nil where none has.
  public var firstTrueSandTime: Double? {
    trueSandTimes.min { $0.key < $1.key }?.value
  }
}
