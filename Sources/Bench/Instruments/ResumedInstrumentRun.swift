import Cycling
import DeviceProfiles
import Documents
import Drivers
public import Foundation
import Quantities
import Recording
import Runner
import TestProtocols

extension InstrumentRun {
  /// A run on an instrument that was cut off, to go on in the same step where its file ends.
  ///
  /// Machine and detectors hear again what they heard since the last state stored. Throws what opening the file can bring, `ended`, or
  /// `cannotGoOn`.
  public static func resuming(
    _ file: URL, options: RecordingOptions = RecordingOptions()
  ) throws -> InstrumentRun {
    let reader = try RunFile.Reader(opening: file)
    let (path, header) = (file.path, reader.header)
    if try reader.end() != nil { throw RecordingError.ended(path: path) }
    guard let instrument = header.instrument, let target = try? InstrumentTarget(instrument) else {
      throw RecordingError.cannotGoOn(path: path, reason: "its instrument cannot be read")
    }
    guard let plan = try? JSONDecoder().decode(Plan.self, from: Data(header.planJSON.utf8)) else {
      throw RecordingError.cannotGoOn(path: path, reason: "its plan cannot be read")
    }
    var prepared = PreparedInstrumentRun(
      plan: plan, protocolText: header.protocolText, cell: try header.cell, target: target)
    prepared.surroundings = instrument.identity
    let snapshot = try reader.snapshot()
    let stored = snapshot.flatMap { RunState($0) }
    let position = stored == nil ? RunFile.Position() : snapshot?.position ?? RunFile.Position()
    let before = RunSnapshot(before: prepared.plan, on: prepared.cell)
    var heard = CaughtUpRun(stored ?? RunState(run: before, channel: nil))
    try heard.hear(reader.inputs(after: position), isFromStart: stored == nil)
    let interruption = RunInterruption(gap: try reader.timeSinceLastCommit(), cellWasOpened: true)
    return InstrumentRun(
      prepared, speed: header.speed ?? 1, from: heard.state.run, missing: heard.missing, after: interruption
    ) { _ in
      try RunRecorder(continuing: reader, options: options, isLive: true, retrace: nil)
    }
  }
}

extension InstrumentTarget {
  /// The instrument that a run file names, as its profile was then; throws where that cannot be read any more.
  fileprivate init(_ record: InstrumentRecord) throws(Diagnostics) {
    let profile = try DeviceProfile.parse(yaml: record.profileText, file: record.profileName)
    guard let model = profile.models.first(where: { $0.name == record.identity["model"] }) ?? profile.models.first
    else {
      throw Diagnostics(Diagnostic("the profile \(record.profileName) has no model"))
    }
    self.init(
      NamedDevice(name: record.profileName, profile: profile, model: model, text: record.profileText),
      at: try PortAddress(record.place))
  }
}
