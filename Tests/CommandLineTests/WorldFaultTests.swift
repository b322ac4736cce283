import Foundation
import Testing

/// What happens around a run on an instrument: each time the instrument itself says whether the cell is open.
@Suite("A run on an instrument, and the world around it", .onOwnThreads, .serialized)
struct WorldFaultTests {
  /// Whether a run file is whole, by the program's own word.
  private func isWhole(_ file: String, in program: Program) throws -> Bool {
    try program("verify", file).status == 0
  }

  @Test(
    "A cable that is pulled for a second: the run goes on, and the reading behind it is marked",
    arguments: InstrumentRig.Way.allCases)
  func cableIsPulled(_ way: InstrumentRig.Way) throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(
      way, in: program, steps: InstrumentRig.steady(7), faults: "faults: [{fault: disconnect, at: 4 s, for: 1 s}]")
    defer { rig.emulator.end() }
    let run = try rig.start()
    run.waitUntilExit()
    #expect(run.terminationStatus == 0, "\(rig.text("run.err"))")
    #expect(try !rig.isOn)
    #expect(try rig.emulator.facts().facts.contains { $0.event == "fault" })
    #expect(try isWhole("run.sandglass", in: program))
    #expect(try program("export", "run.sandglass", "--format", "csv", "--out", "run.csv").status == 0)
    #expect(rig.text("run.csv").split(separator: "\n").contains { $0.contains("gap") }, "\(rig.text("run.csv"))")
    #expect(rig.text("run.supervisor.log").isEmpty, "nothing was left to the supervisor")
  }

  @Test(
    "A cable that stays out for longer than a reading may age: the run ends, and the cell is opened when it is back",
    arguments: InstrumentRig.Way.allCases)
  func cableStaysOut(_ way: InstrumentRig.Way) throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(
      way, in: program, steps: InstrumentRig.steady(60), faults: "faults: [{fault: disconnect, at: 4 s, for: 7 s}]")
    defer { rig.emulator.end() }
    let run = try rig.start()
    run.waitUntilExit()
    #expect(run.terminationStatus == 4)
    let said = try #require(try rig.report()["reason"] as? String)
    // Whoever reaches it first opens it: the run while it ends, or its supervisor behind it.
    #expect(said.hasSuffix("the cell is open now") ? try !rig.isOn : said.hasSuffix("NOT known: look at it"), "\(said)")
    #expect(try rig.waitUntilOff())
    #expect(try isWhole("run.sandglass", in: program))
  }

  @Test(
    "A disk that fills up: the cell is opened, what was committed is whole, and with room the run goes on",
    .enabled(if: SmallDisk.canBeMade, "mounting a small disk needs root"))
  func fullDisk() throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(.serial, in: program, steps: InstrumentRig.steady(6))
    defer { rig.emulator.end() }
    let disk = try #require(try SmallDisk(bytes: 8 << 20))
    let start = Date()
    let run = try rig.start(in: disk.folder)
    try #require(try rig.waitUntilOn(since: start))
    Thread.sleep(forTimeInterval: 2)
    disk.fill()
    let full = Date().timeIntervalSince1970
    run.waitUntilExit()
    #expect(run.terminationStatus == 4)
    let said = rig.text("run.err")
    #expect(said.contains("the disk is full") && said.contains("make room on the disk"), "\(said)")
    try rig.output.look()
    let offAt = try #require(rig.output.offAfter(full))
    // Readings come once a second, a commit a tenth of a second later; the next reading's brings it to light.
    #expect(offAt - full < 5, "\(offAt - full) s")
    let file = disk.folder.appending(path: "run.sandglass").path
    #expect(try isWhole(file, in: program))
    disk.clear()
    let resumed = try program("resume", file, "--yes", "--json")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try isWhole(file, in: program))
    #expect(try !rig.isOn)
  }

  @Test("A run that is stopped for ten seconds goes on, and says that nobody looked at the cell")
  func stoppedForAWhile() throws {
    let program = try Program()
    defer { program.remove() }
    // The instrument hangs up meanwhile.
    let rig = try InstrumentRig(.tcp, in: program, steps: InstrumentRig.steady(14))
    defer { rig.emulator.end() }
    let start = Date()
    let run = try rig.start()
    try #require(try rig.waitUntilOn(since: start))
    Thread.sleep(forTimeInterval: 1)
    kill(run.processIdentifier, SIGSTOP)
    Thread.sleep(forTimeInterval: 10)
    #expect(try rig.isOn, "the supervisor waits longer than that")
    kill(run.processIdentifier, SIGCONT)
    run.waitUntilExit()
    #expect(run.terminationStatus == 0, "\(rig.text("run.err"))")
    #expect(try !rig.isOn)
    let alarms = try #require(try rig.report()["alarms"] as? [[String: Any]])
    let late = try #require(alarms.first { $0["kind"] as? String == "stale-data" }?["late_s"] as? Double)
    #expect(late > 8 && late < 15, "\(late) s")
    #expect(rig.text("run.err").contains("nobody looked at the cell"), "\(rig.text("run.err"))")
    #expect(try isWhole("run.sandglass", in: program))
  }

  @Test("A run that stays stopped is ended by its supervisor, and the cell is opened")
  func stoppedForGood() throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(.serial, in: program)
    defer { rig.emulator.end() }
    // A shell in the place of the run: it allows half a second, and stops. The output is on as this meter comes up.
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/sh")
    let profile = try #require(Self.profile("keithley-2400"))
    let copy = try program.file("profile.yaml", profile)
    shell.arguments = [
      "-c",
      """
      mkfifo signs; "$0" supervise --profile "$1" --port "$2" --worker $$ --log stopped.log <signs & exec 9>signs
      echo 0.5 >&9; kill -STOP $$
      """, Program.url.path, copy, program.folder.appending(path: "smu").path,
    ]
    shell.currentDirectoryURL = program.folder
    #expect(try rig.isOn)
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationReason == .uncaughtSignal && shell.terminationStatus == SIGKILL)
    #expect(try rig.waitUntilOff(within: 5))
    #expect(wait(5) { rig.text("stopped.log").contains("the output is off") })
    #expect(rig.text("stopped.log").contains("has said nothing for 0.5 s"), "\(rig.text("stopped.log"))")
  }

  @Test(
    "A second process on the port is refused with the number of the first, which goes on",
    arguments: InstrumentRig.Way.allCases)
  func twoProcesses(_ way: InstrumentRig.Way) throws {
    let program = try Program()
    defer { program.remove() }
    let rig = try InstrumentRig(way, in: program, steps: InstrumentRig.steady(4))
    defer { rig.emulator.end() }
    let start = Date()
    let first = try rig.start("first")
    try #require(try rig.waitUntilOn(since: start))
    let second = try rig.start("second")
    second.waitUntilExit()
    #expect(second.terminationStatus == 4)
    let said = rig.text("second.err")
    #expect(said.contains("process \(first.processIdentifier) has the port"), "\(said)")
    #expect(said.contains("the cell is as it was"), "\(said)")
    #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "second.sandglass").path))
    #expect(try rig.isOn, "the first has it")
    first.waitUntilExit()
    #expect(first.terminationStatus == 0, "\(rig.text("first.err"))")
    #expect(try !rig.isOn)
    #expect(try isWhole("first.sandglass", in: program))
  }

  private static func profile(_ name: String) -> String? {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    return try? String(contentsOf: root.appending(path: "Profiles/Devices/\(name).yaml"), encoding: .utf8)
  }
}

/// A file system of so many bytes in memory; gone with the value. Only root may mount one.
private final class SmallDisk {
  let folder: URL

  init?(bytes: Int) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sandglass-disk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    guard mount("tmpfs", folder.path, "tmpfs", 0, "size=\(bytes)") == 0 else {
      try? FileManager.default.removeItem(at: folder)
      return nil
    }
  }

  deinit {
    umount2(folder.path, 2)
    try? FileManager.default.removeItem(at: folder)
  }

  /// Leaves no byte free.
  func fill() {
    let descriptor = open(folder.appending(path: "filler").path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let block = [UInt8](repeating: 1, count: 4096)
    while write(descriptor, block, block.count) > 0 {}
    close(descriptor)
  }

  /// Makes room again.
  func clear() { unlink(folder.appending(path: "filler").path) }

  static let canBeMade = (try? SmallDisk(bytes: 1 << 16)) ?? nil != nil
}
