import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Going on with a run file")
struct ContinuedRunTests {
  private func start(_ folder: ScratchFolder, readings: Int = 1500) throws -> RunFile.Writer {
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    try writer.record(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
    for second in 0..<readings { try writer.record(.reading(RecordedReading(Double(second), 0.1, -1e-3, step: 1))) }
    return writer
  }

  /// What the disk holds at this moment is what a killed process leaves behind.
  private func killed(_ writer: RunFile.Writer, as url: URL) throws {
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: writer.url.path + suffix, toPath: url.path + suffix)
    }
  }

  @Test("A writer goes on where the commits of a killed one end, and numbers on")
  func goesOn() throws {
    let folder = try ScratchFolder()
    let first = try start(folder)
    try first.commit(snapshot: RunFile.Snapshot(format: "test 1", state: Data([1, 2, 0, 255])))
    for second in 1500..<1520 { try first.record(.reading(RecordedReading(Double(second), 0.1, -1e-3, step: 1))) }
    try first.record(unkept: Reading(time: Quantity(si: 1519.5), voltage: Quantity(si: 0.2), current: .zero))
    try first.commit()
    for second in 1520..<1530 { try first.record(.reading(RecordedReading(Double(second), 0.1, -1e-3, step: 1))) }
    try killed(first, as: folder["b.sandglass"])

    let reader = try RunFile.Reader(opening: folder["b.sandglass"])
    let snapshot = try #require(try reader.snapshot())
    #expect(snapshot.position == RunFile.Position(readings: 1500, events: 1))
    #expect(snapshot.state == Data([1, 2, 0, 255]))
    let inputs = try reader.inputs(after: snapshot.position)
    let times = inputs.compactMap { if case .reading(let reading) = $0 { reading.time.si } else { nil } }
    #expect(times == (1500..<1520).map(Double.init) + [1519.5])

    let second = try RunFile.Writer(continuing: folder["b.sandglass"])
    #expect(second.position == RunFile.Position(readings: 1520, events: 1))
    try second.record(.reading(RecordedReading(1520, 0.1, -1e-3, step: 1)))
    try second.record(.ended(RunEnd(way: .completed, time: Quantity(si: 1520), reason: "all steps done")))
    try second.close()
    var read: [Double] = []
    let whole = try RunFile.Reader(opening: folder["b.sandglass"])
    try whole.forEachReading { read.append($0.reading.time.si) }
    #expect(read == (0..<1521).map(Double.init))
    #expect(try RunVerification(of: folder["b.sandglass"]).isWhole)
    #expect(throws: RecordingError.ended(path: second.url.path)) { try RunFile.Writer(continuing: second.url) }
  }

  @Test("One process writes a run file at a time, and others read it meanwhile")
  func oneWriter() async throws {
    let folder = try ScratchFolder()
    let writer = try start(folder)
    #expect(throws: RecordingError.inUse(path: writer.url.path)) { try RunFile.Writer(continuing: writer.url) }
    try writer.commit()
    await #expect(processExitsWith: .success) { [path = writer.url.path as String] in
      let url = URL(fileURLWithPath: path)
      #expect(throws: RecordingError.inUse(path: path)) { try RunFile.Writer(continuing: url) }
      let last = try? RunFile.Reader(opening: url).outermostReadings()?.last
      #expect(last?.reading.time.si == 1499)
    }
    // The others closed the file: the writer's own locks still hold, and nothing was trimmed.
    try writer.record(.reading(RecordedReading(1500, 0.1, -1e-3, step: 1)))
    try writer.close()
    #expect(try RunFile.Reader(opening: writer.url).outermostReadings()?.last.reading.time.si == 1500)
    #expect(try RunVerification(of: writer.url).isWhole)
  }

  @Test("A log cut at any byte opens with whole commits, and the torn tail is counted")
  func tornTail() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    var logAfterCommit: [Int] = []
    for commit in 0..<4 {
      for index in 0..<300 {
        try writer.record(.reading(RecordedReading(Double(commit * 300 + index), 0.1, -1e-3, step: 1)))
      }
      try writer.commit()
      logAfterCommit.append(try Data(contentsOf: URL(fileURLWithPath: writer.url.path + "-wal")).count)
    }
    let main = try Data(contentsOf: writer.url)
    let log = try Data(contentsOf: URL(fileURLWithPath: writer.url.path + "-wal"))
    let url = folder["b.sandglass"]
    for length in stride(from: logAfterCommit[0], through: log.count, by: 997) + [log.count] {
      try main.write(to: url)
      try log.prefix(length).write(to: URL(fileURLWithPath: url.path + "-wal"))
      let reader = try RunFile.Reader(opening: url)
      let commits = logAfterCommit.count { $0 <= length }
      var count = 0
      try reader.forEachReading { reading in
        #expect(reading.reading.time.si == Double(count))
        count += 1
      }
      #expect(count == commits * 300)
      let tail = length - logAfterCommit[commits - 1]
      // Under sixteen bytes of a frame do not show whose it is.
      if tail >= 16 { #expect((reader.tornTail?.bytes ?? 0) > tail - 4120) } else { #expect(reader.tornTail == nil) }
      try? FileManager.default.removeItem(atPath: url.path + "-shm")
    }
  }
}
