import Cycling
import Drivers
public import Foundation
import Quantities
import Recording
import Runner
import TestProtocols
import VirtualCell

extension VirtualRun {
  /// A virtual run that was cut off, to go on where its file ends; and how fast it went.
  ///
  /// At full speed it is done once more from the last state stored, which gives the same to the last bit, and goes on
  /// from there. In real time machine and detectors hear again what they heard since, and the cell rested meanwhile.
  /// Throws what opening the file can bring, `ended`, or `cannotGoOn`.
  public static func resuming(
    _ file: URL, options: RecordingOptions = RecordingOptions()
  ) throws -> (run: VirtualRun, speed: Speed) {
    let reader = try RunFile.Reader(opening: file)
    let path = file.path
    if try reader.end() != nil { throw RecordingError.ended(path: path) }
    let header = reader.header
    guard let seed = header.seed, header.instrument == nil else {
      throw RecordingError.cannotGoOn(path: path, reason: "it was not taken on a virtual cell")
    }
    guard let plan = try? JSONDecoder().decode(Plan.self, from: Data(header.planJSON.utf8)),
      let cell = try header.cell
    else { throw RecordingError.cannotGoOn(path: path, reason: "its plan or its cell cannot be read") }
    guard reader.schemaVersion >= 3 else {
      throw RecordingError.cannotGoOn(path: path, reason: "it was written by a version that stored no state")
    }

    let snapshot = try reader.snapshot()
    let stored = snapshot.flatMap { RunState($0) }
    let position = stored == nil ? RunFile.Position() : snapshot?.position ?? RunFile.Position()
    let state = stored ?? RunState(freshOn: cell, plan: plan, seed: seed)
    guard let channel = state.channel else {
      throw RecordingError.cannotGoOn(path: path, reason: "its state has no virtual cell")
    }
    let gap = try reader.timeSinceLastCommit()
    guard let speed = header.speed else {
      let retrace = try RunFile.Retrace(of: reader, after: position)
      let run = VirtualRun(
        from: state.run, on: channel, plan: plan, cell: cell, seed: seed,
        interruption: RunInterruption(gap: gap, cellWasOpened: false)
      ) { isLive in
        try RunRecorder(continuing: reader, options: options, isLive: isLive, retrace: retrace)
      }
      return (run, .max)
    }
    var heard = CaughtUpRun(state)
    try heard.hear(reader.inputs(after: position), isFromStart: stored == nil)
    let run = VirtualRun(
      from: heard.state.run, on: heard.state.channel ?? channel, plan: plan, cell: cell, seed: seed,
      missing: heard.missing,
      interruption: RunInterruption(gap: gap, cellWasOpened: true)
    ) { isLive in
      try RunRecorder(continuing: reader, options: options, isLive: isLive, retrace: nil)
    }
    return (run, .times(speed))
  }
}

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
