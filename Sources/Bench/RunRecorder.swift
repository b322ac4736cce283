import Cycling
import Foundation
import Quantities
import Recording
import TestProtocols

/// Keeps a run: its file, its summary, and what the model knew of Sand's time.
struct RunRecorder {
  private let subject: RunSubject
  private let file: URL
  private let write: (RunEvent) throws -> Void
  private let close: () throws -> Void
  private var summary: RunSummary
  private var trueSandTimes: [Int: Double] = [:]
  private let sandTimeColumn: Int?

  /// Makes the run file; a live run writes it in the background.
  init(_ subject: RunSubject, channel: ChannelCapabilities, file: URL, isLive: Bool) throws {
    let plan = String(decoding: try JSONEncoder().encode(subject.plan), as: UTF8.self)
    let header = RunHeader(
      protocolName: subject.plan.name, protocolText: subject.protocolText, cellName: subject.cellName,
      cellText: subject.cellText, planJSON: plan, channelName: channel.name, softwareVersion: Version.current,
      seed: subject.seed, startedAt: Date(), area: subject.plan.area, modelColumns: channel.modelColumns,
      speed: subject.speed, instrument: subject.instrument, host: ProcessInfo.processInfo.hostName,
      secondsFromUTC: TimeZone.current.secondsFromGMT())
    (self.subject, self.file) = (subject, file)
    let writer = try RunFile.Writer(creating: file, header: header)
    if isLive {
      let background = BackgroundWriter(writer)
      (write, close) = (background.record, background.close)
    } else {
      (write, close) = (writer.record, writer.close)
    }
    summary = RunSummary(area: subject.plan.area)
    sandTimeColumn = channel.modelColumns.firstIndex { $0.name == "true_sand_time_s" }
  }

  mutating func record(_ event: RunEvent) throws {
    try write(event)
    summary.observe(event)
    if case .reading(let recorded) = event, let column = sandTimeColumn, recorded.modelState.count > column,
      recorded.modelState[column].isFinite
    {
      trueSandTimes[recorded.stepCount] = recorded.modelState[column]
    }
  }

  func finish(_ end: RunEnd) throws -> RunReport {
    try close()
    return RunReport(
      file: file.relativePath, protocolName: subject.plan.name,
      cellName: subject.cellName.isEmpty ? nil : subject.cellName, seed: subject.seed, end: end,
      summary: summary, trueSandTimes: trueSandTimes)
  }
}
