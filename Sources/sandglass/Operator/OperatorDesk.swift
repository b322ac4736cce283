import Cycling
import Foundation
import Quantities
import Runner
import Synchronization

/// Takes what a person types while a run goes on, hands it to the run, and tells the answers.
final class OperatorDesk: Sendable {
  private let terminal: Terminal
  private let waiting = Mutex<[RunCommand]>([])
  private let aborted = Atomic<Bool>(false)
  private let listens = Atomic<Bool>(false)

  init(terminal: Terminal) { self.terminal = terminal }

  /// Whether the person aborted the run.
  var wasAborted: Bool { aborted.load(ordering: .relaxed) }

  /// The hand on the run: signals first, then what was typed.
  var control: RunControl {
    RunControl(
      next: { [self] in
        if let reason = Interruption.reason { return .stop(reason: reason) }
        return waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      }, answer: { [self] in tell($0, $1) })
  }

  /// Hands a command to the run as if it had been typed.
  func command(_ command: RunCommand) { waiting.withLock { $0.append(command) } }

  /// Begins, if it has not, to listen to standard input, on a thread of its own; ends quietly when there is nothing to listen to.
  ///
  /// A terminal, a pipe and a socket are listened to; a file is not, so that a script that runs protocols from a list keeps
  /// its list.
  func listen() {
    guard !listens.exchange(true, ordering: .relaxed) else { return }
    var status = stat()
    guard fstat(STDIN_FILENO, &status) == 0 else { return }
    let kind = status.st_mode & S_IFMT
    guard isatty(STDIN_FILENO) == 1 || kind == S_IFIFO || kind == S_IFSOCK else { return }
    // A run in the background is not stopped for asking.
    signal(SIGTTIN, SIG_IGN)
    Thread.detachNewThread { [self] in
      var line: [UInt8] = []
      while let bytes = Self.nextBytes() {
        for byte in bytes {
          if byte == UInt8(ascii: "\n") {
            take(String(decoding: line, as: UTF8.self))
            line = []
          } else if line.count < 1000 {
            line.append(byte)
          }
        }
      }
      if !line.isEmpty { take(String(decoding: line, as: UTF8.self)) }
    }
  }

  /// What was typed next; nil when nobody can type any more. Waits while somebody else has the terminal.
  private static func nextBytes() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 512)
    while true {
      if isatty(STDIN_FILENO) == 1, tcgetpgrp(STDIN_FILENO) != getpgrp() {
        usleep(300_000)
        continue
      }
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 { return Array(buffer[..<count]) }
      if count == 0 { return nil }
      guard [EINTR, EAGAIN, EIO].contains(errno) else { return nil }
      usleep(300_000)
    }
  }

  /// Takes one line; what the run need not know is answered here.
  private func take(_ text: String) {
    switch OperatorLine(text) {
    case .nothing: break
    case .help: for line in OperatorLine.helpLines { terminal.say("  " + line) }
    case .faulty(let words): terminal.say(terminal.styled("  \(words)", .yellow))
    case .command(let command):
      if case .abort = command { aborted.store(true, ordering: .relaxed) }
      self.command(command)
    }
  }

  private func tell(_ command: RunCommand, _ answer: RunAnswer) {
    switch answer {
    case .done: if let words = Self.done(command) { terminal.say(terminal.styled("  \(words)", .cyan)) }
    case .refused(let why): terminal.say(terminal.styled("  not done: \(why)", .yellow))
    case .alarms(let book):
      let lines = Self.lines(of: book)
      for line in lines.isEmpty ? ["all alarms are normal"] : lines { terminal.say("  " + line) }
    }
  }

  /// What to say when a command was done; nil where the journal says it, or the end of the run.
  private static func done(_ command: RunCommand) -> String? {
    switch command {
    case .stop, .abort, .pause, .resume, .note, .listAlarms: nil
    case .acknowledge(let kind): "\(kind?.rawValue ?? "all alarms"): acknowledged"
    case .reset(let kind): "\(kind?.rawValue ?? "all latched alarms"): reset"
    case .shelve(let kind, let time): "\(kind.rawValue): shelved for \(time.words)"
    case .unshelve(let kind): "\(kind.rawValue): no longer shelved"
    case .takeOutOfService(let kind): "\(kind.rawValue): out of service until   return \(kind.rawValue)"
    case .returnToService(let kind): "\(kind.rawValue): in service"
    }
  }

  private static func lines(of book: AlarmBook) -> [String] {
    book.notNormal.map { kind, item in
      "\(kind.rawValue) (\(item.severity.rawValue)): \(item.state.rawValue) since \(item.since.clock)"
        + (item.shelvedUntil.map { ", until \($0.clock)" } ?? "") + (item.isFirstOut ? ", the first of all" : "")
    }
  }
}
