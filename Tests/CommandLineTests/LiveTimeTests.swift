import Foundation
import Testing

@Suite("Time in a live run", .onOwnThreads)
struct LiveTimeTests {
  @Test("Making the run file takes nothing off the run: a reading comes at its second, and not later by what that took")
  func readingsComeInTime() throws {
    let program = try Program()
    defer { program.remove() }
    let source = try program.file(
      "live.yaml",
      """
      sandglass: 1
      name: live
      safety: {voltage: [-5 V, 5 V]}
      record: {every: 1 s}
      steps:
        - plate: 1 mA/cm2
          until: 40 s
      """)
    let run = try program("run", source, "--cell", "li-li-coin", "--speed", "10", "--out", "live.sandglass")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try program("export", "live.sandglass", "--format", "csv", "--out", "live.csv").status == 0)
    let lines = try String(contentsOf: program.folder.appending(path: "live.csv"), encoding: .utf8).split(
      separator: "\n")
    let times = lines.dropFirst().compactMap { $0.split(separator: ",").first.flatMap { Double($0) } }
    // A busy machine is late now and then; what the file took would be there in each of them.
    let late = times.dropFirst().dropLast().map { $0 - $0.rounded(.down) }
    #expect(try #require(late.min()) < 0.2, "\(late)")
  }
}
