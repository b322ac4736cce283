public import Cycling
public import Quantities
public import TestProtocols

/// Decides what happens next in a run; knows no clock, no channel and no file.
///
/// Events go in, actions come out, and a shell performs them in their order. The machine is a value: a copy is a
/// snapshot, and a decoded one goes on where it was encoded.
public struct RunMachine: Codable, Sendable {
  /// What a shell reports.
  public enum Event: Sendable {
    /// Begin the first step.
    case begin
    /// A reading was taken, and the detectors said this about it.
    case reading(ChannelReading, alarms: [Alarm])
    /// Somebody else than a detector has something to say: the recorder, the channel.
    case said([Alarm])
    /// A person or a signal wants the run to end tidily.
    case stopRequested(reason: String)
    /// A person or a signal wants the cell open until it is told to go on.
    case pauseRequested(reason: String)
    /// A person wants a paused run to go on.
    case resumeRequested(reason: String)
    /// A person has something to say to the journal.
    case noted(String)
    /// The program was gone, for so long where anybody knows, and goes on from a snapshot; readings may be missing.
    ///
    /// Test time goes on where it stood. With `cellWasOpened`, as on an instrument, what the step holds is applied anew;
    /// a virtual cell that was stored with the snapshot has not noticed anything.
    case interrupted(gap: Quantity<Time>?, cellWasOpened: Bool)
    /// The channel or the recorder failed.
    case fault(reason: String)
  }

  /// What a shell does.
  public enum Action: Hashable, Sendable {
    /// Tell the channel what to hold.
    case apply(Setpoint)
    /// Output off, cell open.
    case makeSafe
    /// Tell everybody who listens.
    case emit(RunEvent)
  }

  /// What is being run.
  public let plan: Plan
  /// The step under way; nil before the run and after it.
  public private(set) var step: StepProgress?
  /// How the run ended; nil until it has.
  public private(set) var end: RunEnd?

  private var position = 0
  private var loopCounts: [Int: Int] = [:]
  /// Count of steps executed so far, from 1; 0 before the first.
  public private(set) var stepCount = 0
  private var jumps = 0
  private var cycles = CycleCounter()
  private var pause: RunPause?
  private var isBehindGap = false
  /// Test time of the latest reading.
  public private(set) var time = Quantity<Time>.zero

  /// A machine at the start of a plan.
  public init(plan: Plan) { self.plan = plan }

  /// When the next reading is due, and what would make it due earlier; nil while no step is under way.
  public var due: ReadingDue? {
    guard let pause else { return step?.due(safety: plan.safety) }
    return step?.due(in: pause, safety: plan.safety)
  }

  /// Whether the cell is open within a step, until somebody resumes or the pause's own time is over.
  public var isPaused: Bool { pause != nil }

  /// Whether only a person can end the pause.
  public var waitsForPerson: Bool { pause.map { $0.until == nil } ?? false }

  /// What the next reading has to be marked with, before detectors and machine see it.
  public var marks: ReadingFlags {
    var marks: ReadingFlags = pause == nil ? [] : .paused
    if isBehindGap { marks.insert(.gap) }
    return marks
  }

  /// Takes an event and says what to do, in order.
  public mutating func handle(_ event: Event) -> [Action] {
    guard end == nil else { return [] }
    switch event {
    case .begin:
      precondition(step == nil, "a run begins once")
      return beginNextStep()
    case .reading(let reading, let alarms):
      return take(reading, alarms: alarms)
    case .said(let alarms):
      return hear(alarms)
    case .stopRequested(let reason):
      return finish(.stopped, reason: reason)
    case .pauseRequested(let reason):
      return pause(for: nil, reason: reason)
    case .resumeRequested(let reason):
      return resume(reason: reason)
    case .noted(let words):
      return [.emit(.journal(entry(.command, words)))]
    case .interrupted(let gap, let cellWasOpened):
      return goOn(behind: gap, cellWasOpened: cellWasOpened)
    case .fault(let reason):
      return finish(.fault, reason: reason)
    }
  }

