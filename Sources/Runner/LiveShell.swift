public import Cycling
public import Detection
import Quantities

/// Drives a run on a live channel: waits for each reading's time on a clock, then asks the channel.
///
/// The clock is the run's own: at sixty-fold speed its seconds are a sixtieth as long.
public struct LiveShell<RunClock: Clock>: Sendable where RunClock.Duration == Duration {
  /// What is needed to go on from here; a virtual channel has a snapshot of its own.
  public private(set) var snapshot: RunSnapshot
  private let channel: any CyclerChannel
  private let clock: RunClock
  private let patience: Duration
  private var interruption: RunInterruption?

  /// A shell around a machine, its detectors and its channel; a command waits at most `patience`, on the clock.
  public init(
    machine: RunMachine, detectors: DetectorBank, channel: any CyclerChannel, clock: RunClock,
    patience: Duration = .seconds(1)
  ) {
    snapshot = RunSnapshot(machine: machine, detectors: detectors)
    (self.channel, self.clock, self.patience) = (channel, clock, patience)
  }

  /// A shell that goes on from a snapshot; `run` first journals the interruption.
  ///
  /// Test time goes on at `snapshot.machine.time`, and the channel has to tell times from there on. Establish the state
  /// of the cell before: with `cellWasOpened` the shell energises it as the step wants it.
  public init(
    continuing snapshot: RunSnapshot, channel: any CyclerChannel, clock: RunClock, after interruption: RunInterruption,
    patience: Duration = .seconds(1)
  ) {
    (self.snapshot, self.interruption) = (snapshot, interruption)
    (self.channel, self.clock, self.patience) = (channel, clock, patience)
  }

  /// The run machine.
  public var machine: RunMachine { snapshot.machine }

  /// Runs to the end, or until `control` says stop; the cell is made safe on every path.
  ///
  /// A command is obeyed behind a reading taken for it, so that time and charge are counted up to the moment.
  /// `checkpoint` is called behind each reading and its events with the shell as it then is: take its `snapshot` when a
  /// batch is committed. What it returns, as that the disk is slow, is heard like what a detector says. A lost channel ends
  /// the run as a fault. An error thrown by `listen` or `checkpoint`, as by a recorder on a full disk, makes the cell safe
  /// first, ends the run as a fault and is thrown on.
  public mutating func run(
    listen: (RunEvent) throws -> Void, checkpoint: (LiveShell) async throws -> [Alarm] = { _ in [] },
    observe: (RunProgress) -> Void, control: RunControl = RunControl()
  ) async throws -> RunEnd {
    let origin = clock.now.advanced(by: .seconds(-machine.time.si))
    do {
      try await perform(snapshot.begin(after: interruption), listen: listen)
      var command = control.next()
      while let due = snapshot.machine.due {
        if command == nil { command = try await wait(for: due, since: origin, control: control) }
        let outcome = snapshot.take(try await channel.read())
        observe(outcome.progress)
        try await perform(outcome.actions, listen: listen)
        while let next = command {
          let (actions, answer) = snapshot.obey(next)
          try await perform(actions, listen: listen)
          control.answer(next, answer)
          // A signal stays: once the run is over, nobody is asked any more.
          command = snapshot.machine.end == nil ? control.next() : nil
        }
        let said = try await checkpoint(self)
        if !said.isEmpty { try await perform(snapshot.hear(said), listen: listen) }
      }
    } catch let error as ChannelError {
      let isSafe = await makeSafe()
      let reason =
        "\(error.words); " + (isSafe ? "the cell is open now" : "whether the cell is open is NOT known: look at it")
      for case .emit(let event) in snapshot.machine.handle(.fault(reason: reason)) { try listen(event) }
    } catch {
      _ = await makeSafe()
      _ = snapshot.machine.handle(.fault(reason: "\(error)"))
      throw error
    }
    guard let end = machine.end else { preconditionFailure("a run without a due reading has ended") }
    return end
  }

  /// Waits for the test time at which a reading is due, or until somebody commands; the first of a step is due at once.
  private func wait(
    for due: ReadingDue, since origin: RunClock.Instant, control: RunControl
  ) async throws -> RunCommand? {
    let moment = origin.advanced(by: .seconds((machine.time + due.after).si))
    while true {
      if let command = control.next() { return command }
      let now = clock.now
      guard now < moment, due.after.si > 0 else { return nil }
      try await clock.sleep(until: min(moment, now.advanced(by: patience)), tolerance: .zero)
    }
  }

  private func makeSafe() async -> Bool {
    do {
      try await channel.makeSafe()
      return true
    } catch { return false }
  }

  /// Opens the cell first where that is wanted; everything else in its order, so that what is energised is on record.
  private func perform(_ actions: [RunMachine.Action], listen: (RunEvent) throws -> Void) async throws {
    if actions.contains(.makeSafe) { try await channel.makeSafe() }
    if actions.contains(.apply(.open)) { try await channel.apply(.open) }
    for action in actions {
      switch action {
      case .apply(.open), .makeSafe: break
      case .apply(let setpoint): try await channel.apply(setpoint)
      case .emit(let event): try listen(event)
      }
    }
  }
}
