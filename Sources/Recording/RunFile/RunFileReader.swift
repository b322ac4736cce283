public import Cycling
public import Foundation
import GRDB

extension RunFile {
  /// Reads a run file, finished, cut off or still growing; never changes it.
  public struct Reader: Sendable {
    /// Where the run file is.
    public let url: URL
    /// What was run, on what, by what.
    public let header: RunHeader
    /// What the last writer had begun to write and never committed; nil where there is nothing.
    public let tornTail: TornTail?
    /// The version of the schema that the file was written in.
    public let schemaVersion: Int
    let database: DatabaseQueue

    /// Opens a run file.
    ///
    /// Throws `noSuchFile`, `cannotOpen`, `notARunFile`, `newerSchema` or `damaged`.
    public init(opening url: URL) throws(RecordingError) {
      self.url = url
      try DatabaseFile.requireWhole(url.path)
      tornTail = TornTail(besideRunFile: url.path)
      do {
        database = try Self.open(url.path)
        (schemaVersion, header) = try database.read { database in
          let version = try Self.schemaVersion(database, path: url.path)
          try RunFileSchema.requireWholeHeader(in: database)
          return (version, try RunFileSchema.header(in: database))
        }
      } catch { throw RecordingError(reading: url.path, error) }
    }

    /// Every event in the order it was recorded; a reading costs no memory once the body has returned.
    ///
    /// Throws `RecordingError`, or what the body throws.
    public func forEachEvent(_ body: (RunEvent) throws -> Void) throws {
      try inSnapshot { database in
        var marks = try EventMark.all(in: database)[...]
        var record = 0
        var readings = try ReadingCursor(database, modelColumns: header.modelColumns.count)
        while let reading = try readings.next() {
          while let mark = marks.first, mark.afterRecord <= record {
            try passingOn { try body(marks.removeFirst().event) }
          }
          record += 1
          try passingOn { try body(.reading(reading)) }
        }
        for mark in marks { try passingOn { try body(mark.event) } }
      }
    }

    /// Every reading in the order it was recorded.
    ///
    /// Throws `RecordingError`, or what the body throws.
    public func forEachReading(_ body: (RecordedReading) throws -> Void) throws {
      try inSnapshot { database in
        var readings = try ReadingCursor(database, modelColumns: header.modelColumns.count)
        while let reading = try readings.next() { try passingOn { try body(reading) } }
      }
    }

    /// The first and the last reading; nil where there is none.
    public func outermostReadings() throws(RecordingError) -> (first: RecordedReading, last: RecordedReading)? {
      try fetch { database in
        let count = header.modelColumns.count
        var first = try ReadingCursor(database, modelColumns: count, where: "record_index = 1")
        let lastOne = "record_index = (SELECT max(record_index) FROM readings)"
        var last = try ReadingCursor(database, modelColumns: count, where: lastOne)
        guard let first = try first.next(), let last = try last.next() else { return nil }
        return (first, last)
      }
    }

    /// The steps that began, in their order, and what each did.
    public func steps() throws(RecordingError) -> [RecordedStep] {
      try fetch { database in
        var steps: [RecordedStep] = []
        for mark in try EventMark.all(in: database) {
          if case .stepBegan(let start) = mark.event { steps.append(RecordedStep(start: start)) }
          if case .stepEnded(let end) = mark.event,
            let index = steps.lastIndex(where: { $0.start.stepCount == end.stepCount })
          {
            steps[index].end = end
          }
        }
        return steps
      }
    }

    /// What detectors and limits said, in its order.
    public func alarms() throws(RecordingError) -> [RecordedAlarm] {
      try fetch { database in
        try EventMark.all(in: database).compactMap { mark in
          if case .alarm(let alarm, let step) = mark.event { RecordedAlarm(alarm: alarm, step: step) } else { nil }
        }
      }
    }

    /// How the run ended; nil when it was cut off or still goes on.
    public func end() throws(RecordingError) -> RunEnd? {
      try fetch { database in
        try EventMark.all(in: database).compactMap { if case .ended(let end) = $0.event { end } else { nil } }.last
      }
    }

    /// How far the file goes.
    public func position() throws(RecordingError) -> RunFile.Position {
      try fetch { database in
        RunFile.Position(
          readings: try Int.fetchOne(database, sql: "SELECT max(record_index) FROM readings") ?? 0,
          events: try EventMark.all(in: database).last?.number ?? 0)
      }
    }

    /// The last snapshot of what drove the run; nil where none was taken. Throws `damaged` where it is not whole.
    public func snapshot() throws(RecordingError) -> RunFile.Snapshot? {
      try fetch { try RunFile.Snapshot.stored(in: $0) }
    }

    func fetch<Value>(_ body: (Database) throws -> Value) throws(RecordingError) -> Value {
      do { return try database.read(body) } catch { throw RecordingError(reading: url.path, error) }
    }

    private func inSnapshot(_ body: (Database) throws -> Void) throws {
      do { try database.read(body) } catch let error as BodyFailure { throw error.error } catch {
        throw RecordingError(reading: url.path, error)
      }
    }

    private func passingOn(_ body: () throws -> Void) throws(BodyFailure) {
      do { try body() } catch { throw BodyFailure(error: error) }
    }

    /// An error of the caller's, on its way out past those of the file.
    private struct BodyFailure: Error {
      let error: any Error
    }

    /// Opens a file for reading; what a writer that was killed as it closed the file had begun is taken back first.
    private static func open(_ path: String) throws -> DatabaseQueue {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(5)
      do {
        let database = try DatabaseQueue(path: path, configuration: configuration)
        try database.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        return database
      } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
        let repair = try DatabaseQueue(path: path)
        try repair.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }
        try repair.close()
        return try DatabaseQueue(path: path, configuration: configuration)
      }
    }

    private static func schemaVersion(_ database: Database, path: String) throws -> Int {
      guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == RunFile.applicationID else {
        throw RecordingError.notARunFile(path: path)
      }
      let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
      guard found <= RunFileSchema.version else {
        throw RecordingError.newerSchema(path: path, found: found, known: RunFileSchema.version)
      }
      return found
    }
  }
}

/// A step of a run file.
public struct RecordedStep: Hashable, Sendable {
  /// How it began.
  public var start: StepStart
  /// How it ended; nil when the run was cut off in it.
  public var end: StepEnd?
}

/// An alarm and the step it was raised in.
public struct RecordedAlarm: Hashable, Sendable {
  /// What was said.
  public var alarm: Alarm
  /// Count of steps executed so far, from 1.
  public var step: Int

  /// An alarm and its step.
  public init(alarm: Alarm, step: Int) { (self.alarm, self.step) = (alarm, step) }
}
