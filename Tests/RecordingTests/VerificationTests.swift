import Cycling
import Foundation
import GRDB
import Quantities
import Recording
import Synchronization
import Testing

@Suite("Verification of run files")
struct VerificationTests {
  private func wholeRun(_ folder: ScratchFolder) throws -> URL {
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    return folder["a.sandglass"]
  }

  private func damage(in url: URL) throws -> [String] {
    try RunVerification(of: url).findings.filter { $0.weight == .damage }.map(\.what)
  }

  @Test("A finished run has nothing against it")
  func whole() throws {
    let folder = try ScratchFolder()
    let found = try RunVerification(of: wholeRun(folder))
    #expect(found.findings == [])
    #expect(found.isWhole)
    #expect(found.readings > 0)
    #expect(found.end?.way == .completed)
  }

  @Test(
    "Whatever was changed is named",
    arguments: [
      ("UPDATE readings SET voltage_V = voltage_V + 1e-12 WHERE record_index = 3", "checksum"),
      ("UPDATE readings SET step_count = 9 WHERE record_index = 3", "never began"),
      ("DELETE FROM readings WHERE record_index = 2", "readings are missing or double"),
      ("DELETE FROM readings WHERE record_index > 3", "are not all there"),
      ("INSERT INTO readings SELECT 1000, 1e9, 0, 0, 1, 1, 0, 0, 0, 0", "belong to no commit"),
      ("UPDATE step_ends SET reason = 'nobody knows' WHERE step_count = 1", "events 1 to"),
      ("UPDATE step_ends SET charge_C = 7 WHERE step_count = 1", "ended with a charge of 7.0 C"),
      ("UPDATE readings SET test_time_s = -1 WHERE record_index = 3", "test time runs back"),
      ("DELETE FROM endings", "are not all there"),
    ])
  func changed(sql: String, words: String) throws {
    let folder = try ScratchFolder()
    let url = try wholeRun(folder)
    let database = try DatabaseQueue(path: url.path)
    try database.write { try $0.execute(sql: sql) }
    try database.close()
    let said = try damage(in: url)
    #expect(said.contains { $0.contains(words) }, "\(said)")
  }

  @Test("A changed protocol or header is refused at once")
  func changedHeader() throws {
    let folder = try ScratchFolder()
    let url = try wholeRun(folder)
    let database = try DatabaseQueue(path: url.path)
    try database.write { try $0.execute(sql: "UPDATE run SET notes = 'the operator may add to these'") }
    #expect(try RunVerification(of: url).isWhole)
    try database.write { try $0.execute(sql: "UPDATE run SET protocol_text = protocol_text || ' '") }
    try database.close()
    #expect(
      throws: RecordingError.damaged(
        path: url.path, reason: "the header is not what was written: its checksum differs")
    ) { try RunVerification(of: url) }
  }

  @Test("A clock that is set back by an hour is told, and touches no reading")
  func clockSetBack() throws {
    let folder = try ScratchFolder()
    let url = folder["a.sandglass"]
    let seconds = Mutex(0.0)
    let clock: @Sendable () -> RunFile.Moment = {
      let now = seconds.withLock { $0 }
      // Half a second a day fast, and set back by an hour after 100 s.
      return RunFile.Moment(unix: 1.8e9 + now * (1 + 5.787e-6) - (now > 100 ? 3600 : 0), monotonic: 5000 + now)
    }
    let writer = try RunFile.Writer(creating: url, header: .handMade(), clock: clock)
    try writer.record(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "rest", cycle: 1, time: .zero)))
    for second in 0...200 {
      seconds.withLock { $0 = Double(second) }
      try writer.record(.reading(RecordedReading(Double(second), 0.1, 0, step: 1, setpoint: .open)))
      try writer.commit()
    }
    try writer.record(.ended(RunEnd(way: .completed, time: Quantity(si: 200), reason: "all steps done")))
    try writer.close()
    let found = try RunVerification(of: url)
    #expect(found.isWhole)
    #expect(
      found.findings.map(\.what) == [
        "the computer's clock was set back by 3600.0 s behind 100.0 s of test time; test time does not follow it"
      ])
    let drift = try #require(found.clockDrift)
    #expect(abs(drift - 5.787) < 0.01)
    var latest = -1.0
    try RunFile.Reader(opening: url).forEachReading {
      #expect($0.reading.time.si > latest)
      latest = $0.reading.time.si
    }
  }

  @Test("A run that was cut off says so, and what was trimmed")
  func cutOff() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    try writer.record(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
    for second in 0..<2999 {
      try writer.record(.reading(RecordedReading(Double(second), 0.1, -1e-3, step: 1, charge: -1e-3 * Double(second))))
    }
    let log = try Data(contentsOf: URL(fileURLWithPath: writer.url.path + "-wal"))
    try FileManager.default.copyItem(at: writer.url, to: folder["b.sandglass"])
    try log.prefix(log.count - 5000).write(to: URL(fileURLWithPath: folder["b.sandglass"].path + "-wal"))
    let found = try RunVerification(of: folder["b.sandglass"])
    #expect(found.isWhole)
    #expect(found.readings < 2999)
    #expect(found.findings.contains { $0.what.contains("a torn tail was trimmed") })
    #expect(found.findings.contains { $0.what.contains("the run has not ended") })
  }
}
