import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Run file")
struct RunFileTests {
  @Test("What was recorded is read back, event by event and to the bit")
  func roundTrip() throws {
    let folder = try ScratchFolder()
    let run = HandMadeRun.ofEverything
    try run.write(to: folder["a.sandglass"])
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    #expect(reader.header == .handMade())
    #expect(try reader.allEvents() == run.events)
    #expect(try reader.end()?.way == .completed)
    #expect(try reader.alarms().map(\.alarm.kind) == [.sandTimeDivergence])
    #expect(try reader.alarms().first?.alarm["countdown_s"] == .infinity)
    #expect(try reader.steps().map(\.start.name) == ["plate", "rest", "strip (\"all\", of it;\nreally)"])
    #expect(try reader.steps().map { $0.end?.endedByVoltage } == [false, false, true])
    #expect(try reader.outermostReadings()?.last.reading.time.si == 3600 + 60 + 3500)
  }

  @Test("Model state is kept in its columns; not-a-number stays that")
  func modelState() throws {
    let folder = try ScratchFolder()
    let written = [
      RecordedReading(0, 0.1, -1e-3, step: 1, setpoint: .current(Quantity(si: -1e-3)), modelState: [1000, 0, 1e-300]),
      RecordedReading(
        1, .infinity, 0, step: 1, setpoint: .voltage(Quantity(si: 0.5)), modelState: [.nan, 1, -.infinity]),
      RecordedReading(
        2, .nan, Double.leastNonzeroMagnitude, step: 1, setpoint: .open, flags: [.overload, .gap],
        modelState: [0.1, .nan, 0]),
    ]
    let writer = try RunFile.Writer(
      creating: folder["a.sandglass"], header: .handMade(modelColumns: RunHeader.threeColumns))
    for reading in written { try writer.record(.reading(reading)) }
    #expect(throws: RecordingError.modelStateMismatch(path: writer.url.path, expected: 3, found: 1)) {
      try writer.record(.reading(RecordedReading(3, 0, 0, step: 1, modelState: [1])))
    }
    try writer.close()

    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    #expect(reader.header.modelColumns == RunHeader.threeColumns)
    var read: [RecordedReading] = []
    try reader.forEachReading { read.append($0) }
    #expect(read.map(\.reading.setpoint) == written.map(\.reading.setpoint))
    #expect(read.map(\.reading.flags) == written.map(\.reading.flags))
    #expect(read.map(\.reading.current) == written.map(\.reading.current))
    #expect(read.map { $0.reading.voltage.si.description } == ["0.1", "inf", "nan"])
    #expect(read.map { $0.modelState.description } == ["[1000.0, 0.0, 1e-300]", "[nan, 1.0, -inf]", "[0.1, nan, 0.0]"])
  }

  @Test("A run that was killed opens with every committed reading, without repair")
  func cutOff() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    try writer.record(
      .stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
    for second in 0..<2500 { try writer.record(.reading(RecordedReading(Double(second), 0.1, -1e-3, step: 1))) }
    // What the disk holds at this moment is what a killed process leaves behind.
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: writer.url.path + suffix, toPath: folder["b.sandglass"].path + suffix)
    }
    let reader = try RunFile.Reader(opening: folder["b.sandglass"])
    var times: [Double] = []
    try reader.forEachReading { times.append($0.reading.time.si) }
    #expect(times == (0..<1999).map(Double.init))
    #expect(try reader.end() == nil)
    #expect(try reader.steps().count == 1)
    #expect(try reader.steps().first?.end == nil)

    try writer.commit()
    #expect(try RunFile.Reader(opening: folder["a.sandglass"]).outermostReadings()?.last.reading.time.si == 2499)
  }

  @Test("An alarm and the end of the run are on disk at once")
  func urgentEvents() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    try writer.record(.reading(RecordedReading(0, 0.1, -1e-3, step: 1)))
    #expect(try reader.outermostReadings() == nil)
    try writer.record(.alarm(Alarm(kind: .hardShort, severity: .trip, time: .zero), step: 1))
    #expect(try reader.alarms().count == 1)
    #expect(try reader.outermostReadings()?.last.reading.time.si == 0)
    try writer.record(.ended(RunEnd(way: .tripped, time: .zero, reason: "hard short")))
    #expect(try reader.end()?.reason == "hard short")
  }

  @Test("The durability asked for is in force", arguments: RunFile.Durability.allCases)
  func durability(durability: RunFile.Durability) throws {
    let folder = try ScratchFolder()
    let url = folder["a.sandglass"]
    let writer = try RunFile.Writer(creating: url, header: .handMade(), durability: durability)
    #expect(try writer.durabilityInForce() == durability)
    // Bytes 18 and 19 of an SQLite file are 2 in write-ahead-log mode, 1 otherwise (sqlite.org/fileformat.html).
    #expect(try Array(Data(contentsOf: url)[18..<20]) == [2, 2])
    try writer.close()
    #expect(try Array(Data(contentsOf: url)[18..<20]) == [1, 1])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a.sandglass"])
  }

  @Test("A closed file takes nothing more, and closing again does no harm")
  func closed() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    try writer.close()
    try writer.close()
    #expect(throws: RecordingError.closed(path: writer.url.path)) {
      try writer.record(.ended(RunEnd(way: .stopped, time: .zero, reason: "")))
    }
  }

  @Test("A million readings pass through without piling up")
  func constantMemory() throws {
    let folder = try ScratchFolder()
    let columns = [ModelColumn("surface_concentration_mol_m3"), ModelColumn("true_sand_time_s")]
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade(modelColumns: columns))
    let before = try residentMebibytes()
    for index in 0..<1_000_000 {
      let time = Double(index)
      try writer.record(
        .reading(
          RecordedReading(time, 0.1, -1e-3, step: 1, charge: -1e-3 * time, modelState: [1000 - time / 1000, .nan])))
    }
    try writer.close()
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    var (count, sum) = (0, 0.0)
    try reader.forEachReading {
      count += 1
      sum += $0.reading.time.si
    }
    #expect(count == 1_000_000)
    #expect(sum == 999_999 * 500_000)
    // The readings themselves are 200 MB; SQLite's page cache and buffers are a few.
    #expect(try residentMebibytes() - before < 80)
  }
}

/// Memory this process holds, from /proc.
private func residentMebibytes() throws -> Double {
  let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
  return Double(pages[1]).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) / 1_048_576 } ?? .nan
}
