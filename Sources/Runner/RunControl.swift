public import Cycling
public import Quantities

/// What a person can tell a run to do while it goes on.
public enum RunCommand: Hashable, Sendable {
  /// End tidily.
  case stop(reason: String)
  /// End now.
  case abort(reason: String)
  /// Open the cell until `resume`; the step's clock and charge stand still.
  case pause(reason: String)
  /// Go on with the same step.
  case resume(reason: String)
  /// Write something into the journal.
  case note(String)
  /// Mark the alarms of a kind, or all, as seen.
  case acknowledge(AlarmKind?)
  /// Let latched alarms of a kind, or all, go.
  case reset(AlarmKind?)
  /// Hide an alarm for a time; never a trip.
  case shelve(AlarmKind, for: Quantity<Time>)
  /// Bring a shelved alarm back.
  case unshelve(AlarmKind)
  /// Take an alarm out of service; never a trip.
  case takeOutOfService(AlarmKind)
  /// Return an alarm to service.
  case returnToService(AlarmKind)
  /// Say how the alarms stand.
  case listAlarms
}

/// What became of a command.
public enum RunAnswer: Hashable, Sendable {
  /// It was done.
  case done
  /// It was not, and why, in words.
  case refused(String)
  /// How the alarms stand.
  case alarms(AlarmBook)
}

/// A person's hand on a run: commands come from it, answers go back.
///
/// A shell asks for commands before each reading, and at least as often as its patience says; it never waits for one.
public struct RunControl {
  /// The next command; nil when there is none. Called until it gives nil.
  public var next: () -> RunCommand?
  /// Hears what became of a command.
  public var answer: (RunCommand, RunAnswer) -> Void

  /// A control from its parts; by default nobody ever commands.
  public init(
    next: @escaping () -> RunCommand? = { nil }, answer: @escaping (RunCommand, RunAnswer) -> Void = { _, _ in }
  ) {
    (self.next, self.answer) = (next, answer)
  }

  /// A control that can only stop a run, when it gives a reason to.
  public init(interruption: @escaping () -> String?) {
    self.init(next: { interruption().map { .stop(reason: $0) } })
  }
}

extension RunMachine {
  /// Does what a person said about the run, or says why not; what is about alarms is not its business.
  mutating func obey(_ command: RunCommand) -> (actions: [Action], answer: RunAnswer) {
    guard end == nil else { return ([], .refused("the run is over")) }
    switch command {
    case .stop(let reason), .abort(let reason): return (handle(.stopRequested(reason: reason)), .done)
    case .pause(let reason):
      return isPaused ? ([], .refused("the run is paused already")) : (handle(.pauseRequested(reason: reason)), .done)
    case .resume(let reason):
      return isPaused ? (handle(.resumeRequested(reason: reason)), .done) : ([], .refused("the run is not paused"))
    case .note(let words): return (handle(.noted(words)), .done)
    case .acknowledge, .reset, .shelve, .unshelve, .takeOutOfService, .returnToService, .listAlarms:
      return ([], .refused("it is about alarms"))
    }
  }
}
