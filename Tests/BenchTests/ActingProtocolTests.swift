import Bench
import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Protocols that act on what the detectors say")
struct ActingProtocolTests {
  @Test(
    "Plating ahead of Sand's time steps down on the watch and never runs out of salt",
    arguments: 1...3 as ClosedRange<UInt64>)
  func aheadOfSand(seed: UInt64) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "acting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.sandglass")
    let prepared = try ShippedFiles.find().prepare(
      RunRequest(protocolName: "plate-ahead-of-sand", cellName: "li-li-capillary"))
    let report = try VirtualRun(prepared, seed: seed, recordingIn: file).runFast(for: VirtualRun.Audience())
    #expect(report.end.way == .completed)
    let steps = report.summary.steps
    #expect(
      steps.map(\.endReason) == [
        "time ≥ 60 s", "event sand-time-divergence (watch)", "areal capacity ≥ 1 mAh/cm²", "time ≥ 5 min",
      ])
    // The watch came in time: less than 0.7 of Sand's time of the fast current.
    let sandTime = try #require(report.trueSandTimes[2])
    #expect(steps[1].duration.si < 0.7 * sandTime)
    #expect(steps[1].duration.si > 0.3 * sandTime)
    // At no reading was the salt at the electrode near its end: at Sand's time nothing is left of 1000 mol/m³.
    let run = try RunFile.Reader(opening: file)
    let column = try #require(run.header.modelColumns.firstIndex { $0.name == "surface_concentration_mol_m3" })
    var least = Double.infinity
    try run.forEachReading { least = min(least, $0.modelState[column]) }
    #expect(least > 150)
    #expect(least < 350)
  }

  @Test(
    "The search for the critical current density stops at a soft short that stays, and tells all about it",
    arguments: 1...3 as ClosedRange<UInt64>)
  func criticalCurrentDensity(seed: UInt64) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "acting-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "a.sandglass")
    let prepared = try ShippedFiles.find().prepare(
      RunRequest(protocolName: "critical-current-density", cellName: "li-li-shorting"))
    let report = try VirtualRun(prepared, seed: seed, recordingIn: file).runFast(for: VirtualRun.Audience())
    #expect(report.end.way == .stopped)
    #expect(report.end.reason == "soft-short: stop")
    let found = try #require(report.summary.criticalCurrentDensity)
    #expect(found.shortKind == .softShort)
    #expect(found.mode == .time)
    // The truth: where tips crossed the separator first, whether the cell is shorted when the run stops, and all charge.
    let run = try RunFile.Reader(opening: file)
    let column = try #require(run.header.modelColumns.firstIndex { $0.name == "short_resistance_ohm" })
    var first: Double?
    var last = Double.nan
    var charges: [Int: Double] = [:]
    try run.forEachReading { recorded in
      last = recorded.modelState[column]
      charges[recorded.stepCount] = recorded.stepCharge.si.magnitude
      if last.isFinite, first == nil { first = (recorded.reading.current / run.header.area).magnitude.si }
    }
    #expect(last.isFinite)
    let suspected = try #require(found.suspectedAt?.si)
    #expect(abs(suspected / (try #require(first)) - 1) < 1e-3)
    let shorted = try #require(found.shortedAt?.si)
    #expect(shorted >= suspected)
    // One rung, 0.5 mA/cm², below.
    #expect(abs(try #require(found.value?.si) - (shorted - 5)) < 1e-6)
    let passed = charges.values.reduce(0, +) / run.header.area.si
    #expect(abs(found.cumulativeArealCapacity.si / passed - 1) < 1e-6)
  }
}
