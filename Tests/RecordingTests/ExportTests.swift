import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Export")
struct ExportTests {
  /// Lines and fields of a file without quoted fields.
  private func table(_ url: URL) throws -> (names: [String], rows: [[String]]) {
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.last == "")
    let fields = lines.dropLast().map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    return (try #require(fields.first), Array(fields.dropFirst()))
  }

  /// Plate and strip with odd numbers, so that rounding would show.
  private func oddRun() -> HandMadeRun {
    var run = HandMadeRun()
    for cycle in 1..<40 {
      run.step("plate", charge: -0.1 * Double(cycle) / 3, current: -1e-3 / 7, cycle: cycle)
      run.step("strip", charge: 0.1 * Double(cycle) / 3.1, current: 1e-3 / 7, cycle: cycle, endedByVoltage: true)
    }
    return run
  }

  @Test("BDF: labels, time and identities, read back by the rules of the format")
  func batteryDataFormat() throws {
    let folder = try ScratchFolder()
    let run = oddRun()
    try run.write(to: folder["a.sandglass"])
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    try BatteryDataFormatCSV().export(reader, to: folder["a.bdf.csv"], withModelState: false)
    let (names, rows) = try table(folder["a.bdf.csv"])
    #expect(
      names == [
        "Test Time / s", "Voltage / V", "Current / A", "Unix Time / s", "Cycle Count / 1", "Step Count / 1",
        "Charging Capacity / Ah", "Discharging Capacity / Ah", "Net Capacity / Ah", "Cumulative Capacity / Ah",
      ])
    #expect(rows.count == 39 * 4)
    var latest = -1.0
    for row in rows {
      let numbers = try row.map { try #require(Double($0)) }
      #expect(numbers.count == 10)
      #expect(numbers[0] >= latest)
      #expect(numbers[3] == 1_800_000_000.25 + numbers[0])
      #expect(numbers[8] == numbers[6] - numbers[7])
      #expect(numbers[9] == numbers[6] + numbers[7])
      latest = numbers[0]
    }
    let last = try #require(rows.last).compactMap(Double.init)
    let sum = Double((1..<40).reduce(0, +))
    #expect(last[4] == 39)
    #expect(last[5] == 78)
    #expect(abs(last[6] - sum * 0.1 / 3.1 / 3600) < 1e-15)
    #expect(abs(last[7] - sum * 0.1 / 3 / 3600) < 1e-15)

    var exact: [Double] = []
    try reader.forEachReading { exact.append($0.reading.time.si) }
    #expect(rows.compactMap { Double($0[0]) } == exact)
  }

  @Test("Plain CSV: names with units, areal amounts, hostile step names on one line")
  func plain() throws {
    let folder = try ScratchFolder()
    try HandMadeRun.ofEverything.write(to: folder["a.sandglass"])
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    try PlainCSV().export(reader, to: folder["a.csv"], withModelState: false)
    let lines = try String(contentsOf: folder["a.csv"], encoding: .utf8).split(separator: "\n")
    #expect(
      lines[0]
        == "time_s,voltage_V,current_A,cycle,step,step_name,current_density_mA_cm2,areal_capacity_mAh_cm2,flags")
    #expect(lines[2] == "3600.0,0.1,-0.001,1,1,plate,-1.0,-1.0,")
    #expect(lines[5] == #"3660.0,0.1,0.001,1,3,"strip (""all"", of it; really)",1.0,0.0,"#)
    #expect(lines.count == 7)
  }

  @Test("Model state comes only on request, words as words, not-a-number as nothing")
  func modelState() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(
      creating: folder["a.sandglass"], header: .handMade(modelColumns: RunHeader.threeColumns))
    try writer.record(.reading(RecordedReading(0, 0.1, -1, step: 1, flags: .overload, modelState: [999.5, 1, .nan])))
    try writer.record(.reading(RecordedReading(1, .nan, -1, step: 1, modelState: [998, 7, -1e-20])))
    try writer.close()
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    for format in ExportFormats.all where format.fileExtension.hasSuffix("csv") {
      try format.export(reader, to: folder["without.csv"], withModelState: false)
      try format.export(reader, to: folder["with.csv"], withModelState: true)
      let (without, with) = (try table(folder["without.csv"]), try table(folder["with.csv"]))
      #expect(with.names == without.names + ["surface_concentration_mol_m3", "morphology", "\"an \"\"odd\"\" name\""])
      #expect(with.rows.map { $0.suffix(3) } == [["999.5", "dendritic", ""], ["998.0", "7.0", "-1e-20"]])
      #expect(with.rows.map { $0.dropLast(3) } == without.rows.map { $0[...] })
    }
  }

  @Test("A file is replaced whole, and only by a whole one")
  func atomic() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    try writer.record(.reading(RecordedReading(5, 0.1, -1, step: 1)))
    try writer.record(.reading(RecordedReading(4, 0.1, -1, step: 1)))
    try writer.close()
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    try Data("old".utf8).write(to: folder["a.bdf.csv"])
    let reason = "test time runs back from 5.0 s to 4.0 s"
    #expect(throws: RecordingError.damaged(path: reader.url.path, reason: reason)) {
      try BatteryDataFormatCSV().export(reader, to: folder["a.bdf.csv"], withModelState: false)
    }
    #expect(try String(contentsOf: folder["a.bdf.csv"], encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2)

    #expect(throws: RecordingError.cannotCreate(path: "/nowhere/a.csv", reason: "No such file or directory")) {
      try PlainCSV().export(reader, to: URL(fileURLWithPath: "/nowhere/a.csv"), withModelState: false)
    }
    #expect(throws: RecordingError.self) {
      try PlainCSV().export(reader, to: URL(fileURLWithPath: "/dev/null"), withModelState: false)
    }
  }

  @Test("The catalogue names every format of its folder, each once")
  func catalogue() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Recording/Export")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0 != "ExportFormat.swift" }
    #expect(Set(ExportFormats.all.map { "\(type(of: $0)).swift" }) == Set(files))
    #expect(Set(ExportFormats.all.map(\.id)).count == files.count)
  }
}
