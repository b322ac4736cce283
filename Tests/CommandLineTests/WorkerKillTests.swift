import Foundation
import Testing

/// SANDGLASS_KILLS=200 makes the campaign; a few are enough to see that it works.
@Suite("A run on an instrument that is killed", .onOwnThreads, .serialized)
struct WorkerKillTests {
  private static let kills = Int(ProcessInfo.processInfo.environment["SANDGLASS_KILLS"] ?? "") ?? 4

  /// Ways to an instrument: what emulates it, and how a run reaches it.
  enum Way: String, CaseIterable {
    case tcp = "EA over Modbus TCP"
    case serial = "Keithley 2400 over a pseudo-terminal"
  }

  @Test("kill -9 of the run's process: the output is off within 2 s, each time", arguments: Way.allCases)
  func kill(_ way: Way) throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try Rig(way, in: program)
    defer { rig.emulator.end() }
    var random = SystemRandomNumberGenerator()
    var delays: [Double] = []
    var position: UInt64 = 0
    var isOn = false
    for kill in 0..<Self.kills {
      let run = try rig.startRun(number: kill)
      Thread.sleep(forTimeInterval: Double.random(in: 0.05...2, using: &random))
      let killed = Date().timeIntervalSince1970
      Foundation.kill(run.processIdentifier, SIGKILL)
      run.waitUntilExit()
      // The supervisor writes down that the output is off, or that it had nothing to do.
      var offAt: Double?
      for _ in 0..<500 {
        let (facts, end) = try rig.emulator.facts(from: position)
        position = end
        for fact in facts {
          guard let now = fact.isOn else { continue }
          if isOn, !now { offAt = fact.moment }
          isOn = now
        }
        if !isOn, rig.isSettled(number: kill) { break }
        Thread.sleep(forTimeInterval: 0.01)
      }
      #expect(!isOn, "kill \(kill): the output is still on")
      if let offAt, offAt > killed {
        delays.append(offAt - killed)
        #expect(offAt - killed <= 2, "kill \(kill): \(offAt - killed) s")
      }
    }
    delays.sort()
    func share(_ part: Double) -> String {
      delays.isEmpty ? "–" : String(format: "%.3f s", delays[min(delays.count - 1, Int(part * Double(delays.count)))])
    }
    print(
      "\(way.rawValue): \(Self.kills) kills, \(delays.count) while the output was on; off after median \(share(0.5)), "
        + "95 % \(share(0.95)), longest \(share(1))")
  }
}

/// An emulated instrument and what is needed to run on it.
private struct Rig {
  let emulator: Emulator
  private let program: Program
  private let arguments: [String]

  init(_ way: WorkerKillTests.Way, in program: Program) throws {
    self.program = program
    switch way {
    case .tcp:
      let port = try freePort()
      // EA's smallest step is 2.3 mA: a pouch cell of a quarter of a square metre.
      let cell = try program.file("pouch.yaml", try Self.pouch())
      emulator = try Emulator(in: program, "--device", "ea-psb-10000", "--cell", cell, "--tcp", "127.0.0.1:\(port)")
      let source = try program.file("charge.yaml", Self.source(voltages: "2.5 V, 4 V"))
      arguments = ["run", source, "--cell", cell, "--device", "ea-psb-10000", "--port", "tcp:127.0.0.1:\(port)"]
    case .serial:
      let link = program.folder.appending(path: "smu").path
      emulator = try Emulator(in: program, "--device", "keithley-2400", "--cell", "li-li-coin", "--pty", link)
      let source = try program.file("charge.yaml", Self.source(voltages: "-2 V, 2 V"))
      arguments = ["run", source, "--cell", "li-li-coin", "--device", "keithley-2400", "--port", link]
    }
  }

  private static func pouch() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let coin = try String(contentsOf: root.appending(path: "Profiles/Cells/li-lfp.yaml"), encoding: .utf8)
    return coin.replacing("area: 1.267 cm2", with: "area: 2500 cm2")
  }

  private static func source(voltages: String) -> String {
    """
    sandglass: 1
    name: killed
    safety: {voltage: [\(voltages)], current: 2 mA/cm2}
    record: {every: 1 s}
    steps:
      - rest: 1 s
      - strip: 1 mA/cm2
        until: 1 h
    """
  }

  func startRun(number: Int) throws -> Process {
    let process = Process()
    process.executableURL = Program.url
    process.arguments = arguments + ["--out", "run-\(number).sandglass"]
    process.currentDirectoryURL = program.folder
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Whether the supervisor is done; one that was killed before it began never writes.
  func isSettled(number: Int) -> Bool {
    let log = program.folder.appending(path: "run-\(number).supervisor.log")
    guard let text = try? String(contentsOf: log, encoding: .utf8) else { return false }
    return text.contains("the output is off") || text.contains("given up")
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
