import Foundation
import Testing

/// An emulated instrument in a process of its own, and runs on it in others.
final class InstrumentRig {
  /// Ways to an instrument: what emulates it, and how a run reaches it.
  enum Way: String, CaseIterable, Sendable {
    case tcp = "EA over Modbus TCP"
    case serial = "Keithley 2400 over a pseudo-terminal"
  }

  /// Where everything lies.
  let program: Program
  /// The instrument; another one after `plugInAgain`.
  private(set) var emulator: Emulator
  /// Its output, by its own account.
  private(set) var output: OutputWatch
  private let emulation: [String]
  private let running: [String]

  /// An instrument that waits for a run.
  ///
  /// - Parameters:
  ///   - steps: of the protocol, in YAML; by default a current that changes its sign every half second, with rests between.
  ///   - faults: a fault script of the emulator.
  init(
    _ way: Way, in program: Program, steps: String = InstrumentRig.cycling, faults: String? = nil
  ) throws {
    self.program = program
    let (device, cell, port, served, voltages): (String, String, String, [String], String)
    switch way {
    case .tcp:
      let number = try freePort()
      // EA's smallest step is 2.3 mA: a pouch cell of a quarter of a square metre.
      (device, cell, voltages) = ("ea-psb-10000", try program.file("pouch.yaml", try Self.pouch()), "2.5 V, 4 V")
      (port, served) = ("tcp:127.0.0.1:\(number)", ["--tcp", "127.0.0.1:\(number)"])
    case .serial:
      (device, cell, voltages) = ("keithley-2400", "li-li-coin", "-2 V, 2 V")
      port = program.folder.appending(path: "smu").path
      served = ["--pty", port]
    }
    let source = try program.file(
      "steps.yaml",
      """
      sandglass: 1
      name: on an instrument
      safety: {voltage: [\(voltages)], current: 2 mA/cm2}
      record: {every: 1 s}
      steps:
      \(steps)
      """)
    let script = try faults.map { ["--faults", try program.file("faults.yaml", $0)] } ?? []
    emulation = ["--device", device, "--cell", cell] + served + script
    running = ["run", source, "--cell", cell, "--device", device, "--port", port]
    emulator = try Emulator(in: program, arguments: emulation)
    output = OutputWatch(emulator)
    // This meter drives 0 V as it comes up: that is no run's doing.
    if way == .serial { try #require(try wait(5) { try isOn }) }
  }

  /// Whether the output is on now.
  var isOn: Bool {
    get throws {
      try output.look()
      return output.isOn
    }
  }

  static let cycling = """
      - rest: 0.3 s
      - repeat: 1000
        steps:
          - strip: 1 mA/cm2
            until: 0.5 s
          - plate: 1 mA/cm2
            until: 0.5 s
          - rest: 0.2 s
    """

  /// A rest of a second and a current for so many seconds.
  static func steady(_ seconds: Int) -> String {
    """
      - rest: 1 s
      - strip: 1 mA/cm2
        until: \(seconds) s
    """
  }

  private static func pouch() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let coin = try String(contentsOf: root.appending(path: "Profiles/Cells/li-lfp.yaml"), encoding: .utf8)
    return coin.replacing("area: 1.267 cm2", with: "area: 2500 cm2")
  }

  /// Starts a run in a process of its own.
  ///
  /// - Parameters:
  ///   - name: of its run file; what it says goes to `name.out` and `name.err`.
  ///   - folder: of its run file; the program's by default.
  ///   - errors: takes standard output and standard error instead of the files.
  func start(
    _ name: String = "run", _ more: [String] = [], in folder: URL? = nil, typing: Pipe? = nil, errors: Pipe? = nil
  ) throws -> Process {
    let process = Process()
    process.executableURL = Program.url
    process.arguments =
      running + ["--json", "--out", (folder ?? program.folder).appending(path: "\(name).sandglass").path] + more
    process.currentDirectoryURL = program.folder
    process.standardOutput = try errors ?? file("\(name).out")
    process.standardError = try errors ?? file("\(name).err")
    process.standardInput = typing ?? FileHandle.nullDevice
    try process.run()
    return process
  }

  private func file(_ name: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(filePath: try program.file(name, "")))
  }

  /// What a run said to people so far, or its supervisor to its log; nothing where there is no such file.
  func text(_ name: String) -> String {
    (try? String(contentsOf: program.folder.appending(path: name), encoding: .utf8)) ?? ""
  }

  /// What `run --json` printed.
  func report(_ name: String = "run") throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text("\(name).out").utf8)) as? [String: Any])
  }

  /// Waits until the output went on behind a moment; the instrument may have been on before.
  func waitUntilOn(since start: Date, within seconds: Double = 30) throws -> Bool {
    try wait(seconds) {
      try output.look()
      return output.isOn && output.changes.contains { $0.isOn && $0.moment > start.timeIntervalSince1970 }
    }
  }

  /// Waits until the output is off.
  func waitUntilOff(within seconds: Double = 20) throws -> Bool {
    try wait(seconds) { try !isOn }
  }

  /// The instrument goes, without a farewell.
  func unplug() { emulator.kill() }

  /// It is back as after switching on.
  func plugInAgain() throws {
    emulator = try Emulator(in: program, arguments: emulation)
    output = OutputWatch(emulator)
  }
}

/// Waits for something, looking a hundred times a second; false where it did not come.
func wait(_ seconds: Double, until isSo: () throws -> Bool) rethrows -> Bool {
  let end = Date() + seconds
  while true {
    if try isSo() { return true }
    guard Date() < end else { return false }
    Thread.sleep(forTimeInterval: 0.01)
  }
}

/// Follows an emulator's truth: whether its output is on, and when that changed.
final class OutputWatch {
  private let emulator: Emulator
  private var position: UInt64 = 0
  /// Whether current may flow.
  private(set) var isOn = false
  /// Every change, with the time on the wall.
  private(set) var changes: [(moment: Double, isOn: Bool)] = []

  init(_ emulator: Emulator) { self.emulator = emulator }

  /// Reads on.
  func look() throws {
    let (facts, end) = try emulator.facts(from: position)
    position = end
    for fact in facts {
      guard let now = fact.isOn, now != isOn else { continue }
      isOn = now
      changes.append((fact.moment, now))
    }
  }

  /// When it went off for good behind a moment at which it was on, or went on; nil where it was off all the time.
  func offAfter(_ moment: Double) -> Double? {
    guard !isOn, let last = changes.last, last.moment > moment else { return nil }
    return last.moment
  }
}

/// A port of this machine that nobody listens on.
func freePort() throws -> UInt16 {
  let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
  defer { close(socket) }
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  let bound = withUnsafeMutablePointer(to: &address) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(socket, $0, size) == 0 && getsockname(socket, $0, &size) == 0
    }
  }
  try #require(bound)
  return UInt16(bigEndian: address.sin_port)
}
