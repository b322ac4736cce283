import Cycling
public import Foundation
import Quantities

/// What has to be known about an exported run, in the file beside it: `<name>.meta.json`.
///
/// The first keys are those of battfeed's sidecar, so that its readers find what they know.
public struct RunMetadata: Encodable, Sendable {
  private let run: RunHeader
  private let columns: [String]
  private let rows: Int
  private let isWhole: Bool
  private let ending: RunEnd?
  private let source: String

  /// The metadata of a run file; throws what reading it can bring.
  public init(of run: RunFile.Reader, columns: [String] = []) throws(RecordingError) {
    self.init(
      run.header, source: run.url.lastPathComponent, columns: columns, rows: try run.position().readings,
      end: try run.end())
  }

  /// The metadata of a run that may still go on.
  init(_ run: RunHeader, source: String, columns: [String], rows: Int, end: RunEnd?) {
    (self.run, self.source, self.columns, self.rows) = (run, source, columns, rows)
    (ending, isWhole) = (end, end != nil)
  }

  /// Writes it beside an exported file, whose ending is left out; throws what writing can bring. Returns where it is.
  @discardableResult
  public func write(beside file: URL, withExtension ending: String) throws(RecordingError) -> URL {
    let name = file.lastPathComponent
    let stem = name.hasSuffix("." + ending) ? String(name.dropLast(ending.count + 1)) : name
    let url = file.deletingLastPathComponent().appendingPathComponent(stem + ".meta.json")
    let text = try text
    try AtomicFile.write(to: url) { descriptor in
      var sink = TextSink(descriptor, path: url.path)
      try sink.write(text + "\n")
      try sink.flush()
    }
    return url
  }

  /// The object as text.
  var text: String {
    get throws(RecordingError) {
      do {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
          positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return String(decoding: try encoder.encode(self), as: UTF8.self)
      } catch { throw .cannotWrite(path: source, reason: "\(error)") }
    }
  }

  private enum Key: String, CodingKey {
    case file, metadata, columns, rows, finalized
    case startedAt = "started_at"
    case finishedAt = "finished_at"
  }

  private enum Detail: String, CodingKey {
    case generator, cell, host, notes, seed, instrument, speed, channel, ended, reason
    case sourceFile = "source_file"
    case testProtocol = "protocol"
    case protocolText = "protocol_text"
    case protocolDigest = "protocol_sha256"
    case cellText = "cell_profile"
    case area = "electrode_area_cm2"
    case sign = "sign_of_current"
    case offset = "local_time_ahead_of_utc_s"
    case words = "words_of_columns"
    case duration = "duration_s"
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    let finished = ending.map { run.startedAt.addingTimeInterval($0.time.si) }
    try object.encode(source, forKey: .file)
    try object.encode(run.startedAt.formatted(.iso8601), forKey: .startedAt)
    try object.encode(finished?.formatted(.iso8601), forKey: .finishedAt)
    try object.encode(columns, forKey: .columns)
    try object.encode(rows, forKey: .rows)
    try object.encode(isWhole, forKey: .finalized)
    var detail = object.nestedContainer(keyedBy: Detail.self, forKey: .metadata)
    try detail.encode("sandglass \(run.softwareVersion)", forKey: .generator)
    try detail.encode(source, forKey: .sourceFile)
    try detail.encode(run.protocolName, forKey: .testProtocol)
    try detail.encode(run.protocolText, forKey: .protocolText)
    try detail.encode(run.protocolFingerprint.description, forKey: .protocolDigest)
    try detail.encode(run.cellName, forKey: .cell)
    try detail.encode(run.cellText, forKey: .cellText)
    try detail.encode(run.area.value(in: .squareCentimetre), forKey: .area)
    try detail.encode("positive into the working electrode: strips it, charges a full cell", forKey: .sign)
    try detail.encode(run.channelName, forKey: .channel)
    try detail.encode(run.instrument, forKey: .instrument)
    try detail.encode(run.seed.map(String.init), forKey: .seed)
    try detail.encode(run.speed, forKey: .speed)
    try detail.encode(run.host, forKey: .host)
    try detail.encode(run.secondsFromUTC, forKey: .offset)
    try detail.encode(run.notes, forKey: .notes)
    try detail.encode(ending?.way.rawValue, forKey: .ended)
    try detail.encode(ending?.reason, forKey: .reason)
    try detail.encode(ending?.time.si, forKey: .duration)
    let words = run.modelColumns.filter { columns.contains($0.name) }
      .compactMap { column in column.words.map { (column.name, $0) } }
    try detail.encode(Dictionary(words) { first, _ in first }, forKey: .words)
  }
}
