import Foundation
import Testing

@Suite("sandglass run", .onOwnThreads)
struct RunTests {
  @Test("The shipped Sand's-time protocol ends its first plating on the alarm and its second on the voltage")
  func sandTime() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("run", "sand-time", "--json", "--out", "a.sandglass")
    #expect(result.status == 0)
    let report = try result.object()
    #expect(report["ended"] as? String == "completed")
    let steps = try #require(report["steps"] as? [[String: Any]])
    #expect(steps.contains { $0["ended_by"] as? String == "event sand-time-divergence" })
    #expect(steps.contains { $0["ended_by"] as? String == "|voltage| ≥ 2 V" })
    let alarms = try #require(report["alarms"] as? [[String: Any]])
    let alarm = try #require(alarms.first { $0["severity"] as? String == "alarm" })
    #expect(alarm["kind"] as? String == "sand-time-divergence")
    // r = 2: the exact finite-gap depletion time of the reference cell.
    let trueTime = try #require(report["true_sand_time_s"] as? Double)
    let limitingCurrentDensity = 93.372902
    let ratio = 186.7 / limitingCurrentDensity
    #expect(abs(trueTime * ratio * ratio / 4 - 163.942283) < 0.02)
    let estimate = try #require(alarm["sand_time_s"] as? Double)
    #expect(abs(estimate - trueTime) < 0.1 * trueTime)
    #expect(FileManager.default.fileExists(atPath: program.folder.appending(path: "a.sandglass").path))
  }

  @Test("Alarm times, steps and charges are the same for the same seed")
  func reproducible() throws {
    let program = try Program()
    defer { program.remove() }
    let first = try program("run", "smoke", "--json", "--seed", "7", "--out", "a.sandglass").object()
    let second = try program("run", "smoke", "--json", "--seed", "7", "--out", "b.sandglass").object()
    for key in ["steps", "alarms", "readings", "duration_s", "plated_mAh"] {
      #expect(first[key] as? NSObject == second[key] as? NSObject, "\(key)")
    }
  }

  @Test("Below the limiting current there is no Sand's time and no Sand alarm", arguments: [4.6686, 9.3372])
  func belowLimit(current: Double) throws {
    let program = try Program()
    defer { program.remove() }
    let source = try program.file(
      "below.yaml",
      """
      sandglass: 1
      name: below the limit
      safety: {voltage: [-5 V, 5 V]}
      record: {every: 1 s}
      steps:
        - plate: \(current) mA/cm2
          until: 6 h
      """)
    let report = try program("run", source, "--cell", "li-li-capillary", "--json", "--out", "a.sandglass").object()
    #expect(report["true_sand_time_s"] is NSNull)
    let alarms = try #require(report["alarms"] as? [[String: Any]])
    #expect(!alarms.contains { $0["kind"] as? String == "sand-time-divergence" })
  }

  @Test("A safety limit ends a run with exit code 3, and a shipped run file is never overwritten")
  func exitCodes() throws {
    let program = try Program()
    defer { program.remove() }
    let source = try program.file(
      "trip.yaml",
      """
      sandglass: 1
      name: trip
      safety: {voltage: [-0.1 V, 0.1 V]}
      record: {every: 1 s}
      steps:
        - plate: 5 mA/cm2
          until: 1 h
      """)
    let tripped = try program("run", source, "--cell", "li-li-capillary", "--json", "--out", "a.sandglass")
    #expect(tripped.status == 3)
    let report = try tripped.object()
    #expect(report["ended"] as? String == "tripped")
    let again = try program("run", source, "--cell", "li-li-capillary", "--out", "a.sandglass")
    #expect(again.status == 2)
    #expect(again.errors.contains("never overwrites"))
  }

  @Test("A 0 V cut-off of a unicycler file ends its step")
  func zeroVolts() throws {
    let program = try Program()
    defer { program.remove() }
    let source = try program.file(
      "zero.json",
      """
      {"unicycler": {"version": "0.4.6"}, "sample": {"name": "x", "capacity_mAh": null},
       "record": {"time_s": 1}, "safety": {},
       "method": [{"step": "constant_current", "current_mA": -0.5, "until_time_s": 3600, "until_voltage_V": 0.0}]}
      """)
    let report = try program("run", source, "--cell", "li-cu-coin", "--json", "--out", "a.sandglass").object()
    let steps = try #require(report["steps"] as? [[String: Any]])
    #expect(steps.first?["ended_by"] as? String == "voltage ≤ 0 V")
    let duration = try #require(steps.first?["duration_s"] as? Double)
    #expect(duration < 60)
  }
}
