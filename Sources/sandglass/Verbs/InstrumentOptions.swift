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
  /// Starts the process that opens the cell when this one dies; it says what it did in a log beside the run file.
  static func start(for target: InstrumentTarget, beside file: URL) throws -> Supervisor {
    guard let program = Bundle.main.executableURL else { throw SupervisorGone() }
    let stem = file.deletingPathExtension().path
    // The profile as this run has it: it may be edited, or gone, when it is needed.
    let profile = FileManager.default.temporaryDirectory.appending(
      path: "sandglass-\(getpid())-\(target.device.name).yaml")
    try target.device.text.write(to: profile, atomically: true, encoding: .utf8)
    return try Supervisor(
      program: program,
      arguments: [
        "supervise", "--profile", profile.path, "--port", "\(target.address)", "--worker", "\(getpid())", "--log",
        stem + ".supervisor.log",
      ])
  }
}
