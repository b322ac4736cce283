public import Cycling
public import Detection
public import Quantities

/// Everything that is needed to go on with a run in the midst of a step, but for the channel.
///
/// Commit it together with the readings it has seen. A virtual run needs its `VirtualChannel` beside it, taken at the
/// same moment; then it goes on to the last bit as if it had never stopped. A snapshot is small (the size of the plan and
/// of the detectors' memory); encode it when a batch is committed, not at every reading.
public struct RunSnapshot: Codable, Sendable {
  /// The run machine: plan, step, charge, time, cycle, loops, pause, end.
  public var machine: RunMachine
  /// The detectors with their memory.
  public var detectors: DetectorBank
  /// Where the alarms stand.
  public var alarms: AlarmBook

  /// A snapshot from its parts.
  public init(machine: RunMachine, detectors: DetectorBank, alarms: AlarmBook = AlarmBook()) {
    (self.machine, self.detectors, self.alarms) = (machine, detectors, alarms)
  }
}

/// What happened between a snapshot and going on from it.
public struct RunInterruption: Hashable, Codable, Sendable {
  /// How long the program was gone; nil where nobody knows.
  public var gap: Quantity<Time>?
  /// Whether the cell was open meanwhile, as on an instrument: then what the step holds is applied anew. A virtual cell
  /// that was stored with the snapshot has not noticed anything.
  public var cellWasOpened: Bool

  /// An interruption from its parts.
  public init(gap: Quantity<Time>?, cellWasOpened: Bool) { (self.gap, self.cellWasOpened) = (gap, cellWasOpened) }
}

// What both shells do between a reading and the actions.
extension RunSnapshot {
  /// What follows from a reading.
  public struct Outcome: Sendable {
    /// What is to be done and told, in order: what the machine wants, and how the alarms change their states.
    public var actions: [RunMachine.Action]
    /// Where the run is.
    public var progress: RunProgress
  }

  /// What the machine hears first: the beginning, or that it was gone.
  mutating func begin(after interruption: RunInterruption?) -> [RunMachine.Action] {
    guard let interruption, machine.step != nil else { return machine.end == nil ? machine.handle(.begin) : [] }
    return machine.handle(.interrupted(gap: interruption.gap, cellWasOpened: interruption.cellWasOpened))
  }

  /// Takes a reading: the detectors speak, the machine decides, the alarm book follows.
  ///
  /// The same readings in the same order give the same to the last bit, so that a recorder may let a state hear again what
  /// it has on file.
  public mutating func take(_ taken: ChannelReading) -> Outcome {
    var reading = taken
    reading.reading.flags.formUnion(machine.marks)
    let said = detectors.observe(reading.reading)
    let forecast = detectors.sandForecast
    let step = machine.stepCount
    let decided = machine.handle(.reading(reading, alarms: said))
    let changes = alarms.pass(to: reading.reading, forecast: forecast, step: step)
    let actions = withAlarmChanges(decided)
    return Outcome(
      actions: changes.isEmpty ? actions : changes.map { .emit(.alarmChanged($0)) } + actions,
      progress: machine.progress(at: reading.reading, forecast: forecast))
  }

  /// Takes what somebody else than the detectors has to say, as a recorder whose disk is slow: the machine reacts as the
  /// protocol wants, the alarm book follows.
  public mutating func hear(_ said: [Alarm]) -> [RunMachine.Action] { withAlarmChanges(machine.handle(.said(said))) }

  /// The actions with how the alarms in them change their states.
  private mutating func withAlarmChanges(_ actions: [RunMachine.Action]) -> [RunMachine.Action] {
    guard actions.contains(where: \.tellsAlarm) else { return actions }
    return actions.flatMap { action -> [RunMachine.Action] in
      guard case .emit(.alarm(let alarm, _)) = action else { return [action] }
      return [action] + alarms.take(alarm).map { .emit(.alarmChanged($0)) }
    }
  }

  /// Does again what a person did about an alarm, as a run file tells it.
  public mutating func hear(_ change: AlarmChange) { alarms.redo(change) }

  /// Does what a person said: what is to be done and told, and the answer.
  mutating func obey(_ command: RunCommand) -> (actions: [RunMachine.Action], answer: RunAnswer) {
    switch command {
    case .acknowledge(let kind): return told(alarms.acknowledge(kind), else: "nothing waits to be acknowledged")
    case .reset(let kind): return told(alarms.reset(kind), else: "nothing is latched: acknowledge what stands first")
    case .shelve(let kind, let time):
      return told(alarms.shelve(kind, for: time), else: "a trip cannot be shelved, nor what is out of service")
    case .unshelve(let kind): return told(alarms.unshelve(kind), else: "it is not shelved")
    case .takeOutOfService(let kind):
      return told(alarms.takeOutOfService(kind), else: "a trip cannot be taken out of service, nor what is out already")
    case .returnToService(let kind): return told(alarms.returnToService(kind), else: "it is in service")
    case .listAlarms: return ([], .alarms(alarms))
    case .stop, .abort, .pause, .resume, .note: return machine.obey(command)
    }
  }

  private func told(_ changes: [AlarmChange], else refusal: String) -> ([RunMachine.Action], RunAnswer) {
    (changes.map { .emit(.alarmChanged($0)) }, changes.isEmpty ? .refused(refusal) : .done)
  }
}

extension RunMachine.Action {
  /// Whether a detector or a limit speaks by it.
  fileprivate var tellsAlarm: Bool { if case .emit(.alarm) = self { true } else { false } }
}
