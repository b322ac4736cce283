public import Foundation
import Synchronization

/// The process that opens the cell when this one dies or falls silent; this is its holder's side.
///
/// Each sign of life says for how many seconds the next one may be out. The pipe's end comes at once when this process is killed,
/// however it is killed.
public final class Supervisor: Sendable {
  private let signs: Mutex<FileHandle>
  private let process: Int32

  /// Starts `program supervise …` with its signs of life on standard input; throws what the system says.
  ///
  /// It has to be started before the instrument's line is opened: no line or lock may be handed down to it.
  public init(program: URL, arguments: [String]) throws {
    let pipe = Pipe()
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = pipe.fileHandleForReading
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    try pipe.fileHandleForReading.close()
    // A supervisor that is gone is told by the write that fails, not by a signal that ends the run.
    signal(SIGPIPE, SIG_IGN)
    Self.dieAtOnce()
    // One that is stopped, and lets its pipe fill up, must not hold up the run: it is as good as gone.
    _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, F_SETFL, O_NONBLOCK)
    signs = Mutex(pipe.fileHandleForWriting)
    self.process = process.processIdentifier
  }

  /// A program that crashes says why and is gone: while Swift writes its backtrace, for seconds, the current would flow on.
  private static func dieAtOnce() {
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV] { signal(number, SIG_DFL) }
  }

  /// Says that all is well, and for how long the next word may be out, s.
  public func isWell(for patience: Double) throws(SupervisorGone) { try write("\(patience)\n") }

  /// Lets the supervisor go: the cell is open, and that was read back.
  public func dismiss() {
    try? write(SignOfLife.dismissal + "\n")
    signs.withLock { try? $0.close() }
    var status: Int32 = 0
    waitpid(process, &status, 0)
  }

  /// Leaves the cell to the supervisor, which opens it as soon as it can be reached.
  public func takeOver() { signs.withLock { try? $0.close() } }

  private func write(_ line: String) throws(SupervisorGone) {
    let isWritten = signs.withLock { (try? $0.write(contentsOf: Data(line.utf8))) != nil }
    guard isWritten else { throw SupervisorGone() }
  }
}

/// Nobody would open the cell if this process were killed.
public struct SupervisorGone: Error, Hashable, Sendable {
  /// The one way it is gone.
  public init() {}
  /// What a person reads.
  public var words: String { "the supervising process is gone" }
}

/// A line that a run's process writes to its supervisor.
enum SignOfLife: Hashable {
  /// The cell is open: nothing is left to supervise.
  case dismissed
  /// All is well, and the next line may be out for so many seconds.
  case well(patience: Double)

  static let dismissal = "open"

  init?(_ line: some StringProtocol) {
    if line == Self.dismissal {
      self = .dismissed
    } else if let patience = Double(line), patience > 0, patience < 1e6 {
      self = .well(patience: patience)
    } else {
      return nil
    }
  }
}
