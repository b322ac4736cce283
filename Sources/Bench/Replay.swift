import Cycling
import Detection
public import Foundation
import Quantities
import Recording
import TestProtocols
import VirtualCell

/// The detectors over readings that were taken before.
public enum Replay {
  /// The run files and CSVs in a folder, sorted by name; nil where the path is no folder.
  public static func files(at path: URL) throws -> [URL]? {
    guard (try? path.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false else { return nil }
    let endings: Set<String> = [RunFile.fileExtension, "csv"]
    return try FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil)
      .filter { endings.contains($0.pathExtension.lowercased()) }
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  /// Runs the detectors over a run file or a CSV with time, current and voltage; throws `RecordingError`.
  ///
  /// `cell` tells the detectors what its profile says. A run file brings its own; for any other file they judge by the
  /// readings alone without one, and a divergence is then a runaway: nobody knows that Sand's law holds.
  public static func run(over file: URL, cell: NamedCell?) throws -> RunReport {
    guard file.pathExtension == RunFile.fileExtension else {
      var session = ReplaySession(cell: cell, safety: nil, area: cell?.profile.area)
      try ReadingsFile(opening: file).forEachReading { session.take($0) }
      return session.report(file: file.relativePath)
    }
    let run = try RunFile.Reader(opening: file)
    let plan = try? JSONDecoder().decode(Plan.self, from: Data(run.header.planJSON.utf8))
    var session = ReplaySession(cell: try cell ?? run.header.cell, safety: plan?.safety, area: run.header.area)
    try run.forEachEvent { session.take($0) }
    return session.report(file: file.relativePath)
  }
}

/// A summary that grows from readings, with the alarms of fresh detectors instead of those recorded.
private struct ReplaySession {
  private var detectors: DetectorBank
  private var summary: RunSummary
  private var stepCount = 1
  private var charge = ChargeIntegral()
  private let cell: NamedCell?

  init(cell: NamedCell?, safety: SafetyLimits?, area: Quantity<Area>?) {
    self.cell = cell
    var configuration = DetectorConfiguration(of: cell, safety: safety)
    configuration.mayLackReadings = true
    detectors = DetectorBank(configuration: configuration)
    summary = RunSummary(area: area ?? Quantity(si: .nan))
  }

  /// Takes an event of a run file; its own alarms are left out.
  mutating func take(_ event: RunEvent) {
    if case .alarm = event { return }
    if case .alarmChanged = event { return }
    if case .stepBegan(let start) = event { stepCount = start.stepCount }
    summary.observe(event)
    if case .reading(let recorded) = event { detect(recorded.reading) }
  }

  /// Takes a reading of a foreign file, which knows no steps.
  mutating func take(_ reading: Reading) {
    charge.add(reading)
    summary.observe(
      .reading(RecordedReading(reading: reading, stepCount: 1, cycle: 1, stepCharge: charge.value)))
    detect(reading)
  }

  private mutating func detect(_ reading: Reading) {
    for alarm in detectors.observe(reading) { summary.observe(.alarm(alarm, step: stepCount)) }
  }

  func report(file: String) -> RunReport {
    let end = RunEnd(way: .completed, time: summary.duration, reason: "all readings replayed")
    return RunReport(
      file: file, protocolName: nil, cellName: cell?.name, seed: nil, end: end, summary: summary, trueSandTimes: [:])
  }
}

extension RunHeader {
  /// The cell that the run file describes; nil where it describes none.
  var cell: NamedCell? {
    get throws {
      guard !cellText.isEmpty else { return nil }
      return NamedCell(name: cellName, profile: try CellProfile.parse(yaml: cellText, file: cellName), text: cellText)
    }
  }
}

/// Charge by trapezium.
private struct ChargeIntegral {
  private(set) var value = Quantity<Charge>.zero
  private var latest: Reading?

  mutating func add(_ reading: Reading) {
    if let latest, reading.time > latest.time {
      value.si += (latest.current.si + reading.current.si) / 2 * (reading.time - latest.time).si
    }
    latest = reading
  }
}
