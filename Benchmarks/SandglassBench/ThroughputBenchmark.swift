import Bench
import Cycling
import Detection
import Drivers
import Foundation
import Quantities
import Runner
import VirtualCell

/// Readings a second through cell, machine, detectors and recorder, on one core.
enum ThroughputBenchmark {
  /// Plate and strip a symmetric coin cell, a reading a second: each reading is kept.
  private static let testProtocol = """
    sandglass: 1
    name: throughput
    safety: {voltage: [-5 V, 5 V]}
    record: {every: 1 s}
    steps:
      - repeat: 70
        steps:
          - plate: 1 mA/cm2
            until: 1 h
          - strip: 1 mA/cm2
            until: 1 h
    """

  static func run() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sandglass-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let source = folder.appending(path: "throughput.yaml")
    try testProtocol.write(to: source, atomically: true, encoding: .utf8)
    let prepared = try ShippedFiles.find().prepare(RunRequest(protocolName: source.path, cellName: "li-li-coin"))
    let cell = VirtualCell(profile: prepared.cell.profile, seed: 1)

    var readings = 0
    var file = 0
    print("Readings a second at full speed, one core:")
    let withoutRecorder = try bestTime(of: 3) {
      var shell = FastShell(
        machine: RunMachine(plan: prepared.plan),
        detectors: DetectorBank(configuration: DetectorConfiguration(of: prepared.cell)),
        channel: VirtualChannel(cell: cell))
      readings = 0
      _ = try shell.run(listen: { _ in }, observe: { _ in readings += 1 })
    }
    report("cell, machine, detectors", withoutRecorder, readings)
    let whole = try bestTime(of: 3) {
      file += 1
      let run = VirtualRun(prepared, seed: 1, recordingIn: folder.appending(path: "\(file).sandglass"))
      readings = 0
      _ = try run.runFast(for: VirtualRun.Audience(observe: { _ in readings += 1 }))
    }
    report("cell, machine, detectors, recorder", whole, readings)
    let size = try FileManager.default.attributesOfItem(atPath: folder.appending(path: "1.sandglass").path)[.size]
    if let bytes = size as? Int { print("  run file: \(bytes / readings) bytes a reading, with the model's state") }
  }

  private static func report(_ name: String, _ time: Double, _ readings: Int) {
    let padded = name.padding(toLength: 36, withPad: " ", startingAt: 0)
    print(
      "  " + padded
        + String(format: "%9.0f readings/s   %5.0f ns each", Double(readings) / time, time * 1e9 / Double(readings)))
  }
}
