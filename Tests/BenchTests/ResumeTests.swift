import Bench
import Cycling
import Foundation
import Quantities
import Recording
import Runner
import Synchronization
import Testing

@Suite("Going on with a virtual run that was killed", .timeLimit(.minutes(5)))
struct ResumeTests {
  private static let testProtocol = """
    sandglass: 1
    name: killed
    safety: {voltage: [-5 V, 5 V]}
    record: {every: 10 s, dV: 2 mV}
    steps:
      - repeat: 4
        steps:
          - plate: 1 mA/cm2
            until: 1 mAh/cm2
          - rest: 10 min
          - strip: 1 mA/cm2
            until: [voltage >= 1 V, 2 h]
    """

  /// Everything in a run file but the note that the program was gone, as text, so that not-a-number equals itself.
  private static func events(of file: URL) throws -> [String] {
    var events: [String] = []
    try RunFile.Reader(opening: file).forEachEvent { event in
      if case .journal(let entry) = event, entry.kind == .interrupted { return }
      events.append("\(event)")
    }
    return events
  }

  /// Short enough for real time, made faster.
  private static let liveProtocol = """
    sandglass: 1
    name: killed
    safety: {voltage: [-5 V, 5 V]}
    record: {every: 5 s}
    steps:
      - repeat: 2
        steps:
          - plate: 1 mA/cm2
            until: 10 min
          - strip: 1 mA/cm2
            until: 10 min
    """

  private static func prepare(_ folder: URL, live: Bool = false) throws -> PreparedRun {
    let source = folder.appending(path: "killed.yaml")
    try (live ? liveProtocol : testProtocol).write(to: source, atomically: true, encoding: .utf8)
    return try ShippedFiles.find().prepare(
      RunRequest(protocolName: source.path, cellName: live ? "li-li-coin" : "ether-lino3-cu-ageing"))
  }

  @Test("It ends as the run that was never killed, to the last bit", arguments: [1, 2, 450, 1001, 1700])
  func identical(killedAt count: Int) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "resume-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try VirtualRun(
      Self.prepare(folder), seed: 5, recordingIn: folder.appending(path: "whole.sandglass")
    ).runFast(for: VirtualRun.Audience())

    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String, count = count as Int] in
      let folder = URL(filePath: path)
      let seen = Mutex(0)
      _ = try VirtualRun(
        Self.prepare(folder), seed: 5, recordingIn: folder.appending(path: "killed.sandglass")
      ).runFast(
        for: VirtualRun.Audience(listen: { _ in
          let isTime = seen.withLock { seen in
            seen += 1
            return seen == count
          }
          if isTime { kill(getpid(), SIGKILL) }
        }))
    }
    let file = folder.appending(path: "killed.sandglass")
    #expect(try RunVerification(of: file).isWhole)
    let (run, speed) = try VirtualRun.resuming(file)
    #expect(speed == .max)
    let resumed = try run.runFast(for: VirtualRun.Audience())
    #expect(try Self.events(of: file) == Self.events(of: folder.appending(path: "whole.sandglass")))
    #expect(resumed.summary.plated == whole.summary.plated)
    #expect(resumed.summary.readings == whole.summary.readings)
    #expect(resumed.summary.coulombicEfficiencies == whole.summary.coulombicEfficiencies)
    #expect(resumed.end == whole.end)
    #expect(resumed.trueSandTimes == whole.trueSandTimes)
    #expect(try RunVerification(of: file).isWhole)
    #expect(throws: RecordingError.ended(path: file.path)) { try VirtualRun.resuming(file) }
  }

  @Test("A live run goes on in the same step, and its gap is journalled")
  func live() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "resume-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = folder.path as String] in
      let folder = URL(filePath: path)
      _ = try await VirtualRun(
        Self.prepare(folder, live: true), seed: 5, recordingIn: folder.appending(path: "killed.sandglass"),
        speed: .times(300)
      ).runLive(
        speed: 300, for: VirtualRun.Audience(observe: { if $0.reading.time.si > 900 { kill(getpid(), SIGKILL) } }))
    }
    let file = folder.appending(path: "killed.sandglass")
    let before = try RunSummary(of: RunFile.Reader(opening: file))
    let (run, speed) = try VirtualRun.resuming(file)
    #expect(speed == .times(300))
    let report = try await run.runLive(speed: 300, for: VirtualRun.Audience())
    #expect(report.end.way == .completed)
    let steps = report.summary.steps
    #expect(steps.map(\.name) == ["plate", "strip", "plate", "strip"])
    #expect(steps.prefix(before.steps.count - 1) == before.steps.prefix(before.steps.count - 1))
    let gap = try #require(report.summary.journal.first)
    #expect(report.summary.journal.count == 1)
    #expect(gap.kind == .interrupted)
    // The last reading heard may be one that the record rule left out: those are kept until the next snapshot, too.
    #expect(gap.time >= before.duration && gap.time.si < before.duration.si + 10)
    #expect(try #require(gap.duration).si > 0)
    // Time and charge of a step that was cut off count what was recorded, and nothing twice.
    for step in steps {
      #expect(step.duration.si >= 600)
      let counted = step.charge.magnitude.si / (step.duration.si * 10 * report.summary.area.si)
      // What passed within the gap is nobody's; how much that is depends on how busy the computer is.
      if step.stepCount == gap.step { #expect(counted < 1.01) } else { #expect(abs(counted - 1) < 0.01) }
    }
    #expect(try RunVerification(of: file).isWhole)
  }
}
