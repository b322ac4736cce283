import Cycling
import Detection
import Foundation
import Quantities
import Testing

private let tracesFolder = ProcessInfo.processInfo.environment["SANDGLASS_TRACES"]

/// Chronopotentiometry of nickel plating and oxygen evolution (AccelerationConsortium/SDL1_OpenTron_electrodeposition, MIT): gas
/// bubbles, overloads and lost contacts, but no lithium. The folder comes from the variable `SANDGLASS_TRACES`.
@Suite(
  "Public traces",
  .enabled(if: tracesFolder != nil, "SANDGLASS_TRACES is not set: no traces to score"))
struct PublicTraceTests {
  struct Trace {
    var name: String
    var rows: [[Double]]

    /// The set current, A, from the nominal current density in the name and the electrode's 0.2827 cm².
    var setCurrent: Double? {
      let words = name.split(separator: "_")
      guard let unit = words.firstIndex(of: "mA"), unit > 0 else { return nil }
      return Double(words[unit - 1]).map { $0 * 1e-3 * 0.2827 }
    }

    /// Events with their time, under a voltage limit of 10 V and with the set current, or as a file of which nobody knows anything.
    func alarms(knowsSetCurrent: Bool = true) -> [Alarm] {
      var bank = DetectorBank(
        configuration: DetectorConfiguration(voltageLimit: knowsSetCurrent ? Quantity(si: 10) : nil))
      let set = knowsSetCurrent ? setCurrent : nil
      return rows.flatMap { row in
        bank.observe(
          Reading(
            time: Quantity(si: row[0]), voltage: Quantity(si: row[1]), current: Quantity(si: row[2]),
            setpoint: set.map { .current(Quantity(si: $0)) }))
      }
    }
  }

  static func traces(_ prefix: String) throws -> [Trace] {
    let folder = URL(filePath: tracesFolder ?? "")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return try files.filter { $0.lastPathComponent.hasPrefix(prefix) && $0.pathExtension == "csv" }
      .sorted { $0.path() < $1.path() }.map { file in
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        let rows = lines.map { $0.split(separator: ",").prefix(3).compactMap { Double($0) } }.filter { $0.count == 3 }
        return Trace(name: file.deletingPathExtension().lastPathComponent, rows: rows)
      }
  }

  @Test("good runs, bubbles and all, raise nothing named Sand, short or open")
  func valid() throws {
    for trace in try Self.traces("valid_") {
      for alarm in trace.alarms() + trace.alarms(knowsSetCurrent: false) {
        #expect(
          alarm.kind == .polarisationRunaway || alarm.kind == .compliance,
          "\(trace.name): \(alarm.kind.rawValue) at \(alarm.time.si) s")
      }
    }
  }

  @Test("a current that is open from the start is called so at the third reading")
  func open() throws {
    for trace in try Self.traces("open_") where trace.setCurrent != nil {
      let first = try #require(trace.alarms().first, "\(trace.name) was missed")
      let share = abs(trace.rows[2][2]) / abs(trace.setCurrent ?? 1)
      #expect(first.kind == (share < 0.1 ? .openCircuit : .compliance), "\(trace.name)")
      #expect(first.time.si < 0.5)
    }
  }

  @Test(
    "an overload in mid-run is called within a second of its onset",
    arguments: [
      ("mixed_139_0", 31.35), ("mixed_169_4", 48.95), ("mixed_203_5", 16.55), ("mixed_203_5", 60.7),
      ("mixed_299_5", 33.35),
    ])
  func overloads(name: String, onset: Double) throws {
    let trace = try #require(try Self.traces(name).first)
    for alarms in [trace.alarms(), trace.alarms(knowsSetCurrent: false)] {
      let late = alarms.filter { abs($0.time.si - onset) <= 1 && ($0.kind == .openCircuit || $0.kind == .compliance) }
      #expect(!late.isEmpty, "\(name): \(alarms.map { "\($0.kind.rawValue) \($0.time.si)" })")
    }
  }
}
