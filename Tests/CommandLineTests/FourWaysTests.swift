import Foundation
import Testing

@Suite("One protocol, four ways", .onOwnThreads, .serialized)
struct FourWaysTests {
  /// Test time in a second: an instrument that is emulated twice as slowly agrees no better.
  private static let speed = "30"

  /// A way to run: what emulates the instrument, and what `run` is told about it.
  struct Way: Sendable {
    let name: String
    let device: String
    let isSerial: Bool
    /// What the voltage may differ by: the step of the instrument's converters and the noise of the cell, V.
    let resolution: Double
  }

  private static let symmetric = [
    Way(name: "Keithley 2400", device: "keithley-2400", isSerial: true, resolution: 1e-4),
    Way(name: "EmStat4", device: "palmsens-emstat4", isSerial: true, resolution: 1e-4),
  ]
  private static let fullCell = [
    Way(name: "EA PSB 10000", device: "ea-psb-10000", isSerial: false, resolution: 60.0 / 52428)
  ]

  @Test("plate-strip-symmetric above the limiting current: virtual cell, Keithley 2400, EmStat4")
  func symmetricCell() throws {
    let program = try Program()
    defer { program.remove() }
    let source = try program.file("four.yaml", try Self.shortened())
    try compare(source, cell: "li-li-capillary", ways: Self.symmetric, in: program)
  }

  /// EA's supplies know no negative voltage, which `check` says of a symmetric cell: there the cell is a full one.
  @Test("The same plating and stripping in a full cell: virtual cell, EA over Modbus TCP")
  func fullCell() throws {
    let program = try Program()
    defer { program.remove() }
    let symmetric = try program.file("four.yaml", try Self.shortened())
    let refusal = try program("check", symmetric, "--cell", "li-li-capillary", "--device", "ea-psb-10000")
    #expect(refusal.status == 2)
    #expect(
      refusal.errors.contains("sets steps of 2.289 mA") && refusal.errors.contains("a symmetric cell needs both signs"))

    let coin = try String(contentsOf: Self.root.appending(path: "Profiles/Cells/li-lfp.yaml"), encoding: .utf8)
    // A free gap of 1 mm, so that lithium plates above its limiting current when the cell is charged; large enough for EA.
    let pouch = try program.file(
      "pouch.yaml",
      coin.replacing("area: 1.267 cm2", with: "area: 100 cm2").replacing("thickness: 25 um", with: "thickness: 1 mm")
        .replacing("porosity: 0.39", with: "porosity: 1").replacing("tortuosity: 1.60128", with: "tortuosity: 1"))
    let source = try program.file(
      "full.yaml",
      """
      sandglass: 1
      name: Plating and stripping, full cell
      safety: {voltage: [0.5 V, 5 V], current: 25 mA/cm2}
      record: {every: 1 s}
      steps:
        - rest: 10 s
        - strip: 15 mA/cm2
          until: [1.07 mAh/cm2, "voltage >= 4.7 V", 20 min]
        - rest: 1 min
        - plate: 5 mA/cm2
          until: [0.5 mAh/cm2, "voltage <= 1 V", 20 min]
        - rest: 30 s
      """)
    try compare(source, cell: pouch, ways: Self.fullCell, in: program)
  }

  /// The shipped protocol with one cycle instead of fifty, at twice the limiting current, to just before Sand's time.
  private static func shortened() throws -> String {
    let shipped = try String(contentsOf: root.appending(path: "Protocols/plate-strip-symmetric.yaml"), encoding: .utf8)
    return shipped.replacing("repeat: 50", with: "repeat: 1").replacing("rest: 1 h", with: "rest: 10 s")
      .replacing("rest: 5 min", with: "rest: 1 min").replacing("current: 5 mA/cm2", with: "current: 25 mA/cm2")
      .replacing("plate: 1 mA/cm2", with: "plate: 18.67 mA/cm2").replacing(
        "strip: 1 mA/cm2", with: "strip: 18.67 mA/cm2"
      )
      .replacing("[1 mAh/cm2", with: "[0.82 mAh/cm2").replacing("every: 10 s", with: "every: 1 s")
  }

  private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")

  private func compare(_ source: String, cell: String, ways: [Way], in program: Program) throws {
    let virtual = try Result(
      of: program("run", source, "--cell", cell, "--seed", "1", "--json", "--out", "virtual.sandglass"), "virtual",
      in: program)
    print(virtual.row("virtual cell"))
    for (index, way) in ways.enumerated() {
      let address = way.isSerial ? program.folder.appending(path: "wire-\(index)").path : "127.0.0.1:\(try freePort())"
      let emulator = try Emulator(
        in: program, "--device", way.device, "--cell", cell, "--seed", "1", "--speed", Self.speed,
        way.isSerial ? "--pty" : "--tcp", address)
      defer { emulator.end() }
      let name = "way-\(index)"
      let live = try Result(
        of: program(
          "run", source, "--cell", cell, "--device", way.device, "--port", (way.isSerial ? "" : "tcp:") + address,
          "--speed", Self.speed, "--json", "--out", "\(name).sandglass"), name, in: program)
      print(live.row(way.name))
      #expect(live.hasSandAlarm && virtual.hasSandAlarm, "\(way.name)")
      for (step, reference) in zip(live.steps, virtual.steps) {
        // A step ends at the first reading behind its end: by no more than the charge between two readings.
        let excess = step.capacity.magnitude - reference.capacity.magnitude
        #expect(excess > -1e-3 * reference.capacity.magnitude - 1e-6, "\(way.name), step \(step.number)")
        #expect(excess < step.longestInterval * step.currentDensity / 3600 + 2e-3, "\(way.name), step \(step.number)")
      }
      for (difference, drift) in live.differences(from: virtual) {
        #expect(
          difference.magnitude < 2 * way.resolution + 1e-3 + 2 * drift,
          "\(way.name): the voltage differs by \(difference) V at the same charge")
      }
    }
  }
}

