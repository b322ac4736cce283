public import Foundation

/// One run in one SQLite file; `Documentation/RunFile.md` describes its tables.
public enum RunFile {
  /// The extension of run files.
  public static let fileExtension = "sandglass"

  /// "SGLS": tells a run file from any other SQLite file.
  static let applicationID: Int32 = 0x5347_4C53

  /// Throws `inUse` where somebody writes the run file, `noSuchFile`, or `cannotOpen` where this user may not write it; call it before
  /// the file is opened.
  public static func requireNobodyWrites(_ url: URL) throws(RecordingError) { try WriterLock.requireNone(on: url.path) }

  /// What a commit promises.
  public enum Durability: String, Hashable, Sendable, CaseIterable {
    /// Committed readings survive the end of the process, however it comes; a loss of power may take the last ones.
    case normal
    /// Committed readings survive a loss of power too; each commit waits for the disk.
    case full
  }

  /// How far a run file goes.
  public struct Position: Hashable, Comparable, Codable, Sendable {
    /// Readings in it.
    public var readings: Int
    /// Events in it that are no readings.
    public var events: Int

    /// A position from its counts.
    public init(readings: Int = 0, events: Int = 0) { (self.readings, self.events) = (readings, events) }

    /// Order in the run.
    public static func < (a: Self, b: Self) -> Bool { (a.readings, a.events) < (b.readings, b.events) }
  }

  /// A moment by both clocks of the computer: the one that people set, and the one that only runs.
  public struct Moment: Hashable, Sendable {
    /// Since 1970, UTC, s.
    public var unix: Double
    /// Since the computer started, sleep included, s.
    public var monotonic: Double

    /// A moment from its two times, s.
    public init(unix: Double, monotonic: Double) { (self.unix, self.monotonic) = (unix, monotonic) }

    /// Now.
    public static var now: Moment {
      var time = timespec()
      clock_gettime(CLOCK_BOOTTIME, &time)
      return Moment(
        unix: Date().timeIntervalSince1970, monotonic: Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec))
    }
  }

  /// The state of whatever drives a run, to go on from.
  public struct Snapshot: Hashable, Sendable {
    /// Where in the run it was taken: behind everything that came before.
    public var position: Position
    /// What the state is written in, with its version; a program that knows another cannot go on from it.
    public var format: String
    /// The state.
    public var state: Data

    /// A snapshot from its parts.
    public init(position: Position = Position(), format: String, state: Data) {
      (self.position, self.format, self.state) = (position, format, state)
    }
  }
}
