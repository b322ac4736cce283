import ArgumentParser
import Bench
import Cycling
import Drivers
import Foundation

/// The process beside a run on an instrument; `run` starts it, people do not.
struct SuperviseVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "supervise",
    abstract: "Opens the cell of an instrument when the run that drives it dies; started by run --device.",
    discussion: """
      Reads signs of life on standard input. When they end, or stay out too long, it ends what is left
      of the run's process, reaches the instrument on a line of its own, switches the output off, reads
      that back, and says so in the log.
      """, shouldDisplay: false)

  @Option(help: "Device profile; read and removed at once.") var profile: String
  @Option(help: "Where the instrument is.") var port: String
  @Option(help: "Process to end when it falls silent.") var worker: Int32
  @Option(help: "File to write what happened to.") var log: String

  func run() throws {
    // What ends the run must not end its supervisor: signals from the keyboard, a closed terminal.
    for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { signal(number, SIG_IGN) }
    setsid()
    let target = InstrumentTarget(try ShippedFiles.find().device(named: profile), at: try PortAddress(port))
    try? FileManager.default.removeItem(atPath: profile)
    letGoOfPipes()
    guard let cause = Supervision().wait() else { return }
    let journal = SupervisionLog(path: log)
    journal.write("\(cause.words); opening the cell of \(target.title)")
    if cause != .gone, getppid() == worker { kill(worker, SIGKILL) }
    let start = Date()
    let isOpen = try waiting {
      await Supervision.open(tell: { journal.write($0) }) { () async throws(ChannelError) in try await target.makeSafe()
      }
    }
    let seconds = String(format: "%.2f", Date().timeIntervalSince(start))
    journal.write(
      isOpen
        ? "the output is off, read back \(seconds) s after that"
        : "given up after \(seconds) s: whether the cell is open is NOT known: look at it")
    if !isOpen { throw Outcome.fault }
  }
}

/// Lets go of the pipes that the run was given to write to: who reads them sees their end when the run ends, however long this process
/// tries. A terminal or a file stays, and is told too.
private func letGoOfPipes() {
  let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
  guard nowhere >= 0 else { return }
  defer { close(nowhere) }
  for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
    var status = stat()
    guard fstat(descriptor, &status) == 0, [S_IFIFO, S_IFSOCK].contains(status.st_mode & S_IFMT) else { continue }
    dup2(nowhere, descriptor)
  }
}

/// A line for each thing that happened, with its time, in a file and on standard error.
private struct SupervisionLog: Sendable {
  let path: String

  func write(_ words: String) {
    let line = "\(Date().formatted(.iso8601)) supervisor: \(words)\n"
    // A terminal that was closed takes no more words; the cell is opened all the same.
    try? FileHandle.standardError.write(contentsOf: Data(line.utf8))
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(line.utf8)
    _ = Foundation.write(descriptor, bytes, bytes.count)
  }
}
