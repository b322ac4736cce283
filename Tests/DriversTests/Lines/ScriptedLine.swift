import Drivers
import Synchronization

/// A line whose other end follows a transcript: what must be sent, in order, and what comes back and when. Its time passes only by what is
/// waited for.
final class ScriptedLine: ByteLine, Sendable {
  /// One thing that must be sent, and what comes back.
  struct Exchange: Sendable {
    let sent: String
    let answers: [(text: String, after: Duration)]
    init(_ sent: String, _ answers: [(text: String, after: Duration)] = []) {
      (self.sent, self.answers) = (sent, answers)
    }
    /// A command and an answer that comes at once.
    init(_ sent: String, answer: String) { self.init(sent, [(answer, .milliseconds(5))]) }
  }

  private struct State: Sendable {
    var exchanges: [Exchange]
    var now = Duration.zero
    var sent: [UInt8] = []
    var due: [(bytes: [UInt8], at: Duration)] = []
    var log = ""
    var fault: String?
    var isGone = false
    var losses = 0
  }

  private final class Wire: ByteIO {
    let line: ScriptedLine
    init(_ line: ScriptedLine) { self.line = line }

    var now: Duration { line.state.withLock { $0.now } }

    func write(_ bytes: [UInt8]) throws(LineError) {
      if line.state.withLock({ $0.isGone }) { throw .gone("the plug was pulled") }
      line.state.withLock { state in
        state.sent += bytes
        state.log += String(decoding: bytes, as: UTF8.self)
        while let next = state.exchanges.first, state.sent.starts(with: next.sent.utf8) {
          state.sent.removeFirst(next.sent.utf8.count)
          state.exchanges.removeFirst()
          for answer in next.answers { state.due.append((Array(answer.text.utf8), state.now + answer.after)) }
        }
        let wanted = state.exchanges.first?.sent ?? ""
        if !wanted.utf8.starts(with: state.sent), state.fault == nil {
          state.fault =
            "sent \(String(decoding: state.sent, as: UTF8.self).debugDescription), not \(wanted.debugDescription)"
        }
      }
    }

    func read(within time: Duration) throws(LineError) -> [UInt8] {
      line.state.withLock { state in
        state.due.sort { $0.at < $1.at }
        guard let first = state.due.first, first.at <= state.now + time else {
          state.now += time
          return []
        }
        state.now = max(state.now, first.at)
        state.due.removeFirst()
        return first.bytes
      }
    }

    func discardInput() throws(LineError) {
      line.state.withLock { state in state.due.removeAll { $0.at <= state.now } }
    }

    func pause(_ time: Duration) throws(LineError) { line.state.withLock { $0.now += time } }
  }

  private let state: Mutex<State>

  init(_ exchanges: [Exchange]) { state = Mutex(State(exchanges: exchanges)) }

  func perform<Answer: Sendable>(
    _ dialogue: @escaping @Sendable (any ByteIO) throws(LineError) -> Answer
  ) async throws(LineError) -> Answer {
    do { return try dialogue(Wire(self)) } catch {
      // As its owner does: it opens the line anew when it hears that it is gone.
      state.withLock { ($0.isGone, $0.losses) = (false, $0.losses + 1) }
      throw error
    }
  }

  /// Pulls the plug, until the line's owner hears of it.
  func vanish() { state.withLock { $0.isGone = true } }
  /// How often the line's owner heard that it is gone.
  var losses: Int { state.withLock { $0.losses } }

  func close() async {}

  /// Adds to the transcript.
  func expect(_ more: [Exchange]) { state.withLock { $0.exchanges += more } }
  /// Lets time pass while nobody listens.
  func wait(_ time: Duration) { state.withLock { $0.now += time } }
  /// Something comes by itself, now or a while later.
  func come(_ text: String, after time: Duration = .zero) {
    state.withLock { $0.due.append((Array(text.utf8), $0.now + time)) }
  }
  /// What was sent so far.
  var log: String { state.withLock { $0.log } }
  /// The first thing that was sent and should not have been; nil when all went by the transcript so far.
  var fault: String? { state.withLock { $0.fault } }
  /// What has not been sent yet.
  var isComplete: Bool { state.withLock { $0.exchanges.isEmpty && $0.sent.isEmpty } }
}
