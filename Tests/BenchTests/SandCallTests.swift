import Bench
import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Sand's time, through cell, machine, detectors and recorder")
struct SandCallTests {
  /// Depletion of the finite gap in units of L²/D, computed to forty digits apart from this project, by J/J*.
  static let depletion: [(ratio: Double, theta: Double)] = [
    (1.1, 0.22167829192), (1.5, 0.0900426027072), (2, 0.0491826848809), (3, 0.0218166514634), (5, 0.00785398163397),
  ]
  /// L²/D of the reference cell, s, and its limiting current density, mA/cm².
  static let diffusionTime = 1e-6 / 3e-10
  static let limit = 9.3372902

  @Test("The run's true Sand's time is that of the finite gap", arguments: depletion)
  func trueSandTime(ratio: Double, theta: Double) throws {
    let bench = try TestBench()
    defer { bench.remove() }
    let report = try bench.plate(at: ratio * Self.limit, until: "|voltage| >= 3 V", noise: "0 mV", seed: 1)
    let time = try #require(report.firstTrueSandTime)
    #expect(abs(time / (theta * Self.diffusionTime) - 1) < 1e-6)
    // The voltage diverges there and nowhere else.
    #expect(abs(report.summary.duration.si / time - 1) < 0.05)
  }

  @Test(
    "At and below the limiting current there is none, and none is called", arguments: [0.5, 0.95, 0.999, 1, 1 + 1e-8])
  func belowLimit(ratio: Double) throws {
    let bench = try TestBench()
    defer { bench.remove() }
    for noise in ["0 mV", "1 mV"] {
      let report = try bench.plate(at: ratio * Self.limit, until: "10 h", noise: noise, seed: 3)
      #expect(report.firstTrueSandTime == nil)
      #expect(!report.summary.alarms.contains { $0.alarm.kind == .sandTimeDivergence })
      try bench.clear()
    }
  }

  @Test("With 1 mV of noise at 1 Hz the alarm precedes Sand's time, and its countdown is right in nine of ten")
  func countdown() throws {
    let bench = try TestBench()
    defer { bench.remove() }
    var good = 0
    for seed in 1...10 as ClosedRange<UInt64> {
      let report = try bench.plate(at: 2 * Self.limit, until: "|voltage| >= 3 V", noise: "1 mV", seed: seed)
      let time = try #require(report.firstTrueSandTime)
      let alarm = try #require(
        report.summary.alarms.first { $0.alarm.severity == .alarm && $0.alarm.kind == .sandTimeDivergence }?.alarm)
      #expect(alarm.time.si < time)
      let countdown = try #require(alarm["countdown_s"])
      let left = time - alarm.time.si
      if abs(countdown - left) <= 0.1 * left { good += 1 }
      try bench.clear()
    }
    #expect(good >= 9)
  }

  @Test("A replay of the run file says what the run said")
  func replay() throws {
    let bench = try TestBench()
    defer { bench.remove() }
    let report = try bench.plate(at: 2 * Self.limit, until: "|voltage| >= 3 V", noise: "1 mV", seed: 5)
    let replayed = try Replay.run(over: bench.file, cell: nil)
    #expect(!report.summary.alarms.isEmpty)
    #expect(replayed.summary.alarms.map(\.alarm) == report.summary.alarms.map(\.alarm))
  }
}

/// A folder with the reference cell, and a way to plate it.
struct TestBench {
  let folder: URL
  var file: URL { folder.appending(path: "run.sandglass") }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sandglass-bench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }
  func clear() throws { try FileManager.default.removeItem(at: file) }

  func plate(at density: Double, until end: String, noise: String, seed: UInt64) throws -> RunReport {
    try prepare(at: density, until: end, noise: noise, seed: seed).runFast(for: VirtualRun.Audience())
  }

  /// Plates the reference cell from rest at a current density in mA/cm².
  func prepare(at density: Double, until end: String, noise: String, seed: UInt64) throws -> VirtualRun {
    let cell = folder.appending(path: "reference.yaml")
    try """
    name: reference
    area: 0.1 cm2
    temperature: 25 °C
    electrolyte:
      concentration: 1 mol/L
      diffusivity: 3e-10 m2/s
      cation transference number: 0.38
      conductivity: 1 S/m
      solvent: carbonate
    gap: {thickness: 1 mm, porosity: 1, tortuosity: 1}
    working: {substrate: Li, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2}
    counter: {substrate: Li, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2}
    measurement: {noise: \(noise), resolution: 0 mV}
    """.write(to: cell, atomically: true, encoding: .utf8)
    let source = folder.appending(path: "plate.yaml")
    try """
    sandglass: 1
    name: plate
    safety: {voltage: [-5 V, 5 V]}
    record: {every: 1 s}
    steps:
      - plate: \(density) mA/cm2
        until: ["\(end)", 12 h]
    """.write(to: source, atomically: true, encoding: .utf8)
    let prepared = try ShippedFiles(root: nil).prepare(
      RunRequest(protocolName: source.path, cellName: cell.path))
    return VirtualRun(prepared, seed: seed, recordingIn: file)
  }
}
