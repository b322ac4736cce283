public import Cycling
public import Detection
import Quantities

/// Drives a run on a live channel: waits for each reading's time on a clock, then asks the channel.
///
/// The clock is the run's own: at sixty-fold speed its seconds are a sixtieth as long.
public struct LiveShell<RunClock: Clock>: Sendable where RunClock.Duration == Duration {
  /// The run machine, with its snapshot.
  public private(set) var machine: RunMachine
  /// The detectors, with their memory.
  public private(set) var detectors: DetectorBank
  private let channel: any CyclerChannel
  private let clock: RunClock

  /// A shell around a machine, its detectors and its channel.
  public init(machine: RunMachine, detectors: DetectorBank, channel: any CyclerChannel, clock: RunClock) {
    (self.machine, self.detectors, self.channel, self.clock) = (machine, detectors, channel, clock)
  }

  /// Runs to the end, or until `interruption` gives a reason to stop; the cell is made safe on every path.
  ///
  /// A lost channel ends the run as a fault; an error thrown by `listen` does too and is thrown on.
  public mutating func run(
    listen: (RunEvent) throws -> Void, observe: (RunProgress) -> Void, interruption: () -> String?
  ) async throws -> RunEnd {
    let origin = clock.now
    do {
      try await perform(machine.handle(.begin), listen: listen)
      while let due = machine.due {
        if let reason = interruption() {
          try await perform(machine.handle(.stopRequested(reason: reason)), listen: listen)
          break
        }
        try await wait(for: due, since: origin)
        let reading = try await channel.read()
        let alarms = detectors.observe(reading.reading)
        let actions = machine.handle(.reading(reading, alarms: alarms))
        observe(machine.progress(at: reading.reading, forecast: detectors.sandForecast))
        try await perform(actions, listen: listen)
      }
    } catch let error as ChannelError {
      try? await channel.makeSafe()
      for case .emit(let event) in machine.handle(.fault(reason: error.words)) { try listen(event) }
    } catch {
      try? await channel.makeSafe()
      _ = machine.handle(.fault(reason: "\(error)"))
      throw error
    }
    guard let end = machine.end else { preconditionFailure("a run without a due reading has ended") }
    return end
  }

  /// Waits for the test time at which a reading is due; the first of a step is due at once.
  private func wait(for due: ReadingDue, since origin: RunClock.Instant) async throws {
    guard let latest = machine.step?.latest else { return }
    try await clock.sleep(until: origin.advanced(by: .seconds((latest.time + due.after).si)), tolerance: .zero)
  }

  private func perform(_ actions: [RunMachine.Action], listen: (RunEvent) throws -> Void) async throws {
    for action in actions {
      switch action {
      case .apply(let setpoint): try await channel.apply(setpoint)
      case .makeSafe: try await channel.makeSafe()
      case .emit(let event): try listen(event)
      }
    }
  }
}
