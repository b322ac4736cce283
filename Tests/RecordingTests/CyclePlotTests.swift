import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Picture of runs over their cycles")
struct CyclePlotTests {
  /// Cycles on copper whose polarisation grows by 10 mV a cycle from 50 mV, and which give back a falling part of 3.6 C.
  private static func cycles(_ count: Int) -> HandMadeRun {
    var run = HandMadeRun()
    for cycle in 1...count {
      let polarisation = 0.04 + 0.01 * Double(cycle)
      run.step("plate", charge: -3.6, current: -1e-3, cycle: cycle, voltage: -polarisation)
      run.step("rest", charge: 0, current: 0, cycle: cycle, voltage: 0.2)
      run.step(
        "strip", charge: 3.6 - 0.1 * Double(cycle), current: 1e-3, cycle: cycle, voltage: polarisation + 0.001,
        endedByVoltage: true)
    }
    return run
  }

  private func source(_ runs: HandMadeRun..., header: RunHeader = .handMade()) throws -> CyclePlotSource {
    let folder = try ScratchFolder()
    for (index, run) in runs.enumerated() { try run.write(to: folder["\(index).sandglass"], header: header) }
    return try CyclePlotSource(runs.indices.map { try RunFile.Reader(opening: folder["\($0).sandglass"]) })
  }

  private func isNear(_ points: [PlotPoint], at cycles: [Double], _ values: [Double]) -> Bool {
    points.map(\.x) == cycles && zip(points, values).allSatisfy { abs($0.value - $1) < 1e-12 }
  }

  @Test("A completed run: efficiency and polarisation of each cycle, and the first, a middle and the last in full")
  func completed() throws {
    var run = Self.cycles(9)
    run.end()
    let cycled = try #require(try source(run).runs.first)
    let cycles = (1...9).map(Double.init)
    let efficiency = cycles.map { cycle -> Double in (3.6 - 0.1 * cycle) / 3.6 }
    let polarisation = cycles.map { cycle -> Double in 0.04 + 0.01 * cycle }
    #expect(isNear(cycled.efficiency, at: cycles, efficiency))
    #expect(isNear(cycled.plating, at: cycles, polarisation))
    #expect(isNear(cycled.stripping, at: cycles, polarisation.map { $0 + 0.001 }))
    #expect(cycled.curves.map(\.cycle) == [1, 5, 9])
    #expect(cycled.cycles == 9)
    #expect(cycled.death == nil)
    // 3.6 C and 3.1 C on 1 cm².
    #expect(abs((cycled.curves[1].plating.last?.x ?? 0) - 36_000) < 1e-6)
    #expect(abs((cycled.curves[1].stripping.last?.x ?? 0) - 31_000) < 1e-6)
    #expect(cycled.curves[1].plating.map(\.value) == [-0.09])
  }

  @Test("A run that trips shows the last whole cycle, the one it died in, and why")
  func death() throws {
    var run = Self.cycles(3)
    run.step("plate", charge: -1.8, current: -1e-3, cycle: 4, voltage: -0.5)
    run.end(.tripped, "voltage −1.2 V is below the safety limit of −1 V")
    let cycled = try #require(try source(run).runs.first)
    #expect(cycled.curves.map(\.cycle) == [1, 2, 3, 4])
    #expect(cycled.death == CellDeath(cycle: 4, reason: "tripped: voltage −1.2 V is below the safety limit of −1 V"))
    #expect(cycled.plating.map(\.x) == [1, 2, 3, 4])
    #expect(cycled.efficiency.map(\.x) == [1, 2, 3])
    #expect(cycled.stripping.map(\.x) == [1, 2, 3])
  }

  @Test("A hard short that ends no run is where the cell died; a person's stop is no death")
  func short() throws {
    var run = Self.cycles(2)
    run.alarm(.hardShort, .watch)
    run.step("plate", charge: -3.6, current: -1e-3, cycle: 3, voltage: 0)
    run.alarm(.hardShort, .alarm)
    run.step("strip", charge: 3.6, current: 1e-3, cycle: 3, voltage: 0)
    run.alarm(.hardShort, .alarm)
    run.end()
    #expect(try source(run).runs.first?.death == CellDeath(cycle: 3, reason: "hard-short"))
    var stopped = Self.cycles(2)
    stopped.end(.stopped, "by a person")
    #expect(try source(stopped).runs.first?.death == nil)
  }