  private mutating func take(_ taken: ChannelReading, alarms: [Alarm]) -> [Action] {
    var channelReading = taken
    channelReading.reading.flags.formUnion(marks)
    let reading = channelReading.reading
    guard reading.time.isFinite, reading.voltage.isFinite, reading.current.isFinite else {
      return finish(.fault, reason: "the channel returned a reading that is not a number")
    }
    time = max(time, reading.time)
    isBehindGap = false
    if pause != nil { return takePaused(channelReading, alarms: alarms) }
    guard let verdict = step?.judge(reading, alarms: alarms, plan: plan) else { return [] }

    var actions: [Action] = []
    if verdict != .goOn || !alarms.isEmpty || step?.keeps(reading) == true,
      let kept = step?.keep(channelReading, cycle: cycles.count)
    {
      actions.append(.emit(.reading(kept)))
    }
    for alarm in alarms { actions.append(.emit(.alarm(alarm, step: stepCount))) }

    let reaction = step?.reaction(to: alarms)
    switch verdict {
    case .breach(let breach):
      actions.append(.emit(.alarm(breach.alarm, step: stepCount)))
      actions += finish(.tripped, reason: breach.reason)
    case .trip(let kind): actions += finish(.tripped, reason: "\(kind.rawValue) detected")
    case .end(let reason):
      if let reaction, reaction.endsStep {
        actions += perform(reaction)
      } else {
        actions += endStep(reason)
        actions += beginNextStep(pausing: reaction)
      }
    case .goOn, .change:
      if case .change(let setpoint) = verdict { actions.append(.apply(setpoint)) }
      if let reaction { actions += perform(reaction) }
    }
    return actions
  }

  // MARK: Pausing

  private mutating func pause(for duration: Quantity<Time>?, reason: String) -> [Action] {
    guard step != nil, pause == nil else { return [] }
    pause = RunPause(since: time, until: duration.map { time + $0 })
    return [.apply(.open), .emit(.journal(entry(.paused, reason)))]
  }

  private mutating func resume(reason: String) -> [Action] {
    guard let setpoint = step?.setpoint, let pause else { return [] }
    self.pause = nil
    step?.holdAnew()
    return [.emit(.journal(entry(.resumed, reason, lasting: time - pause.since))), .apply(setpoint)]
  }

  /// In a pause only the safety limits count: what the detectors say is recorded, and no end comes.
  private mutating func takePaused(_ channelReading: ChannelReading, alarms: [Alarm]) -> [Action] {
    let reading = channelReading.reading
    pause?.sawReading = true
    let breach = step?.takePaused(reading, safety: plan.safety)
    let isOver = pause?.until.map { reading.time.si >= $0.si * (1 - StepProgress.timeTolerance) } ?? false
    var actions: [Action] = []
    if breach != nil || isOver || !alarms.isEmpty || step?.keepsPaused(reading) == true,
      let kept = step?.keep(channelReading, cycle: cycles.count)
    {
      actions.append(.emit(.reading(kept)))
    }
    actions += alarms.map { .emit(.alarm($0, step: stepCount)) }
    if let breach {
      actions.append(.emit(.alarm(breach.alarm, step: stepCount)))
      actions += finish(.tripped, reason: breach.reason)
    } else if isOver {
      actions += resume(reason: "the pause is over")
    }
    return actions
  }

  private mutating func goOn(behind gap: Quantity<Time>?, cellWasOpened: Bool) -> [Action] {
    guard let setpoint = step?.setpoint else { return [] }
    var actions: [Action] = [.emit(.journal(entry(.interrupted, "the program was gone", lasting: gap)))]
    if cellWasOpened {
      isBehindGap = true
      if pause == nil { step?.holdAnew() }
      actions.append(.apply(pause == nil ? setpoint : .open))
    }
    return actions
  }

  private func entry(
    _ kind: JournalEntry.Kind, _ words: String, lasting duration: Quantity<Time>? = nil
  ) -> JournalEntry {
    JournalEntry(kind: kind, time: time, step: stepCount, words: words, duration: duration)
  }

  private mutating func endStep(_ reason: StepReason) -> [Action] {
    defer {
      step = nil
      position += 1
    }
    return step.map { [.emit(.stepEnded($0.ended(reason)))] } ?? []
  }

  // MARK: Reacting

