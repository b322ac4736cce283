import Foundation
import Testing

@Suite("A run that depends on a chamber", .onOwnThreads, .serialized)
struct ChamberRunTests {
  /// An emulated chamber that warms up in a moment, with a hand at its keys, and a run on an EA inside it.
  private final class Rig {
    let base: InstrumentRig
    let chamber: Emulator
    let run: Process
    private let keyboard = Pipe()
    private let keys: UInt16

    init(in program: Program, steps: String = InstrumentRig.steady(600)) throws {
      base = try InstrumentRig(.tcp, in: program, steps: steps)
      keys = try freePort()
      let link = program.folder.appending(path: "oven").path
      // Its time constant of 240 s passes in 0.4 s.
      chamber = try Emulator(
        in: program, "--device", "eurotherm-3200", "--pty", link, "--tcp", "127.0.0.1:\(keys)", "--speed", "600")
      run = try base.start(
        "run",
        ["--chamber", "eurotherm-3200", "--chamber-port", link, "--temperature", "35 °C", "--temperature-band", "1 K"],
        typing: keyboard)
    }

    /// Types a line.
    func type(_ line: String) throws { try keyboard.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8)) }

    /// Somebody takes the chamber out of remote control, and it goes back to the temperature of the room; or gives it back.
    func setRemote(_ isRemote: Bool) throws {
      // Register 276, local or remote set-point.
      let written = try exchange([0, 1, 0, 0, 0, 6, 1, 6, 0x01, 0x14, 0, isRemote ? 1 : 0])
      try #require(written.count == 12, "\(written)")
    }

    private func exchange(_ request: [UInt8]) throws -> [UInt8] {
      let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(socket) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      address.sin_port = keys.bigEndian
      let isConnected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      try #require(isConnected)
      _ = send(socket, request, request.count, 0)
      var reply = [UInt8](repeating: 0, count: 64)
      let count = recv(socket, &reply, reply.count, 0)
      return Array(reply.prefix(max(0, count)))
    }

    func end() {
      run.terminate()
      run.waitUntilExit()
      chamber.signal(SIGCONT)
      chamber.end()
      base.emulator.end()
    }
  }

  @Test(
    "It waits until the chamber is in its band; out of it the run is paused with the output off, until a person resumes it"
  )
  func outOfBand() throws {
    let program = try Program()
    defer { program.remove() }
    let start = Date()
    let rig = try Rig(in: program)
    defer { rig.end() }
    try #require(try rig.base.waitUntilOn(since: start), "\(rig.base.text("run.err"))")
    let warm = try rig.chamber.facts().facts.first { ($0.trueTemperature ?? 0) >= 34 }
    let firstOn = try #require(rig.base.output.changes.first { $0.isOn })
    #expect(try #require(warm).moment < firstOn.moment, "nothing is switched on before")
    #expect(rig.base.text("run.err").contains("outside its band"), "\(rig.base.text("run.err"))")

    try rig.setRemote(false)
    #expect(try rig.base.waitUntilOff(within: 10))
    #expect(wait(2) { rig.base.text("run.err").contains("paused: the chamber is at") }, "\(rig.base.text("run.err"))")
    // As long as it is out of its band nobody can wish it away.
    try rig.type("resume")
    #expect(wait(5) { rig.base.text("run.err").components(separatedBy: "paused: the chamber is at").count == 3 })
    #expect(try rig.base.waitUntilOff(within: 5))
    let back = Date()
    try rig.setRemote(true)
    Thread.sleep(forTimeInterval: 5)
    #expect(try !rig.base.isOn, "nobody said that it may go on")
    try rig.type("resume")
    #expect(try rig.base.waitUntilOn(since: back, within: 10))
    try rig.type("stop")
    rig.run.waitUntilExit()
    #expect(rig.run.terminationStatus == 0)
    #expect(try !rig.base.isOn)
    let journal = try #require(try rig.base.report()["journal"] as? [[String: Any]])
    #expect(journal.map { $0["kind"] as? String } == ["paused", "resumed", "paused", "resumed"])
    #expect(try program("verify", "run.sandglass").status == 0)
  }

  @Test("A chamber that falls silent pauses the run as well")
  func silent() throws {
    let program = try Program()
    defer { program.remove() }
    let start = Date()
    let rig = try Rig(in: program)
    defer { rig.end() }
    try #require(try rig.base.waitUntilOn(since: start), "\(rig.base.text("run.err"))")
    rig.chamber.signal(SIGSTOP)
    let silent = Date()
    #expect(try rig.base.waitUntilOff(within: 20))
    #expect(Date().timeIntervalSince(silent) > 7, "what was measured is good for ten seconds")
    #expect(
      wait(2) { rig.base.text("run.err").contains("paused: the chamber's temperature has not been known for") },
      "\(rig.base.text("run.err"))")
    let back = Date()
    rig.chamber.signal(SIGCONT)
    Thread.sleep(forTimeInterval: 5)
    try rig.type("resume")
    #expect(try rig.base.waitUntilOn(since: back, within: 10))
    try rig.type("abort")
    rig.run.waitUntilExit()
    #expect(rig.run.terminationStatus == 130)
    #expect(try !rig.base.isOn)
  }
  @Test("A run that was cut off goes on depending on its chamber")
  func resumed() throws {
    let program = try Program()
    defer { program.remove() }
    let start = Date()
    let rig = try Rig(in: program, steps: InstrumentRig.steady(4))
    defer { rig.end() }
    try #require(try rig.base.waitUntilOn(since: start), "\(rig.base.text("run.err"))")
    kill(rig.run.processIdentifier, SIGKILL)
    rig.run.waitUntilExit()
    #expect(try rig.base.waitUntilOff(within: 2))
    #expect(wait(5) { rig.base.text("run.supervisor.log").contains("the output is off") })
    let resumed = try program("resume", "run.sandglass", "--yes", "--json")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(resumed.errors.contains("Eurotherm 3200 at") && resumed.errors.contains("the chamber is at 35"))
    #expect(resumed.errors.contains("supervisor: the output is off"), "the last word of the supervisor")
    #expect(try !rig.base.isOn)
  }
}
