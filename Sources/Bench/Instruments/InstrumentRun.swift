public import Cycling
import Detection
import Drivers
public import Foundation
import Quantities
import Recording
import Runner
public import TestProtocols

/// A protocol on an instrument, watched by a supervisor and recorded in a run file.
public struct InstrumentRun: Sendable {
  /// How long the supervisor waits for a sign of life beyond the next reading, s: above what a driver takes to recover a line.
  private static let patience = 15.0

  private let run: PreparedInstrumentRun
  private let speed: Double
  private let start: RunSnapshot
  /// What follows from the file of a run that was cut off, and is not in it.
  private let missing: [RunEvent]
  private let interruption: RunInterruption?
  private let recorder: @Sendable (ChannelCapabilities) throws -> RunRecorder

  /// A run that will be recorded in `file`, which must not exist yet, `speed` times as fast as real time, which only an emulated
  /// instrument can follow.
  public init(
    _ run: PreparedInstrumentRun, recordingIn file: URL, speed: Double = 1,
    options: RecordingOptions = RecordingOptions()
  ) {
    self.init(run, speed: speed, from: RunSnapshot(before: run.plan, on: run.cell)) { capabilities in
      let header = try RunHeader(run, channel: capabilities, speed: speed, options: options)
      return try RunRecorder(creating: file, header: header, options: options, isLive: true)
    }
  }

  init(
    _ run: PreparedInstrumentRun, speed: Double, from start: RunSnapshot, missing: [RunEvent] = [],
    after interruption: RunInterruption? = nil,
    recorder: @escaping @Sendable (ChannelCapabilities) throws -> RunRecorder
  ) {
    (self.run, self.speed, self.start, self.missing) = (run, speed, start, missing)
    (self.interruption, self.recorder) = (interruption, recorder)
  }

  /// What is run.
  public var plan: Plan { run.plan }
  /// Whether it goes on in a pause, which only a person can end.
  public var isPaused: Bool { start.machine.waitsForPerson }
  /// The step that was under way when it was cut off; nil where it begins.
  public var stepUnderWay: String? { start.machine.step.map { "\($0.step.number) \($0.step.name)" } }
  /// Where it is run.
  public var target: InstrumentTarget { run.target }
  /// What it depends on besides, as its run file says.
  public var surroundings: [String: String] { run.surroundings }

  /// Runs to the end.
  ///
  /// The cell is open when this returns or throws, or else the supervisor is left to go on trying. Throws `RecordingError`,
  /// `ChannelError` when the instrument cannot be had, `SupervisorGone`, and what `mayEnergise` throws.
  ///
  /// - Parameters:
  ///   - supervisor: hears signs of life, and is let go when the cell is open.
  ///   - mayEnergise: sees the open cell before anything is applied; throws where it shall stay open.
  public func run(
    watchedBy supervisor: Supervisor, for audience: VirtualRun.Audience,
    mayEnergise: (ChannelReading) throws -> Void = { _ in }
  ) async throws -> RunReport {
    let clock = ScaledClock(speed: speed)
    let channel: any InstrumentChannel
    do {
      let limits = run.plan.limits(on: target.device)
      channel = try await Instruments.open(target.device.profile, at: target.address, limits: limits, clock: clock)
    } catch {
      supervisor.dismiss()
      throw error
    }
    do {
      if interruption != nil {
        try supervisor.isWell(for: 3600)
        // At rest, as in a pause: only so can every instrument measure.
        try await channel.apply(.open)
        try mayEnergise(try await channel.read())
      }
      let report = try await record(on: channel, clock, supervisor, audience)
      await settle(channel, supervisor)
      return report
    } catch {
      await settle(channel, supervisor)
      throw error
    }
  }

  private func record(
    on instrument: any InstrumentChannel, _ clock: ScaledClock, _ supervisor: Supervisor,
    _ audience: VirtualRun.Audience
  ) async throws -> RunReport {
    var recorder = try recorder(instrument.capabilities)
    // Behind the opening of the file: the channel's time and the shell's must begin together, or each reading comes late by the
    // difference.
    let channel: any CyclerChannel =
      interruption == nil ? instrument : try await LaterChannel(instrument, from: start.machine.time)
    func tell(_ event: RunEvent) throws {
      try recorder.record(event)
      audience.listen(event)
    }
    for event in missing { try tell(event) }
    let patience = Duration.seconds(0.1 * speed)
    var shell =
      if let interruption {
        LiveShell(continuing: start, channel: channel, clock: clock, after: interruption, patience: patience)
      } else {
        LiveShell(
          machine: start.machine, detectors: start.detectors, channel: channel, clock: clock, patience: patience)
      }
    var delay = ReadingDelay()
    let end = try await shell.run(
      listen: tell,
      checkpoint: { shell in
        let next = (shell.machine.due?.after.si ?? 0) / speed
        try supervisor.isWell(for: Self.patience + next)
        let state = recorder.wantsState ? RunState(run: shell.snapshot, channel: nil) : nil
        let late = delay.alarm(at: .now, next: next, time: shell.machine.time)
        return [try recorder.checkpoint(state), late].compactMap { $0 }
      },
      observe: { progress in
        recorder.observe(progress.reading)
        audience.observe(progress)
      }, control: audience.control)
    return try recorder.finish(end)
  }

  /// Opens the cell once more and lets the supervisor go; where that fails the supervisor takes over.
  private func settle(_ channel: any InstrumentChannel, _ supervisor: Supervisor) async {
    let isOpen = (try? await channel.makeSafe()) != nil
    await channel.close()
    if isOpen { supervisor.dismiss() } else { supervisor.takeOver() }
  }
}
