import Cycling
import Foundation
import Quantities
import Recording

/// What a reading costs on its way to disk, from a thousand to ten million, beside the way tomato takes.
enum RecordingBenchmark {
  private static let sizes = [1_000, 10_000, 100_000, 1_000_000, 10_000_000]

  static func run() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sandglass-record-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    print(
      "Readings into the run file (committed by 1000; the best of three up to 1e6). What the processor does for one")
    print(
      "grows with the depth of the table alone; the rest waits for the disk as SQLite writes its log back, once in 4 MB:"
    )
    for durability in RunFile.Durability.allCases {
      for size in sizes { try report(durability, size, modelColumns: 0, in: folder) }
    }
    try report(.normal, 1_000_000, modelColumns: 13, in: folder)
    try single(in: folder)
    try parquet(in: folder)
    tomato(in: folder)
  }

  private static func report(
    _ durability: RunFile.Durability, _ size: Int, modelColumns: Int, in folder: URL
  ) throws {
    let file = folder.appending(path: "a.sandglass")
    var (best, bytes) = ((elapsed: Double.infinity, processor: Double.infinity), 0)
    for _ in 0..<(size <= 1_000_000 ? 3 : 1) {
      try? FileManager.default.removeItem(at: file)
      let took = try record(size, durability, modelColumns: modelColumns, to: file)
      best = (min(best.elapsed, took.elapsed), min(best.processor, took.processor))
      bytes = try file.size
    }
    let model = modelColumns > 0 ? ", \(modelColumns) columns of model state" : ""
    print(
      "  " + durability.rawValue.padding(toLength: 7, withPad: " ", startingAt: 0)
        + String(
          format: "%9d readings  %9.0f readings/s  %6.0f ns (%5.0f ns on the processor) and %5.1f bytes each", size,
          Double(size) / best.elapsed, best.elapsed * 1e9 / Double(size), best.processor * 1e9 / Double(size),
          Double(bytes) / Double(size)) + model)
  }

  /// Seconds from the first reading to the last commit: on the clock, and on the processor.
  private static func record(
    _ size: Int, _ durability: RunFile.Durability, modelColumns: Int, to file: URL
  ) throws -> (elapsed: Double, processor: Double) {
    let columns = (0..<modelColumns).map { ModelColumn("column_\($0)") }
    let writer = try RunFile.Writer(creating: file, header: header(columns), durability: durability)
    let state = columns.indices.map { 0.123456789 * Double($0 + 1) }
    let (start, processor) = (ContinuousClock.now, clock())
    for index in 0..<size { try writer.record(.reading(reading(index, state))) }
    try writer.commit()
    let took = (
      elapsed: (ContinuousClock.now - start) / .seconds(1), processor: Double(clock() - processor) / 1e6
    )
    try writer.close()
    return took
  }

  private static func header(_ columns: [ModelColumn] = []) -> RunHeader {
    RunHeader(
      protocolName: "bench", protocolText: "", cellName: "bench", cellText: "", planJSON: "{}", channelName: "bench",
      softwareVersion: "0", seed: nil, startedAt: Date(timeIntervalSince1970: 1.8e9), area: Quantity(si: 1e-4),
      modelColumns: columns)
  }

  /// A voltage with five digits of noise, as an instrument gives.
  private static func reading(_ index: Int, _ state: [Double]) -> RecordedReading {
    let noise = Double((index &* 2_654_435_761) & 1023) * 1e-6
    return RecordedReading(
      reading: Reading(
        time: Quantity(si: Double(index) * 0.1), voltage: Quantity(si: 0.1 + noise), current: Quantity(si: -1e-3),
        setpoint: .current(Quantity(si: -1e-3))),
      stepCount: 1 + index / 36_000, cycle: 1 + index / 72_000,
      stepCharge: Quantity(si: -1e-4 * Double(index % 36_000)), modelState: state)
  }

  /// An append of ten readings and their commit, where a million are: what tomato is asked for below.
  private static func single(in folder: URL) throws {
    for durability in RunFile.Durability.allCases {
      let file = folder.appending(path: "\(durability.rawValue).sandglass")
      let writer = try RunFile.Writer(creating: file, header: header(), durability: durability)
      for index in 0..<1_000_000 { try writer.record(.reading(reading(index, []))) }
      try writer.commit()
      var times: [Double] = []
      for append in 0..<500 {
        let start = ContinuousClock.now
        for index in 0..<10 { try writer.record(.reading(reading(1_000_000 + append * 10 + index, []))) }
        try writer.commit()
        times.append((ContinuousClock.now - start) / .microseconds(1))
      }
      try writer.close()
      times.sort()
      print(
        String(
          format: "  10 readings and their commit behind 1e6, %@: median %.0f us, 99th percentile %.0f us",
          durability.rawValue, times[250], times[495]))
    }
  }

  private static func parquet(in folder: URL) throws {
    let run = try RunFile.Reader(opening: folder.appending(path: "normal.sandglass"))
    let rows = Double(try run.position().readings)
    for format in [BatteryDataFormatCSV() as any ExportFormat, BatteryDataFormatParquet()] {
      let file = folder.appending(path: "a.\(format.fileExtension)")
      do {
        let start = ContinuousClock.now
        try format.export(run, to: file, withModelState: false)
        let took = (ContinuousClock.now - start) / .seconds(1)
        print(
          String(
            format: "  exported as %@: %.1f bytes a reading, %.1f s", format.id, Double(try file.size) / rows, took))
      } catch { print("  \(format.id): not measured: \(error)") }
    }
  }

  private struct Answer: Decodable {
    struct Append: Decodable {
      let readings: Int
      let seconds, bytes: Double
    }
    let version: String
    let appends: [Append]
  }

  private static func tomato(in folder: URL) {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    let output = Pipe()
    process.executableURL = root.appending(path: ".bench/recorders/bin/python")
    process.arguments = ["-W", "ignore", root.appending(path: "Benchmarks/Recorders/append.py").path, folder.path]
    (process.standardOutput, process.standardError) = (output, FileHandle.nullDevice)
    do {
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      let answer = try JSONDecoder().decode(Answer.self, from: data)
      for append in answer.appends {
        print(
          String(
            format: "  tomato %@, an append of 10 readings behind %7d: %8.0f us (processor time), %.0f bytes a reading",
            answer.version, append.readings, append.seconds * 1e6, append.bytes))
      }
    } catch { print("  tomato: not measured: make bench makes its Python environment (\(error.localizedDescription))") }
  }
}

extension URL {
  /// Bytes of the file.
  fileprivate var size: Int {
    get throws { try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0 }
  }
}
