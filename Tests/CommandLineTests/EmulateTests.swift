import Foundation
import Testing

@Suite("sandglass emulate", .onOwnThreads, .serialized)
struct EmulateTests {
  /// The program as it emulates, until it is told to end.
  private final class Emulator {
    let process = Process()
    let ready: [String: Any]
    private let output = Pipe()

    init(_ arguments: [String], in folder: URL) throws {
      process.executableURL = Program.url
      process.arguments = ["emulate"] + arguments + ["--json"]
      process.currentDirectoryURL = folder
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      process.standardInput = FileHandle.nullDevice
      try process.run()
      var line = Data()
      while !line.contains(10) {
        let more = output.fileHandleForReading.availableData
        if more.isEmpty { break }
        line += more
      }
      ready = try #require(JSONSerialization.jsonObject(with: line) as? [String: Any])
    }

    func end() -> Int32 {
      process.interrupt()
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  /// Opens a terminal as a client would.
  private func open(_ path: String) throws -> FileHandle { try FileHandle(forUpdating: URL(filePath: path)) }

  private func line(from handle: FileHandle) -> String {
    var bytes = Data()
    while bytes.last != 10, let more = try? handle.read(upToCount: 1), !more.isEmpty { bytes += more }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("A terminal with a link, an answer, a truth file, and nothing left behind")
  func terminal() throws {
    let program = try Program()
    defer { program.remove() }
    let link = program.folder.appending(path: "meter").path
    let truth = program.folder.appending(path: "truth.jsonl")
    let emulator = try Emulator(
      ["--device", "keithley-2400", "--cell", "li-li-coin", "--pty", link, "--truth", truth.path], in: program.folder)
    #expect(emulator.ready["ready"] as? Bool == true)
    let meter = try open(link)
    for command in [":OUTP:SMOD HIMP", ":SOUR:FUNC CURR", ":SOUR:CURR 1E-4", ":OUTP ON", ":READ?"] {
      try meter.write(contentsOf: Data((command + "\n").utf8))
    }
    #expect(line(from: meter).split(separator: ",").count == 5)
    try meter.close()
    #expect(emulator.end() == 0)
    #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: link)) == nil)
    let lines = try String(contentsOf: truth, encoding: .utf8).split(separator: "\n")
    let events = try lines.map { try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]) }
    #expect(events.contains { $0["event"] as? String == "reading" && $0["true_current_A"] != nil })
    #expect(events.allSatisfy { $0["unix_s"] != nil })
  }

  @Test("A cable that is pulled takes the link with it, and brings it back")
  func unplugged() throws {
    let program = try Program()
    defer { program.remove() }
    let faults = try program.file("faults.yaml", "faults: [{fault: disconnect, message: 2, for: 1 s}]")
    let link = program.folder.appending(path: "meter").path
    let emulator = try Emulator(
      ["--device", "keithley-2400", "--cell", "li-li-coin", "--pty", link, "--faults", faults], in: program.folder)
    func isThere() -> Bool { (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != nil }
    let meter = try open(link)
    for _ in 0..<2 { try meter.write(contentsOf: Data("*IDN?\n".utf8)) }
    let deadline = Date() + 10
    while isThere(), Date() < deadline { usleep(10_000) }
    #expect(!isThere())
    while !isThere(), Date() < deadline { usleep(10_000) }
    #expect(isThere())
    try meter.close()
    let again = try open(link)
    try again.write(contentsOf: Data("*IDN?\n".utf8))
    #expect(line(from: again).hasPrefix("KEITHLEY"))
    #expect(emulator.end() == 0)
  }

  @Test("A bench of several, with addresses of its own")
  func bench() throws {
    let program = try Program()
    defer { program.remove() }
    let file = try program.file(
      "bench.yaml",
      """
      speed: 10
      instruments:
        - {name: a, device: ea-psb-10000, cell: li-lfp, tcp: "127.0.0.1:0", rtu tcp: "127.0.0.1:0"}
        - {name: b, device: ea-psb-10000, cell: li-nmc, tcp: "127.0.0.1:0"}
        - {name: oven, device: eurotherm-3200, tcp: "127.0.0.1:0"}
      """)
    let emulator = try Emulator(["--bench", file], in: program.folder)
    let instruments = try #require(emulator.ready["instruments"] as? [[String: Any]])
    #expect(instruments.compactMap { $0["name"] as? String } == ["a", "b", "oven"])
    let addresses = instruments.flatMap { $0["ports"] as? [[String: String]] ?? [] }.compactMap { $0["address"] }
    #expect(Set(addresses).count == 4)
    #expect(emulator.end() == 0)
  }

  @Test(
    "What cannot be is refused with what to write instead",
    arguments: [
      (["--device", "ea-psb-1000", "--cell", "li-lfp", "--tcp", "0"], "ea-psb-10000"),
      (["--device", "ea-psb-10000", "--tcp", "0"], "no cell"),
      (["--device", "riden-rd60xx:RD6006X", "--cell", "li-lfp", "--tcp", "0"], "RD6006P"),
      (["--device", "ea-psb-10000", "--cell", "li-lfp"], "reached nowhere"),
      (["--device", "keithley-2400", "--cell", "li-lfp", "--rtu-tcp", "0"], "does not speak Modbus"),
      (["--device", "ea-psb-10000", "--cell", "li-lfp", "--tcp", "0.0.0.0:0"], "--allow-network"),
      (["--device", "ea-psb-10000", "--cell", "li-lfp", "--tcp", "here"], "HOST:PORT"),
      (["--device", "ea-psb-10000", "--cell", "li-lfq", "--tcp", "0"], "li-lfp"),
      (["--device", "ea-psb-10000", "--cell", "li-lfp", "--pty", "taken"], "taken"),
      (["--device", "ea-psb-10000", "--cell", "li-lfp", "--tcp", "0", "--faults", "faults.yaml"], "late reply"),
      (["--bench", "bench.yaml"], "keithley-2400"), (["--bench", "bench.yaml", "--device", "x"], "one of"),
      ([], "one of"),
    ])
  func refusals(arguments: [String], words: String) throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.file("taken", "somebody's")
    _ = try program.file("faults.yaml", "faults: [{fault: late replay, message: 1}]")
    _ = try program.file("bench.yaml", "instruments: [{device: keithly-2400, cell: li-lfp, terminal: x}]")
    let result = try program.call(["emulate"] + arguments)
    #expect(result.status == 2, "\(result.errors)")
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(result.output.isEmpty)
  }
}
