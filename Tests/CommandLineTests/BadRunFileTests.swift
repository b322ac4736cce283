import Foundation
import Testing

@Suite("Run files that are not as they should be", .onOwnThreads)
struct BadRunFileTests {
  /// What was done to a run file, and what everybody is told about it.
  enum Fault: String, CaseIterable {
    case missing = "there is no such file"
    case empty = "this is not a run file"
    case foreign = "this is not a run file\n  mend: run files are written by `run`"
    case newer = "schema version 9; this program knows versions up to 3\n  mend: update this program"
    case cutShort = "the run file is damaged: it was cut to 20000 of"
    case flipped = "readings 1 to"

    /// Does it; offsets are those of https://sqlite.org/fileformat.html, section 1.3.
    func happen(to whole: Data, at file: URL) throws {
      var data = whole
      switch self {
      case .missing: return
      case .empty: data = Data()
      case .foreign: data = Data("time_s,current_A,voltage_V\n0,1,2\n".utf8)
      case .newer: data[60..<64] = Data([0, 0, 0, 9])
      case .cutShort: data = data.prefix(20_000)
      case .flipped:
        // The voltage of some reading, as SQLite keeps it.
        let voltage = Data([0x3F, 0xB9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A])
        let place = try #require(data.range(of: voltage, options: .backwards)).lowerBound
        data[place + 7] ^= 1
      }
      try data.write(to: file)
    }
  }

  @Test("Every verb says what is wrong and exits with 2; nothing is written", arguments: Fault.allCases)
  func told(_ fault: Fault) throws {
    let program = try Program()
    defer { program.remove() }
    let source = try program.file(
      "hold.yaml",
      """
      sandglass: 1
      name: hold
      safety: {voltage: [-1 V, 1 V]}
      record: {every: 1 s}
      steps:
        - hold: 0.1 V
          until: 20 s
      """)
    let quiet = try program.file("quiet.yaml", Self.quietCell())
    #expect(try program("run", source, "--cell", quiet, "--out", "whole.sandglass").status == 0)
    let whole = try Data(contentsOf: program.folder.appending(path: "whole.sandglass"))
    try fault.happen(to: whole, at: program.folder.appending(path: "a.sandglass"))
    let before = try FileManager.default.contentsOfDirectory(atPath: program.folder.path).sorted()
    for verb in [
      ["verify"], ["report"], ["report", "--json"], ["report", "--html", "x.html"], ["replay"], ["resume"],
      ["export", "--format", "bdf-csv", "--out", "x.csv"], ["plot", "--out", "x.svg"],
    ] {
      let result = try program.call([verb[0], "a.sandglass"] + verb.dropFirst())
      // A run that is over is not gone on with, whatever its readings are.
      if verb == ["resume"], fault == .flipped { continue }
      // What `verify` finds is its result.
      let isFound = verb == ["verify"] && fault == .flipped
      #expect(result.status == (isFound ? 4 : 2), "\(verb)")
      #expect(
        (isFound || result.errors.contains("a.sandglass")) && result.errors.contains(fault.rawValue),
        "\(verb): \(result.errors)")
      #expect(result.output.isEmpty, "\(verb)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path).sorted() == before)
  }

  /// A shipped cell whose readings have no noise, so that a voltage that is held can be found in the file.
  private static func quietCell() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let coin = try String(contentsOf: root.appending(path: "Profiles/Cells/li-li-coin.yaml"), encoding: .utf8)
    return coin.replacing("noise: 0.1 mV", with: "noise: 0 mV")
  }

  @Test("A second process is refused while a run goes on, which notices nothing")
  func inUse() throws {
    let program = try Program()
    defer { program.remove() }
    let run = Process()
    run.executableURL = Program.url
    run.arguments = ["run", "smoke", "--speed", "60", "--out", "a.sandglass"]
    run.currentDirectoryURL = program.folder
    (run.standardOutput, run.standardError, run.standardInput) = (
      FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice
    )
    try run.run()
    let file = program.folder.appending(path: "a.sandglass").path
    for _ in 0..<500 where !FileManager.default.fileExists(atPath: file) { usleep(10_000) }
    let second = try program("resume", "a.sandglass")
    #expect(second.status == 4)
    #expect(!second.errors.contains("goes on"))
    #expect(
      second.errors.contains("another program holds this run file\n  mend: wait until it has finished, or end it"))
    #expect(try program("run", "smoke", "--out", "a.sandglass").status == 2)
    #expect(try program("verify", "a.sandglass").status == 0, "readers come and go")
    run.waitUntilExit()
    #expect(run.terminationStatus == 0)
    let verdict = try program("verify", "a.sandglass")
    #expect(verdict.status == 0)
    #expect(!verdict.errors.contains("interrupted"))
  }
}
