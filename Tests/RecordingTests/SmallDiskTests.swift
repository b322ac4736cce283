import Cycling
import Foundation
import Quantities
import Recording
import Testing

/// A file system of so many bytes in memory; gone with the value. Only root may mount one.
private final class SmallDisk {
  let folder: ScratchFolder

  init?(bytes: Int) throws {
    folder = try ScratchFolder()
    guard mount("tmpfs", folder.url.path, "tmpfs", 0, "size=\(bytes)") == 0 else { return nil }
  }

  deinit { umount2(folder.url.path, 2) }

  static let canBeMade = (try? SmallDisk(bytes: 1 << 16)) ?? nil != nil
}

@Suite("A disk that is full, and a file that is long")
struct SmallDiskTests {
  @Test(
    "On a full disk the run ends, everything committed is whole, and with room it goes on",
    .enabled(if: SmallDisk.canBeMade, "mounting a small disk needs root"))
  func full() throws {
    let disk = try #require(try SmallDisk(bytes: 1 << 20))
    let file = disk.folder["a.sandglass"]
    let acknowledged = Acknowledged()
    var failure: RecordingError?
    var recorded = 0
    do {
      let writer = try RunFile.Writer(creating: file, header: .handMade(), acknowledge: acknowledged.take)
      try writer.record(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
      while recorded < 100_000 {
        do throws(RecordingError) {
          try writer.record(.reading(RecordedReading(Double(recorded), 0.1, -1e-3, step: 1)))
        } catch {
          failure = error
          break
        }
        recorded += 1
      }
      #expect(throws: RecordingError.diskFull(path: file.path)) { try writer.close() }
    }
    #expect(failure == .diskFull(path: file.path))
    #expect(failure?.description.contains("mend: make room on the disk") == true)
    #expect(try RunVerification(of: file).isWhole)
    let kept = try RunFile.Reader(opening: file).position().readings
    #expect(kept == acknowledged.readings)
    #expect(kept > 1000 && kept < recorded)

    #expect(mount("tmpfs", disk.folder.url.path, "tmpfs", UInt(MS_REMOUNT), "size=8388608") == 0)
    let writer = try RunFile.Writer(continuing: file)
    for second in kept..<(kept + 5000) {
      try writer.record(.reading(RecordedReading(Double(second), 0.1, -1e-3, step: 1)))
    }
    try writer.close()
    #expect(try RunVerification(of: file).isWhole)
    #expect(try RunFile.Reader(opening: file).position().readings == kept + 5000)
  }

  @Test(
    "There is no run file where not even its header fits",
    .enabled(if: SmallDisk.canBeMade, "mounting a small disk needs root"))
  func noRoomForHeader() throws {
    let disk = try #require(try SmallDisk(bytes: 1 << 14))
    #expect(throws: RecordingError.diskFull(path: disk.folder["a.sandglass"].path)) {
      try RunFile.Writer(creating: disk.folder["a.sandglass"], header: .handMade())
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.folder.url.path).isEmpty)
  }

  @Test("Ten million readings are written, checked and summed up", .timeLimit(.minutes(5)))
  func tenMillion() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    try writer.record(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
    let count = 10_000_000
    for index in 0..<count {
      try writer.record(
        .reading(
          RecordedReading(
            0.01 * Double(index), -0.1, -1e-3, step: 1, charge: -1e-5 * Double(index),
            setpoint: .current(Quantity(si: -1e-3)))))
    }
    try writer.close()
    let found = try RunVerification(of: folder["a.sandglass"])
    #expect(found.isWhole)
    #expect(found.readings == count)
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    #expect(try reader.outermostReadings()?.last.reading.time.si == 0.01 * Double(count - 1))
  }
}

/// What a writer said is safe.
private final class Acknowledged: @unchecked Sendable {
  private(set) var readings = 0

  @Sendable func take(_ position: RunFile.Position) { readings = position.readings }
}
