public import Cycling
import Detection
import Drivers
public import Foundation
public import Runner
import TestProtocols
import VirtualCell

/// A prepared protocol on the virtual cell, recorded in a run file.
public struct VirtualRun: Sendable {
  /// How fast test time goes by.
  public enum Speed: Hashable, Sendable {
    /// As fast as the machine can.
    case max
    /// So many seconds of test time in a second.
    case times(Double)
  }

  /// What listens to a run besides its recorder.
  public struct Audience {
    /// Hears every event.
    public var listen: (RunEvent) -> Void
    /// Sees every reading, kept or not.
    public var observe: (RunProgress) -> Void
    /// A person's hand on the run.
    public var control: RunControl

    /// An audience from its parts.
    public init(
      listen: @escaping (RunEvent) -> Void = { _ in }, observe: @escaping (RunProgress) -> Void = { _ in },
      control: RunControl = RunControl()
    ) {
      (self.listen, self.observe, self.control) = (listen, observe, control)
    }
  }

  private let run: PreparedRun
  private let seed: UInt64
  private let file: URL

  /// A run that will be recorded in `file`, which must not exist yet.
  public init(_ run: PreparedRun, seed: UInt64, recordingIn file: URL) {
    (self.run, self.seed, self.file) = (run, seed, file)
  }

  /// Runs to the end at full speed; throws `RecordingError`.
  public func runFast(for audience: Audience) throws -> RunReport {
    let channel = self.channel
    var recorder = try recorder(for: channel.capabilities, speed: nil)
    var shell = FastShell(machine: RunMachine(plan: run.plan), detectors: detectors, channel: channel)
    let end = try shell.run(
      listen: { event in
        try recorder.record(event)
        audience.listen(event)
      }, observe: audience.observe, control: audience.control)
    return try recorder.finish(end)
  }

  /// Runs to the end at a multiple of real time; throws `RecordingError`.
  public func runLive(speed: Double, for audience: Audience) async throws -> RunReport {
    let clock = ScaledClock(speed: speed)
    let channel = LiveVirtualChannel(self.channel, clock: clock)
    var recorder = try recorder(for: channel.capabilities, speed: speed)
    var shell = LiveShell(
      machine: RunMachine(plan: run.plan), detectors: detectors, channel: channel, clock: clock,
      patience: .seconds(0.1 * speed))
    let end = try await shell.run(
      listen: { event in
        try recorder.record(event)
        audience.listen(event)
      }, observe: audience.observe, control: audience.control)
    return try recorder.finish(end)
  }

  private var channel: VirtualChannel { VirtualChannel(cell: VirtualCell(profile: run.cell.profile, seed: seed)) }

  private var detectors: DetectorBank {
    DetectorBank(configuration: run.cell.detectorConfiguration(safety: run.plan.safety))
  }

  private func recorder(for capabilities: ChannelCapabilities, speed: Double?) throws -> RunRecorder {
    let subject = RunSubject(
      plan: run.plan, protocolText: run.protocolText, cellName: run.cell.name, cellText: run.cell.text, seed: seed,
      speed: speed, instrument: nil)
    return try RunRecorder(subject, channel: capabilities, file: file, isLive: speed != nil)
  }
}
