public import Cycling
public import Detection

/// Drives a run on a simulated channel as fast as it goes: one tight loop, no clock, no waiting.
public struct FastShell<Channel: SimulatedChannel>: Sendable {
  /// The run machine, with its snapshot.
  public private(set) var machine: RunMachine
  /// The detectors, with their memory.
  public private(set) var detectors: DetectorBank
  /// The channel, with its cell.
  public private(set) var channel: Channel

  /// A shell around a machine, its detectors and its channel.
  public init(machine: RunMachine, detectors: DetectorBank, channel: Channel) {
    (self.machine, self.detectors, self.channel) = (machine, detectors, channel)
  }

  /// Runs to the end, or until `interruption` gives a reason to stop; the cell is open afterwards on every path.
  ///
  /// `observe` sees every reading, also those that the record rule thins out. An error thrown by `listen` ends the run
  /// as a fault and is thrown on.
  public mutating func run(
    listen: (RunEvent) throws -> Void, observe: (RunProgress) -> Void, interruption: () -> String?
  ) throws -> RunEnd {
    do {
      try perform(machine.handle(.begin), listen: listen)
      while let due = machine.due {
        if let reason = interruption() {
          try perform(machine.handle(.stopRequested(reason: reason)), listen: listen)
          break
        }
        let reading = channel.advance(by: due.after, within: due.window)
        let alarms = detectors.observe(reading.reading)
        let actions = machine.handle(.reading(reading, alarms: alarms))
        observe(machine.progress(at: reading.reading, forecast: detectors.sandForecast))
        try perform(actions, listen: listen)
      }
    } catch {
      channel.apply(.open)
      _ = machine.handle(.fault(reason: "\(error)"))
      throw error
    }
    guard let end = machine.end else { preconditionFailure("a run without a due reading has ended") }
    return end
  }

  private mutating func perform(_ actions: [RunMachine.Action], listen: (RunEvent) throws -> Void) throws {
    for action in actions {
      switch action {
      case .apply(let setpoint): channel.apply(setpoint)
      case .makeSafe: channel.apply(.open)
      case .emit(let event): try listen(event)
      }
    }
  }
}
