import ArgumentParser
import Bench
import Documents
import Drivers
import Foundation

/// Which instrument to run on, and where it is.
struct InstrumentOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Instrument to run on: a path, or a name from `sandglass list devices`, with :MODEL behind it if need be.",
      valueName: "device"))
  var device: String?

  @Option(
    help: ArgumentHelp(
      "Where it is: /dev/ttyUSB0, /dev/ttyUSB0@9600-8N1#1, tcp:HOST:PORT, or rtu-tcp:HOST:PORT.", valueName: "port"))
  var port: String?

  /// The instrument; nil where the virtual cell is meant. Throws where only one of the two was given.
  func target(in files: ShippedFiles) throws(Diagnostics) -> InstrumentTarget? {
    switch (device, port) {
    case (nil, nil): return nil
    case (let device?, let port?):
      return InstrumentTarget(try files.device(named: device), at: try PortAddress(port))
    case (_?, nil):
      throw Diagnostics(
        Diagnostic("--device needs a port", mend: "add   --port /dev/ttyUSB0   (see: sandglass list ports)"))
    case (nil, _?):
      throw Diagnostics(
        Diagnostic("--port needs an instrument", mend: "add   --device NAME   (see: sandglass list devices)"))
    }
  }
}

extension Supervisor {
  /// Starts the process that opens the cell when this one dies, and tells where it will write what it did: a log beside the run file.
  static func start(for target: InstrumentTarget, beside file: URL, telling terminal: Terminal) throws -> Supervisor {
    guard let program = Bundle.main.executableURL else { throw SupervisorGone() }
    let log = log(of: file)
    // The profile as this run has it: it may be edited, or gone, when it is needed.
    let profile = FileManager.default.temporaryDirectory.appending(
      path: "sandglass-\(getpid())-\(target.device.name).yaml")
    try target.device.text.write(to: profile, atomically: true, encoding: .utf8)
    let supervisor = try Supervisor(
      program: program,
      arguments: [
        "supervise", "--profile", profile.path, "--port", "\(target.address)", "--worker", "\(getpid())", "--log",
        log.path,
      ])
    terminal.say(
      terminal.styled("  should this program die, another opens the cell and writes to \(log.relativePath)", .faint))
    return supervisor
  }

  /// Where the supervisor of a run writes.
  private static func log(of file: URL) -> URL {
    file.deletingPathExtension().appendingPathExtension("supervisor.log")
  }

  /// The last thing that the supervisor of a run that was cut off wrote, once it has done what it can; nil where it wrote nothing. Throws
  /// where it goes on trying: the two would take the port from each other.
  static func lastWord(beside file: URL) throws(Diagnostics) -> String? {
    for _ in 0..<100 {
      guard let last = lastLine(of: log(of: file)) else { return nil }
      guard let number = last.firstMatch(of: /supervisor \(process (\d+)\)/).flatMap({ Int32($0.1) }),
        isSupervisor(number)
      else { return last }
      Thread.sleep(forTimeInterval: 0.05)
    }
    let log = log(of: file)
    throw Diagnostics(
      Diagnostic(
        "the run's supervisor still tries to open the cell, which may not be open", at: Place(file: log.relativePath),
        detail: lastLine(of: log), mend: "bring the instrument back, and resume when the output is said to be off"))
  }

  private static func lastLine(of log: URL) -> String? {
    let text = try? String(contentsOf: log, encoding: .utf8)
    return text?.split(separator: "\n").last.map(String.init)
  }

  /// Whether a process is a supervisor, and not one that has its number by now.
  private static func isSupervisor(_ process: Int32) -> Bool {
    let words = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8)
    return words?.split(separator: "\0").contains("supervise") == true
  }
}
