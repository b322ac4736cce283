import Foundation
import Testing

@Suite("The process beside a run on an instrument", .onOwnThreads, .serialized)
struct SupervisorTests {
  @Test("A pipe behind a run that was killed ends with it, though its supervisor goes on trying; then that succeeds")
  func pipesEnd() throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(.tcp, in: program)
    let (start, said) = (Date(), Pipe())
    let run = try rig.start(errors: said)
    try #require(try rig.waitUntilOn(since: start))
    rig.unplug()
    kill(run.processIdentifier, SIGKILL)
    run.waitUntilExit()
    let killed = Date()
    let words = String(decoding: try said.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(Date().timeIntervalSince(killed) < 2)
    #expect(words.contains("run.supervisor.log"), "it says where to look: \(words)")
    #expect(wait(10) { rig.text("run.supervisor.log").contains("not open yet") })
    #expect(!rig.text("run.supervisor.log").contains("the output is off"))
    try rig.plugInAgain()
    defer { rig.emulator.end() }
    #expect(wait(20) { rig.text("run.supervisor.log").contains("the output is off") })
  }

  @Test("When nobody reads any more what it says, a run goes on to its end")
  func nobodyReads() throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(.serial, in: program, steps: InstrumentRig.steady(3))
    defer { rig.emulator.end() }
    let (start, said) = (Date(), Pipe())
    let run = try rig.start(errors: said)
    try #require(try rig.waitUntilOn(since: start))
    try said.fileHandleForReading.close()
    run.waitUntilExit()
    #expect(run.terminationReason == .exit)
    #expect(try !rig.isOn)
    #expect(try program("verify", "run.sandglass").status == 0)
    #expect(try program("report", "run.sandglass", "--json").object()["ended"] as? String == "completed")
  }

  @Test("Nor does a run that is killed then leave the cell closed")
  func nobodyReadsAndKilled() throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(.serial, in: program)
    defer { rig.emulator.end() }
    let (start, said) = (Date(), Pipe())
    let run = try rig.start(errors: said)
    try #require(try rig.waitUntilOn(since: start))
    try said.fileHandleForReading.close()
    kill(run.processIdentifier, SIGKILL)
    run.waitUntilExit()
    #expect(try rig.waitUntilOff(within: 2))
  }

  @Test("A run whose supervisor dies ends with the cell open, and says why")
  func supervisorDies() throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(.serial, in: program)
    defer { rig.emulator.end() }
    let start = Date()
    let run = try rig.start()
    try #require(try rig.waitUntilOn(since: start))
    let supervisor = try #require(Self.child(of: run.processIdentifier))
    kill(supervisor, SIGKILL)
    run.waitUntilExit()
    #expect(run.terminationStatus == 4)
    #expect(try !rig.isOn)
    #expect(rig.text("run.err").contains("the supervising process is gone"), "\(rig.text("run.err"))")
  }

  /// The first process that another one started and that still lives.
  private static func child(of parent: Int32) -> Int32? {
    let text = try? String(contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)
    return text?.split(separator: " ").first.flatMap { Int32($0) }
  }

  @Test("A run that crashes opens the cell as soon as one that is killed", arguments: [SIGILL, SIGSEGV])
  func crash(signal: Int32) throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(.serial, in: program)
    defer { rig.emulator.end() }
    let start = Date()
    let run = try rig.start()
    try #require(try rig.waitUntilOn(since: start))
    let crashed = Date().timeIntervalSince1970
    kill(run.processIdentifier, signal)
    run.waitUntilExit()
    #expect(run.terminationReason == .uncaughtSignal)
    #expect(try rig.waitUntilOff(within: 2))
    let offAt = try #require(rig.output.offAfter(crashed))
    #expect(offAt - crashed <= 2, "\(offAt - crashed) s")
    #expect(wait(5) { rig.text("run.supervisor.log").contains("the output is off") })
  }
}
