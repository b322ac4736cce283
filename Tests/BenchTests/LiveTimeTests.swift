import Bench
import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Time in a live run", .timeLimit(.minutes(2)))
struct LiveTimeTests {
  private static let testProtocol = """
    sandglass: 1
    name: live
    safety: {voltage: [-5 V, 5 V]}
    record: {every: 1 s}
    steps:
      - plate: 1 mA/cm2
        until: 90 s
    """

  @Test("Making the run file takes nothing off the run: a reading comes at its second, and not later by what that took")
  func readingsComeInTime() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "live-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "live.yaml")
    try Self.testProtocol.write(to: source, atomically: true, encoding: .utf8)
    let prepared = try ShippedFiles.find().prepare(RunRequest(protocolName: source.path, cellName: "li-li-coin"))
    let file = folder.appending(path: "live.sandglass")
    _ = try await VirtualRun(prepared, seed: 1, recordingIn: file, speed: .times(60)).runLive(
      speed: 60, for: VirtualRun.Audience())
    var times: [Double] = []
    try RunFile.Reader(opening: file).forEachReading { times.append($0.reading.time.si) }
    // A busy machine is late now and then; what the file took would be there in each of them.
    let late = times.dropFirst().dropLast().map { $0 - $0.rounded(.down) }
    #expect(try #require(late.min()) < 0.2, "\(late)")
  }
}
