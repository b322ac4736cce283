import Cycling
import Detection
import DeviceProfiles
public import Documents
import Foundation
import Quantities
import Recording
import Runner
public import TestProtocols

/// A protocol resolved for a cell on an instrument, which can do all of it.
public struct PreparedInstrumentRun: Sendable {
  /// What will be run.
  public let plan: Plan
  /// The protocol to the letter.
  public let protocolText: String
  /// What is known of the cell; nil where only the protocol says something of it.
  public let cell: NamedCell?
  /// Where it will be run.
  public let target: InstrumentTarget
  /// What the run depends on besides, as `chamber`, `chamber port` and so on: kept with the instrument's identity, for the one who resumes it.
  public var surroundings: [String: String] = [:]
}

extension ShippedFiles {
  /// Reads protocol and cell, and asks whether the instrument can do all of it; throws every fault in them.
  ///
  /// No cell is ever guessed for an instrument: without one the protocol has to name the area itself.
  public func prepare(_ request: RunRequest, on target: InstrumentTarget) throws(Diagnostics) -> PreparedInstrumentRun {
    let document = try ProtocolDocument.read(try path(of: request.protocolName, on: .protocols))
    let cell: NamedCell? = if let name = request.cellName { try self.cell(named: name) } else { nil }
    let plan = try plan(of: document, for: cell)
    try InstrumentFit(plan, on: target.device, place: Place(file: document.file)).check()
    return PreparedInstrumentRun(plan: plan, protocolText: document.text, cell: cell, target: target)
  }
}

extension RunHeader {
  /// What a run file says of a run on an instrument that starts now.
  init(_ run: PreparedInstrumentRun, channel: ChannelCapabilities, speed: Double, options: RecordingOptions) throws {
    let plan = String(decoding: try JSONEncoder().encode(run.plan), as: UTF8.self)
    let device = run.target.device
    self.init(
      protocolName: run.plan.name, protocolText: run.protocolText, cellName: run.cell?.name ?? "",
      cellText: run.cell?.text ?? "", planJSON: plan, channelName: channel.name, softwareVersion: Version.current,
      seed: nil, startedAt: Date(), area: run.plan.area, notes: options.notes, speed: speed,
      instrument: InstrumentRecord(
        profileName: device.name, profileText: device.text, place: "\(run.target.address)",
        identity: run.surroundings.merging(["model": device.model.name]) { $1 },
        calibration: options.calibration.isEmpty ? [:] : ["stated": options.calibration]),
      host: ProcessInfo.processInfo.hostName, secondsFromUTC: TimeZone.current.secondsFromGMT())
  }
}
