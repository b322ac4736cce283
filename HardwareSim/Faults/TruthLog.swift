public import Documents
import Foundation
import Synchronization

/// One line of a truth file: what happened in truth, whatever the instrument says.
public struct TruthEntry: Encodable, Hashable, Sendable {
  /// Test time, s.
  public var time: Double
  /// Which instrument.
  public var instrument: String
  /// What happened: `reading`, `fault`, `fault ends`, `output on`, `cell open`, `trip` …
  public var event: String
  /// The number of the message, where there is one.
  public var message: Int?
  /// More about it: which fault, which trip.
  public var detail: String?
  /// The voltage that the instrument showed, V, and the true one of the cell.
  public var (voltage, trueVoltage): (Double?, Double?)
  /// The current that the instrument showed, A, and the true one through the cell.
  public var (current, trueCurrent): (Double?, Double?)
  /// The temperature that a chamber showed, and its true one, °C.
  public var (temperature, trueTemperature): (Double?, Double?)

  /// Something that happened.
  public init(
    time: Double, instrument: String, event: String, message: Int? = nil, detail: String? = nil,
    reading: StageReading? = nil
  ) {
    (self.time, self.instrument, self.event) = (time, instrument, event)
    (self.message, self.detail) = (message, detail)
    (voltage, trueVoltage) = (reading?.voltage, reading?.trueVoltage)
    (current, trueCurrent) = (reading?.current, reading?.trueCurrent)
  }

  private enum CodingKeys: String, CodingKey {
    case time = "time_s"
    case instrument, event, message, detail
    case voltage = "shown_voltage_V"
    case trueVoltage = "true_voltage_V"
    case current = "shown_current_A"
    case trueCurrent = "true_current_A"
    case temperature = "shown_temperature_C"
    case trueTemperature = "true_temperature_C"
  }
}

/// The truth file: JSON, one line an event, each with the time of the clock on the wall (`unix_s`).
public final class TruthLog: Sendable {
  private let kept = Mutex<[TruthEntry]>([])
  /// Nil for a log in memory.
  private let file: Mutex<FileHandle>?

  /// A log in a new file; throws where it cannot be written.
  public init(writing path: String) throws(Diagnostics) {
    do {
      try Data().write(to: URL(filePath: path), options: .withoutOverwriting)
      file = Mutex(try FileHandle(forWritingTo: URL(filePath: path)))
    } catch {
      throw Diagnostics(.cannotWriteTruth(path, reason: error.localizedDescription))
    }
  }

  /// A log in memory.
  public init() { file = nil }

  /// What a log in memory holds.
  public var entries: [TruthEntry] { kept.withLock(\.self) }

  func add(_ entry: TruthEntry) {
    guard file != nil else { return kept.withLock { $0.append(entry) } }
    // A truth file on a full disk ends; the instrument goes on.
    let line = Self.line(entry)
    file?.withLock { try? $0.write(contentsOf: line) }
  }

  private static func line(_ entry: TruthEntry) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let stamped = Stamped(unix: Date().timeIntervalSince1970, entry: entry)
    return ((try? encoder.encode(stamped)) ?? Data()) + Data("\n".utf8)
  }

  private struct Stamped: Encodable {
    let unix: Double
    let entry: TruthEntry

    func encode(to encoder: any Encoder) throws {
      try entry.encode(to: encoder)
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(unix, forKey: .unix)
    }

    private enum Key: String, CodingKey { case unix = "unix_s" }
  }
}
