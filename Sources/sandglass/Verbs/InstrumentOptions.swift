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

  /// The last thing that the supervisor of a run that was cut off wrote; nil where it wrote nothing.
  static func lastWord(beside file: URL) -> String? {
    let text = try? String(contentsOf: log(of: file), encoding: .utf8)
    return text?.split(separator: "\n").last.map(String.init)
  }
}
