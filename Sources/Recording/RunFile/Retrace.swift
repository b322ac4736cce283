public import Cycling
import Foundation
import GRDB

extension RunFile {
  /// Follows a virtual run that is done once more, from a snapshot or its start, up to where its file ends.
  ///
  /// What comes again is not written again; it is held against the checksums of the commits that wrote it.
  public struct Retrace: Sendable {
    private struct Commit {
      let end: Position
      let sums: [UInt32]
    }

    private let path: String
    private var commits: ArraySlice<Commit>
    private var position: Position
    private var sums = (readings: Checksum(), model: Checksum(), events: Checksum())
    private let hasModel: Bool

    /// A retrace from a commit; throws what reading the file can bring.
    public init(of run: Reader, after position: Position) throws(RecordingError) {
      (path, self.position, hasModel) = (run.url.path, position, !run.header.modelColumns.isEmpty)
      commits = try run.fetch { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT last_record, last_event, readings_crc32, model_crc32, events_crc32 FROM commits
            WHERE last_record + last_event > ? ORDER BY commit_index
            """, arguments: [position.readings + position.events]
        ).map { row in
          Commit(
            end: Position(readings: try row.decode(atIndex: 0), events: try row.decode(atIndex: 1)),
            sums: try (2...4).map { UInt32(truncatingIfNeeded: try row.decode(Int.self, atIndex: $0)) })
        }[...]
      }
    }

    /// Whether the run is where its file ends: what comes now is new.
    public var isDone: Bool { commits.isEmpty }

    /// Takes the next event, which the file should hold already; throws `cannotGoOn` where it holds another.
    public mutating func take(_ event: RunEvent) throws(RecordingError) {
      guard let commit = commits.first else { return }
      if case .reading(let reading) = event {
        position.readings += 1
        sums.readings.add(reading)
        if hasModel { for value in reading.modelState { sums.model.add(value) } }
      } else {
        position.events += 1
        let mark = EventMark(number: position.events, afterRecord: position.readings, event: event)
        do { try mark.add(to: &sums.events) } catch { throw RecordingError(reading: path, error) }
      }
      guard position == commit.end else {
        if position.readings > commit.end.readings || position.events > commit.end.events { throw differs }
        return
      }
      guard [sums.readings.value, hasModel ? sums.model.value : 0, sums.events.value] == commit.sums else {
        throw differs
      }
      sums = (Checksum(), Checksum(), Checksum())
      commits.removeFirst()
    }

    private var differs: RecordingError {
      .cannotGoOn(
        path: path,
        reason: "done again, it is another run up to reading \(position.readings): was it written by another version?")
    }
  }
}
