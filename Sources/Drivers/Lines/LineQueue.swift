import Dispatch
import Synchronization

/// The jobs that wait for a line: one queue a channel, served in turn, so that a busy channel does not starve the others of its bus.
final class LineQueue<Line>: Sendable {
  /// A job: called on the line's thread, once, or told why it will not be.
  struct Job: Sendable {
    /// Which job it is, to take it back.
    let number: UInt64
    /// After this moment it is too late to begin.
    let deadline: ContinuousClock.Instant?
    /// Does it.
    let begin: @Sendable (Line) -> Void
    /// Is told instead that it will not be done.
    let refuse: @Sendable (LineRefusal) -> Void
  }

  private struct State {
    var urgent: [Job] = []
    var waiting: [Int: [Job]] = [:]
    var turns: [Int] = []
    var next: UInt64 = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let signal = DispatchSemaphore(value: 0)

  /// A number for a job to come.
  func number() -> UInt64 {
    state.withLock {
      $0.next += 1
      return $0.next
    }
  }

  /// Jobs that wait.
  var count: Int { state.withLock { state in state.urgent.count + state.waiting.values.reduce(0) { $0 + $1.count } } }

  /// Puts a job behind the others of its channel; an urgent one before all.
  func add(_ job: Job, for channel: Int, urgent: Bool) {
    let isTaken = state.withLock { state in
      guard !state.isClosed else { return false }
      if urgent {
        state.urgent.append(job)
      } else {
        if state.waiting[channel]?.isEmpty ?? true { state.turns.append(channel) }
        state.waiting[channel, default: []].append(job)
      }
      return true
    }
    if isTaken { signal.signal() } else { job.refuse(.closed) }
  }

  /// Takes back a job that has not begun; one that has begun ends as it would have.
  func withdraw(_ number: UInt64, for channel: Int) {
    let job: Job? = state.withLock { state in
      guard let place = state.waiting[channel]?.firstIndex(where: { $0.number == number }) else { return nil }
      let job = state.waiting[channel]?.remove(at: place)
      if state.waiting[channel]?.isEmpty ?? true { state.turns.removeAll { $0 == channel } }
      return job
    }
    job?.refuse(.cancelled)
  }

  /// Takes no more jobs, and turns away those that wait.
  func close() {
    let left: [Job] = state.withLock { state in
      state.isClosed = true
      defer { (state.urgent, state.waiting, state.turns) = ([], [:], []) }
      return state.urgent + state.turns.flatMap { state.waiting[$0] ?? [] }
    }
    for job in left { job.refuse(.closed) }
    signal.signal()
  }

  /// What the thread does next.
  enum Turn {
    case job(Job)
    case idle
    case end
  }

  /// Waits for a job, for so many seconds at the most where nothing comes.
  func wait(_ seconds: Double?) -> Turn {
    if let seconds, signal.wait(timeout: .now() + seconds) == .timedOut { return .idle }
    if seconds == nil { signal.wait() }
    while true {
      let taken: (job: Job?, isClosed: Bool) = state.withLock { state in (Self.take(&state), state.isClosed) }
      guard let job = taken.job else { return taken.isClosed ? .end : .idle }
      if let deadline = job.deadline, ContinuousClock.now > deadline {
        job.refuse(.late)
        continue
      }
      return .job(job)
    }
  }

  private static func take(_ state: inout State) -> Job? {
    if !state.urgent.isEmpty { return state.urgent.removeFirst() }
    guard !state.turns.isEmpty else { return nil }
    let channel = state.turns.removeFirst()
    guard let job = state.waiting[channel]?.removeFirst() else { return nil }
    if state.waiting[channel]?.isEmpty == false { state.turns.append(channel) }
    return job
  }
}

/// Why a job was not begun; nothing went over the line for it.
package enum LineRefusal: Hashable, Sendable {
  /// The line was busy with other channels until its deadline.
  case late
  /// Whoever asked for it no longer wants it.
  case cancelled
  /// The line is closed.
  case closed

  /// What happened, in words.
  var words: String {
    switch self {
    case .late: "the line was busy with other channels for too long"
    case .cancelled: "the request was cancelled before it began"
    case .closed: "the line is closed"
    }
  }
}