  @Test("The mean voltage is taken over charge, within a step, and over the readings that know it")
  func meanVoltage() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    // 1 C from −0.1 to −0.3 V, 3 C at −0.3 V; then 2 C from 0.4 to 0.2 V, and 1 C that nobody watched.
    let plating = [(0.0, -0.1, 0.0), (1, -0.3, -1), (4, -0.3, -4)]
    let stripping = [(4.0, 0.4, 0.0), (6, 0.2, 2), (7, .nan, 3)]
    for (step, readings) in [plating, stripping].enumerated() {
      for (time, voltage, charge) in readings {
        let current = step == 0 ? -1.0 : 1
        try writer.record(.reading(RecordedReading(time, voltage, current, step: step + 1, charge: charge)))
      }
      let end = StepEnd(
        stepCount: step + 1, time: .zero, duration: .zero, charge: Quantity(si: readings[2].2), voltage: .zero,
        reason: "by hand", endedByVoltage: false)
      try writer.record(.stepEnded(end))
    }
    try writer.close()
    let run = try #require(try CyclePlotSource([RunFile.Reader(opening: writer.url)]).runs.first)
    #expect(isNear(run.plating, at: [1], [0.275]))
    #expect(isNear(run.stripping, at: [1], [0.3]))
  }

  @Test("Hundreds of thousands of readings leave a curve that a picture can hold, spikes and all")
  func thinning() throws {
    let folder = try ScratchFolder()
    let writer = try RunFile.Writer(creating: folder["a.sandglass"], header: .handMade())
    for (step, sign) in [(1, -1.0), (2, 1.0)] {
      for index in 0...100_000 {
        let voltage = index == 77_777 ? 5.0 : sin(Double(index) / 1e4)
        let charge = sign * Double(index) * 1e-4
        try writer.record(.reading(RecordedReading(Double(index), voltage, sign * 1e-3, step: step, charge: charge)))
      }
      try writer.record(
        .stepEnded(
          StepEnd(
            stepCount: step, time: .zero, duration: .zero, charge: Quantity(si: sign * 10), voltage: .zero,
            reason: "by hand", endedByVoltage: true)))
    }
    try writer.close()
    let run = try #require(try CyclePlotSource([RunFile.Reader(opening: writer.url)]).runs.first)
    for half in run.curves.flatMap({ [$0.plating, $0.stripping] }) {
      #expect((1000..<4 * 600 + 2).contains(half.count))
      #expect(half.contains { $0.value == 5 })
      #expect(zip(half, half.dropFirst()).allSatisfy { $0.x <= $1.x })
    }
  }

  @Test("A run without readings, and one without a whole cycle, say so")
  func nothingToShow() throws {
    #expect(throws: RecordingError.self) { try source(HandMadeRun()) }
    var half = HandMadeRun()
    half.step("plate", charge: -3.6, current: -1e-3)
    half.step("strip", charge: 1, current: 1e-3)
    half.end(.tripped, "short")
    let folder = try ScratchFolder()
    try half.write(to: folder["a.sandglass"])
    let reader = try RunFile.Reader(opening: folder["a.sandglass"])
    let error = RecordingError.noCompleteCycle(path: reader.url.path)
    #expect(throws: error) { try CyclePlotSource([reader]) }
    #expect(error.mend == "leave out --over cycle to see the run over time")
  }

  @Test("Cells of one name are told apart by their files")
  func names() throws {
    let names = try source(Self.cycles(2), Self.cycles(3)).runs.map(\.name)
    #expect(names == ["Li|Li, 1 M LiPF₆ (0)", "Li|Li, 1 M LiPF₆ (1)"])
  }

  @Test("The picture names the runs, their ends, the cycles shown, and says when there is no efficiency")
  func labels() throws {
    var first = Self.cycles(30)
    first.step("plate", charge: -1.8, current: -1e-3, cycle: 31, voltage: -0.5)
    first.end(.tripped, "it's <dead> `now`")
    var second = HandMadeRun()
    for cycle in 1...4 {
      second.step("plate", charge: -3.6, current: -1e-3, cycle: cycle)
      second.step("strip", charge: 3.6, current: 1e-3, cycle: cycle)
    }
    let folder = try ScratchFolder()
    try source(first, second).draw(to: folder["a.svg"])
    let texts = try Labels(of: folder["a.svg"]).texts
    #expect(texts.contains("Li|Li, 1 M LiPF₆ (0):  ✕ cycle 31, tripped: it's <dead> `now`"))
    #expect(texts.contains("Li|Li, 1 M LiPF₆ (1):  4 cycles"))
    for text in ["cycle 1", "16", "30", "31 ✕", "3", "Coulombic efficiency / %", "polarisation / V", "voltage / V"] {
      #expect(texts.contains(text), "\(text)")
    }
    #expect(!texts.contains { $0.hasPrefix("none:") })
    try source(second).draw(to: folder["b.svg"])
    #expect(try Labels(of: folder["b.svg"]).texts.contains { $0.hasPrefix("none:") })
  }

  @Test("Pictures come out for runs of any shape", arguments: [0, 1, CyclePlotSource.mostRuns])
  func oddShapes(count: Int) throws {
    let folder = try ScratchFolder()
    let odd: [[PlotPoint]] = [
      [], [PlotPoint(x: 1, value: 0)], [PlotPoint(x: 1, value: .nan)], [PlotPoint(x: 7, value: -1e9)],
      [PlotPoint(x: 1, value: 1e-9), PlotPoint(x: 1e6, value: 1e9)],
    ]
    for points in odd {
      let run = CycledRun(
        name: "a\nname", cycles: 1, efficiency: points, plating: points, stripping: points,
        curves: [CycleCurve(cycle: 1, plating: points, stripping: points)], death: CellDeath(cycle: 3, reason: ""))
      let source = CyclePlotSource(title: "", subtitle: "", runs: Array(repeating: run, count: count))
      try source.draw(to: folder["a.png"])
      #expect(try Data(contentsOf: folder["a.png"]).starts(with: [0x89, 0x50, 0x4E, 0x47]))
      try source.draw(to: folder["a.svg"])
      #expect(try Labels(of: folder["a.svg"]).texts.contains("cycle"))
    }
  }
}