/// What a run came to, by step.
private struct Result {
  struct Step {
    let number: Int
    let capacity: Double
    let currentDensity: Double
    let longestInterval: Double
    /// Areal capacity in mAh/cm² and voltage, reading by reading.
    let curve: [(capacity: Double, voltage: Double)]
  }

  let steps: [Step]
  let hasSandAlarm: Bool

  init(of run: Program.Result, _ name: String, in program: Program) throws {
    #expect(run.status == 0, "\(run.errors)")
    let alarms = try #require(try run.object()["alarms"] as? [[String: Any]])
    hasSandAlarm = alarms.contains {
      $0["kind"] as? String == "sand-time-divergence" && ["alarm", "trip"].contains($0["severity"] as? String)
    }
    let file = "\(name).csv"
    #expect(try program("export", "\(name).sandglass", "--format", "csv", "--out", file).status == 0)
    let lines = try String(contentsOf: program.folder.appending(path: file), encoding: .utf8).split(separator: "\n")
    let columns = try #require(lines.first).split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    func column(_ name: String) throws -> Int { try #require(columns.firstIndex(of: name)) }
    let (time, voltage, step) = try (column("time_s"), column("voltage_V"), column("step"))
    let (density, capacity) = try (column("current_density_mA_cm2"), column("areal_capacity_mAh_cm2"))
    var rows: [Int: [[Double]]] = [:]
    for line in lines.dropFirst() {
      let values = line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
      rows[Int(values[step]), default: []].append(values)
    }
    steps = rows.sorted { $0.key < $1.key }.map { number, rows in
      Step(
        number: number, capacity: rows.last?[capacity] ?? .nan,
        currentDensity: rows.map { $0[density].magnitude }.max() ?? 0,
        longestInterval: zip(rows, rows.dropFirst()).map { $1[time] - $0[time] }.max() ?? 0,
        curve: rows.map { ($0[capacity].magnitude, $0[voltage]) })
    }
  }

  /// Differences in voltage at the same charge, while current flows and before the voltage diverges, and what the voltage drifts
  /// in the longest time between two readings: a step begins and ends later by up to that. V.
  func differences(from other: Result) -> [(difference: Double, drift: Double)] {
    let late = steps.map(\.longestInterval).max() ?? 0
    return zip(steps, other.steps).flatMap { own, other -> [(Double, Double)] in
      guard own.currentDensity > 0 else { return [] }
      let delayed = late * own.currentDensity / 3600
      return stride(from: 0.1, through: 0.7, by: 0.1).compactMap { part in
        let charge = part * other.capacity.magnitude
        guard let a = own.voltage(at: charge), let b = other.voltage(at: charge),
          let before = other.voltage(at: charge - delayed), let after = other.voltage(at: charge + delayed)
        else { return nil }
        return (a - b, (after - before).magnitude)
      }
    }
  }

  func row(_ name: String) -> String {
    name.padding(toLength: 16, withPad: " ", startingAt: 0)
      + steps.filter { $0.currentDensity > 0 }.map {
        String(
          format: "  %+.4f mAh/cm²  %+.4f V at its middle", $0.capacity,
          $0.voltage(at: $0.capacity.magnitude / 2) ?? .nan)
      }.joined() + (hasSandAlarm ? "  Sand alarm" : "  no Sand alarm")
  }
}

extension Result.Step {
  fileprivate func voltage(at charge: Double) -> Double? {
    guard let after = curve.firstIndex(where: { $0.capacity >= charge }), after > 0 else { return nil }
    let (a, b) = (curve[after - 1], curve[after])
    return a.voltage + (b.voltage - a.voltage) * (charge - a.capacity) / (b.capacity - a.capacity)
  }
}
