public import Cycling
public import Detection

/// Drives a run on a simulated channel as fast as it goes: one tight loop, no clock, no waiting.
public struct FastShell<Channel: SimulatedChannel>: Sendable {
  /// What is needed to go on from here, with `channel` beside it.
  public private(set) var snapshot: RunSnapshot
  /// The channel, with its cell.
  public private(set) var channel: Channel
  private var interruption: RunInterruption?

  /// A shell around a machine, its detectors and its channel.
  public init(machine: RunMachine, detectors: DetectorBank, channel: Channel) {
    snapshot = RunSnapshot(machine: machine, detectors: detectors)
    self.channel = channel
  }

  /// A shell that goes on from a snapshot and the channel as it was then; `run` first journals the interruption.
  public init(continuing snapshot: RunSnapshot, channel: Channel, after interruption: RunInterruption) {
    (self.snapshot, self.channel, self.interruption) = (snapshot, channel, interruption)
  }

  /// The run machine.
  public var machine: RunMachine { snapshot.machine }

  /// Runs to the end, or until `control` says stop; the cell is open afterwards on every path.
  ///
  /// `observe` sees every reading, also those that the record rule thins out. `checkpoint` is called behind each reading
  /// and its events with the shell as it then is: take `snapshot` and `channel` from it when a batch is committed. An
  /// error thrown by `listen` or `checkpoint` ends the run as a fault and is thrown on. At full speed nobody can be
  /// waited for: a pause that only a person could end ends the run.
  public mutating func run(
    listen: (RunEvent) throws -> Void, checkpoint: (FastShell) throws -> Void = { _ in },
    observe: (RunProgress) -> Void, control: RunControl = RunControl()
  ) throws -> RunEnd {
    do {
      try perform(snapshot.begin(after: interruption), listen: listen)
      while let due = snapshot.machine.due {
        // What is due may be another thing behind a command.
        if try obey(control, listen: listen) { continue }
        if snapshot.machine.waitsForPerson {
          try perform(snapshot.machine.handle(.stopRequested(reason: Self.nobodyResumes)), listen: listen)
          break
        }
        let outcome = snapshot.take(channel.advance(by: due.after, within: due.window))
        observe(outcome.progress)
        try perform(outcome.actions, listen: listen)
        try checkpoint(self)
      }
    } catch {
      channel.apply(.open)
      _ = snapshot.machine.handle(.fault(reason: "\(error)"))
      throw error
    }
    guard let end = snapshot.machine.end else { preconditionFailure("a run without a due reading has ended") }
    return end
  }

  private static var nobodyResumes: String {
    "paused, and at full speed nobody can resume: use --speed 1, or pause for a time"
  }

  /// Does what a person said; whether there was anything.
  private mutating func obey(_ control: RunControl, listen: (RunEvent) throws -> Void) throws -> Bool {
    guard let command = control.next() else { return false }
    let (actions, answer) = snapshot.obey(command)
    try perform(actions, listen: listen)
    control.answer(command, answer)
    return true
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