  /// Records what was said between readings, and reacts; in a pause nothing acts on it.
  private mutating func hear(_ alarms: [Alarm]) -> [Action] {
    guard let step else { return [] }
    let actions: [Action] = alarms.map { .emit(.alarm($0, step: stepCount)) }
    if pause != nil { return actions }
    if let trip = alarms.first(where: { $0.severity == .trip && $0.kind.tripEndsRun }) {
      return actions + finish(.tripped, reason: "\(trip.kind.rawValue) detected")
    }
    let reaction = step.reaction(to: alarms)
    if let reaction, reaction.endsStep { return actions + perform(reaction) }
    if let end = step.end(by: alarms, area: plan.area) {
      return actions + endStep(end) + beginNextStep(pausing: reaction)
    }
    return actions + (reaction.map { perform($0) } ?? [])
  }

  /// Does what the protocol wants when a detector speaks.
  private mutating func perform(_ reaction: EventReaction) -> [Action] {
    let words = reaction.description(area: plan.area)
    switch reaction.reaction {
    case .log: return []
    case .pause(let time): return pause(for: time, reason: words)
    case .reduce(let reduced):
      guard let setpoint = step?.reduce(to: reduced) else { return [] }
      return [.apply(setpoint), .emit(.journal(entry(.reaction, "\(words): \(setpoint.words)")))]
    case .goTo(let target, _):
      jumps += 1
      guard jumps <= Self.mostJumps else {
        return finish(.stopped, reason: "\(Self.mostJumps) jumps were made: \(words)")
      }
      let actions = endStep(StepReason(words: words, isVoltage: false)) + [.emit(.journal(entry(.reaction, words)))]
      // A loop that is left is forgotten; one around both ends counts on.
      loopCounts = loopCounts.filter { again, _ in
        if case .again(let from, _, _) = plan.instructions[again] { from <= target && target <= again } else { false }
      }
      position = target
      return actions + beginNextStep()
    case .stop: return finish(.stopped, reason: words)
    case .abort: return finish(.tripped, reason: words)
    }
  }

  /// Jumps of one run: a protocol that goes back again and again would never end.
  private static let mostJumps = 1000

  /// Begins what comes next; where a detector paused the run at the end of the step before, with the cell open.
  private mutating func beginNextStep(pausing reaction: EventReaction? = nil) -> [Action] {
    guard let next = nextStep() else { return finish(.completed, reason: "all steps done") }
    stepCount += 1
    cycles.beginning(next.control)
    let progress = StepProgress(next, count: stepCount, startingAt: time)
    step = progress
    let start = StepStart(
      stepCount: stepCount, stepNumber: next.number, name: next.name, cycle: cycles.count, time: time)
    guard let reaction, case .pause = reaction.reaction else {
      return [.emit(.stepBegan(start)), .apply(progress.setpoint)]
    }
    return [.emit(.stepBegan(start))] + perform(reaction)
  }

  /// Follows loops to the next step; nil at the end of the plan.
  private mutating func nextStep() -> PlanStep? {
    while position < plan.instructions.count {
      switch plan.instructions[position] {
      case .step(let step):
        return step
      case .again(let from, let times, _):
        let done = loopCounts[position, default: 0] + 1
        if done < times {
          loopCounts[position] = done
          position = from
        } else {
          loopCounts[position] = nil
          position += 1
        }
      }
    }
    return nil
  }

  private mutating func finish(_ way: RunEnd.Way, reason: String) -> [Action] {
    var actions: [Action] = [.makeSafe]
    if let step {
      actions.append(.emit(.stepEnded(step.ended(StepReason(words: reason, isVoltage: false)))))
    }
    let end = RunEnd(way: way, time: time, reason: reason)
    self.end = end
    (step, pause) = (nil, nil)
    actions.append(.emit(.ended(end)))
    return actions
  }
}

/// Counts plate-and-strip pairs: a new one begins when the current returns to the direction it had first.
struct CycleCounter: Codable, Hashable, Sendable {
  private(set) var count = 1
  private var first: Polarity?
  private var turned = false

  mutating func beginning(_ control: Control) {
    guard case .current(let current) = control, let polarity = Polarity(of: current) else { return }
    guard let first else { return first = polarity }
    if polarity != first {
      turned = true
    } else if turned {
      count += 1
      turned = false
    }
  }
}
