public import Cycling
import Detection
import Drivers
public import Foundation
import Recording
public import Runner
public import TestProtocols
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

  private let start: RunSnapshot
  private let channel: VirtualChannel
  private let recorder: @Sendable (_ isLive: Bool) throws -> RunRecorder
  /// What follows from the file of a run that was cut off, and is not in it.
  private let missing: [RunEvent]
  private let interruption: RunInterruption?
  /// The step it goes on with, as people know it: "3 plate (slow)"; nil where it has yet to begin.
  public var stepUnderWay: String? { start.machine.step.map { "\($0.step.number) \($0.step.name)" } }
  /// Whether it goes on in a pause, which only a person can end.
  public var isPaused: Bool { start.machine.waitsForPerson }
  /// What is run.
  public let plan: Plan
  /// The cell it is run on.
  public let cell: NamedCell
  /// Seed of the cell's noise and its shorts.
  public let seed: UInt64

  /// A run that will be recorded in `file`, which must not exist yet.
  public init(
    _ run: PreparedRun, seed: UInt64, recordingIn file: URL, speed: Speed = .max,
    options: RecordingOptions = RecordingOptions()
  ) {
    let channel = VirtualChannel(cell: VirtualCell(profile: run.cell.profile, seed: seed))
    (start, self.channel) = (RunSnapshot(before: run.plan, on: run.cell), channel)
    recorder = { isLive in
      let header = try RunHeader(
        run, channel: channel.capabilities, seed: seed, speed: speed, notes: options.notes)
      return try RunRecorder(creating: file, header: header, options: options, isLive: isLive)
    }
    (missing, interruption, plan, cell) = ([], nil, run.plan, run.cell)
    self.seed = seed
  }

  init(
    from start: RunSnapshot, on channel: VirtualChannel, plan: Plan, cell: NamedCell, seed: UInt64,
    missing: [RunEvent] = [],
    interruption: RunInterruption?, recorder: @escaping @Sendable (_ isLive: Bool) throws -> RunRecorder
  ) {
    (self.start, self.channel, self.plan, self.cell, self.seed) = (start, channel, plan, cell, seed)
    (self.missing, self.interruption, self.recorder) = (missing, interruption, recorder)
  }

  /// Runs to the end at full speed; throws `RecordingError`.
  public func runFast(for audience: Audience) throws -> RunReport {
    var recorder = try recorder(false)
    var shell = FastShell(machine: start.machine, detectors: start.detectors, channel: channel)
    if let interruption, start.machine.step != nil {
      shell = FastShell(continuing: start, channel: channel, after: interruption)
    }
    let end = try shell.run(
      listen: { event in
        // The recorder journals an interruption where the file ends, not where the state was stored.
        if case .journal(let entry) = event, entry.kind == .interrupted { return }
        let isNew = !recorder.isRetracing
        try recorder.record(event)
        if isNew { audience.listen(event) }
      },
      checkpoint: { shell in
        guard recorder.wantsState else { return }
        _ = try recorder.checkpoint(RunState(run: shell.snapshot, channel: shell.channel))
      },
      observe: { progress in
        if !recorder.isRetracing { audience.observe(progress) }
      }, control: audience.control)
    return try recorder.finish(end)
  }

  /// Runs to the end at a multiple of real time; throws `RecordingError`.
  public func runLive(speed: Double, for audience: Audience) async throws -> RunReport {
    let patience = Duration.seconds(0.1 * speed)
    var recorder = try recorder(true)
    // Behind the making of the file: the cell's time and the shell's must begin together, or each reading comes late by the difference.
    let clock = ScaledClock(speed: speed)
    let channel = LiveVirtualChannel(self.channel, clock: clock)
    func tell(_ event: RunEvent) throws {
      try recorder.record(event)
      audience.listen(event)
    }
    for event in missing { try tell(event) }
    var shell =
      if let interruption {
        LiveShell(continuing: start, channel: channel, clock: clock, after: interruption, patience: patience)
      } else {
        LiveShell(
          machine: start.machine, detectors: start.detectors, channel: channel, clock: clock,
          patience: patience)
      }
    let end = try await shell.run(
      listen: tell,
      checkpoint: { shell in
        let state =
          recorder.wantsState ? RunState(run: shell.snapshot, channel: await channel.snapshot) : nil
        return [try recorder.checkpoint(state)].compactMap { $0 }
      },
      observe: { progress in
        recorder.observe(progress.reading)
        audience.observe(progress)
      }, control: audience.control)
    return try recorder.finish(end)
  }
}

extension RunState {
  /// The state before a run.
  init(freshOn cell: NamedCell, plan: Plan, seed: UInt64) {
    self.init(
      run: RunSnapshot(before: plan, on: cell),
      channel: VirtualChannel(cell: VirtualCell(profile: cell.profile, seed: seed)))
  }
}

extension RunHeader {
  /// What a run file says of a virtual run that starts now.
  fileprivate init(
    _ run: PreparedRun, channel: ChannelCapabilities, seed: UInt64, speed: VirtualRun.Speed, notes: String
  ) throws {
    let plan = String(decoding: try JSONEncoder().encode(run.plan), as: UTF8.self)
    self.init(
      protocolName: run.plan.name, protocolText: run.protocolText, cellName: run.cell.name, cellText: run.cell.text,
      planJSON: plan, channelName: channel.name, softwareVersion: Version.current, seed: seed, startedAt: Date(),
      area: run.plan.area, modelColumns: channel.modelColumns, notes: notes,
      speed: { if case .times(let speed) = speed { speed } else { nil } }(),
      host: ProcessInfo.processInfo.hostName, secondsFromUTC: TimeZone.current.secondsFromGMT())
  }
}
