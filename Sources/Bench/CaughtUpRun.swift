import Cycling
import Drivers
import Quantities
import Recording
import Runner

/// A live run that hears again what it heard between its last state stored and its end.
struct CaughtUpRun {
  private(set) var state: RunState
  /// Events that follow from what was heard and were not committed any more.
  private(set) var missing: [RunEvent] = []

  init(_ state: RunState) { self.state = state }

  mutating func hear(_ inputs: [RunFile.Input], isFromStart: Bool) throws {
    if isFromStart { perform(state.run.machine.handle(.begin)) }
    for input in inputs {
      switch input {
      case .reading(let reading): hear(reading)
      case .event(let event):
        // An event on file is one of those that follow from what was heard, or what was heard itself.
        if case .journal(let entry) = event, !missing.contains(event) { hear(entry) }
        if case .alarm(let alarm, _) = event, !missing.contains(event) { perform(state.run.hear([alarm])) }
        if case .alarmChanged(let change) = event, !missing.contains(event) { state.run.hear(change) }
        if let index = missing.firstIndex(of: event) { missing.remove(at: index) }
      }
    }
    // Readings are on file whenever what follows from them is asked for.
    missing.removeAll { if case .reading = $0 { true } else { false } }
  }

  private mutating func hear(_ reading: Reading) {
    if let channel = state.channel, reading.time > channel.time {
      _ = state.channel?.advance(by: reading.time - channel.time, within: ReadingWindow())
    }
    perform(state.run.take(ChannelReading(reading: reading)).actions)
  }

  private mutating func hear(_ entry: JournalEntry) {
    switch entry.kind {
    case .paused: perform(state.run.machine.handle(.pauseRequested(reason: entry.words)))
    case .resumed: perform(state.run.machine.handle(.resumeRequested(reason: entry.words)))
    case .interrupted:
      perform(state.run.machine.handle(.interrupted(gap: entry.duration, cellWasOpened: true)))
    // What the protocol did follows from readings; what else a person said is stored with the state.
    case .reaction, .command: break
    }
  }

  private mutating func perform(_ actions: [RunMachine.Action]) {
    for action in actions {
      switch action {
      case .apply(let setpoint): state.channel?.apply(setpoint)
      case .makeSafe: state.channel?.apply(.open)
      case .emit(let event): missing.append(event)
      }
    }
  }
}
