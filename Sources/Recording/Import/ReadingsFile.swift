public import Cycling
public import Foundation
import Quantities

/// A text file of readings: the Battery Data Format, or any list with time, current and voltage under common names.
///
/// Fields are separated by comma, semicolon or tab; units stand behind the names ("time_min", "Current / mA",
/// "Ewe/V"), and are s, A and V where there is none. Lines that start with # are comments. Texts of BioLogic's EC-Lab
/// (`.mpt`) are read behind their head, with a decimal point or comma.
public struct ReadingsFile: Sendable {
  /// Where the file is.
  public let url: URL
  /// Faults that are told in full; the rest are counted.
  public static let faultsShown = 10

  /// Opens a file and reads the names of its columns; throws an importer's `RecordingError`.
  public init(opening url: URL) throws(RecordingError) {
    self.url = url
    var lines = try LineReader(opening: url.path)
    _ = try Self.readNames(&lines, of: url.path)
  }

  /// Every reading in its order; a reading costs no memory once the body has returned.
  ///
  /// Throws `badLines` behind the last line when some are no readings (the body sees none behind the first of them),
  /// another of the importer's errors, or what the body throws.
  public func forEachReading(_ body: (Reading) throws -> Void) throws {
    var lines = try LineReader(opening: url.path)
    let (splitter, columns) = try Self.readNames(&lines, of: url.path)
    var (latest, readings) = (-Double.infinity, 0)
    var (faults, more): ([LineFault], Int) = ([], 0)
    while let line = try lines.next() {
      guard Self.isContent(line) else { continue }
      switch Result(catching: { () throws(LineProblem) in
        try columns.reading(splitter.fields(of: line), after: latest)
      }) {
      case .success(let reading):
        (latest, readings) = (reading.time.si, readings + 1)
        if faults.isEmpty { try body(reading) }
      case .failure(let problem):
        // A clock that was set back is one fault, not one on every line that follows.
        latest = problem.time ?? latest
        if faults.count < Self.faultsShown {
          faults.append(LineFault(line: lines.number, what: problem.what))
        } else {
          more += 1
        }
      }
    }
    guard faults.isEmpty else { throw RecordingError.badLines(path: url.path, faults: faults, more: more) }
    guard readings > 0 else { throw RecordingError.noReadings(path: url.path) }
  }

  private static func readNames(
    _ lines: inout LineReader, of path: String
  ) throws(RecordingError) -> (FieldSplitter, ReadingColumns) {
    let isBioLogic = try skipBioLogicHead(&lines, of: path)
    while let line = try lines.next() {
      guard isContent(line) else { continue }
      let splitter = FieldSplitter(names: line)
      let names = splitter.fields(of: line)
      if names.allSatisfy({ Double($0) != nil }) {
        throw .noColumnNames(path: path, line: lines.number, text: String(line.onOneLine.prefix(60)))
      }
      return (splitter, try ReadingColumns(names: names, of: path, line: lines.number, takesDecimalComma: isBioLogic))
    }
    throw .emptyFile(path: path)
  }

  /// Reads on to the names of a text of BioLogic's EC-Lab (`.mpt`), whose second line counts the lines of its head.
  private static func skipBioLogicHead(_ lines: inout LineReader, of path: String) throws(RecordingError) -> Bool {
    guard lines.startsWith("EC-Lab ASCII FILE") else { return false }
    _ = try lines.next()
    let second = try lines.next() ?? ""
    guard let colon = second.lastIndex(of: ":"), second.hasPrefix("Nb header lines"),
      let count = Int(second[second.index(after: colon)...].filter { $0 != " " }), count >= 3
    else { throw .noColumnNames(path: path, line: 2, text: String(second.onOneLine.prefix(60))) }
    while lines.number < count - 1, try lines.next() != nil {}
    return true
  }

  private static func isContent(_ line: String) -> Bool {
    let text = line.trimmingBlanks
    return !text.isEmpty && !text.hasPrefix("#")
  }
}
