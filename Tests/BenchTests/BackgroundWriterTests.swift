import Bench
import Cycling
import Dispatch
import Foundation
import Quantities
import Recording
import Synchronization
import Testing

@Suite("Recording in the background")
struct BackgroundWriterTests {
  /// A disk that takes nothing until it is told to.
  private final class StuckDisk: RunSink {
    let gate = DispatchSemaphore(value: 0)
    let taken = Mutex<[Double]>([])
    let commits = Mutex(0)
    let isClosed = Mutex(false)
    let delay = Duration.zero

    func record(_ event: RunEvent) throws {
      gate.wait()
      gate.signal()
      if case .reading(let reading) = event { taken.withLock { $0.append(reading.reading.time.si) } }
    }
    func record(unkept reading: Reading) throws {}
    func commit(_ last: RunEvent?, state: @escaping @Sendable () throws -> RunFile.Snapshot) throws { _ = try state() }
    func commit() throws {
      if isClosed.withLock({ $0 }) { throw RecordingError.closed(path: "a.sandglass") }
      commits.withLock { $0 += 1 }
    }
    func close() throws { isClosed.withLock { $0 = true } }
  }

  private static func reading(_ second: Int) -> RunEvent {
    let reading = Reading(time: Quantity(si: Double(second)), voltage: Quantity(si: 0.1), current: .zero)
    return .reading(RecordedReading(reading: reading, stepCount: 1, cycle: 1, stepCharge: .zero))
  }

  @Test("A stuck disk holds nobody up, is seen, and loses nothing when it goes on", .timeLimit(.minutes(1)))
  func stuck() throws {
    let disk = StuckDisk()
    let writer = BackgroundWriter(disk, path: "a.sandglass")
    #expect(writer.delay == .zero)
    let clock = ContinuousClock()
    let took = try clock.measure { for second in 0..<5000 { try writer.record(Self.reading(second)) } }
    // The disk takes for ever; the caller would have waited for it.
    #expect(took < .seconds(5))
    while writer.delay < .milliseconds(20) { sched_yield() }
    #expect(disk.taken.withLock { $0 } == [])
    disk.gate.signal()
    try writer.close()
    #expect(disk.taken.withLock { $0 } == (0..<5000).map(Double.init))
    #expect(writer.delay == .zero)
  }

  @Test("Nothing is committed behind the end: a closed file is no fault", .timeLimit(.minutes(1)))
  func commitDueAtTheEnd() async throws {
    let disk = StuckDisk()
    disk.gate.signal()
    let writer = BackgroundWriter(disk, path: "a.sandglass")
    try writer.record(Self.reading(0))
    try writer.close()
    // A commit was due by now, as on a machine that is too busy to hand over in time.
    try await Task.sleep(for: .milliseconds(200))
    try writer.close()
    #expect(disk.commits.withLock { $0 } == 0)
  }

  @Test("A disk that takes nothing for too long ends the run before memory does", .timeLimit(.minutes(1)))
  func bounded() throws {
    let disk = StuckDisk()
    let writer = BackgroundWriter(disk, path: "a.sandglass")
    var accepted = 0
    let failure = #expect(throws: RecordingError.self) {
      while accepted < 3 * BackgroundWriter.mostWaiting {
        try writer.record(Self.reading(accepted))
        accepted += 1
      }
    }
    #expect(accepted <= 2 * BackgroundWriter.mostWaiting)
    #expect(failure?.description.contains("the disk is too slow") == true)
    disk.gate.signal()
    try writer.close()
  }

  @Test("A delay is told once, again when it grows, and when it is over")
  func delays() {
    var delays = RecordingDelay()
    let said = [0, 0.9, 1.1, 3, 0.8, 2, 11, 60, 0.1, 2].map { seconds in
      delays.alarm(for: .seconds(seconds), at: Quantity(si: 7))
    }
    #expect(
      said.map { $0?.severity } == [nil, nil, .watch, nil, nil, nil, .alarm, nil, .info, .watch])
    #expect(said.compactMap { $0 }.allSatisfy { $0.kind == .recordingDelay && $0.time.si == 7 })
    #expect(said[2]?["delay_s"] == 1.1)
  }
}
