public import Cycling
import GRDB

extension RunFile {
  /// What a run machine heard, in its order.
  public enum Input: Hashable, Sendable {
    /// A reading, kept or not.
    case reading(Reading)
    /// An event that the file keeps beside readings.
    case event(RunEvent)
  }
}

extension RunFile.Reader {
  /// Everything that a run machine and detectors which were stored at a commit heard since, and what came of it.
  public func inputs(after position: RunFile.Position) throws(RecordingError) -> [RunFile.Input] {
    try fetch { database in
      var readings = try ReadingCursor(
        database, modelColumns: header.modelColumns.count, after: position.readings)
      var unkept = try UnkeptReading.all(in: database)[...]
      var marks = try EventMark.all(in: database).drop { $0.number <= position.events }
      var (inputs, kept) = ([RunFile.Input](), position.readings)
      while true {
        while let next = marks.first, next.afterRecord <= kept { inputs.append(.event(marks.removeFirst().event)) }
        while let next = unkept.first, next.afterRecord <= kept {
          inputs.append(.reading(unkept.removeFirst().reading))
        }
        guard let reading = try readings.next() else { break }
        inputs.append(.reading(reading.reading))
        kept += 1
      }
      return inputs
    }
  }

  /// By both clocks, when the file was last written to; nil where it does not say.
  public func lastCommit() throws(RecordingError) -> RunFile.Moment? {
    try fetch { database in
      guard try RunFileSchema.hasCommits(database),
        let row = try Row.fetchOne(
          database, sql: "SELECT unix_s, monotonic_s FROM commits ORDER BY commit_index DESC LIMIT 1")
      else { return nil }
      return RunFile.Moment(unix: try row.decode(atIndex: 0), monotonic: try row.decode(atIndex: 1))
    }
  }
}
