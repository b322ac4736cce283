import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("Run summary")
struct RunSummaryTests {
  private static let area = Quantity<Area>(2, .squareCentimetre)

  private func summary(_ run: HandMadeRun) -> RunSummary {
    var summary = RunSummary(area: Self.area)
    for event in run.events { summary.observe(event) }
    return summary
  }

  /// Adams et al. 2018: reservoir 5 mAh/cm², ten cycles of 1 mAh/cm², a final strip of 4.76 mAh/cm² on 1 cm².
  @Test("Adams' reservoir method: (n·Qc + Qs)/(n·Qc + QT), with the conditioning cycle as a balance of its own")
  func adams() throws {
    let milliampereHour = 3.6
    var run = HandMadeRun()
    run.step("plate (conditioning)", charge: -5 * milliampereHour, current: -0.5e-3)
    run.step("strip (conditioning)", charge: 4.6 * milliampereHour, current: 0.5e-3, endedByVoltage: true)
    run.step("plate (reservoir)", charge: -5 * milliampereHour, current: -0.5e-3, cycle: 2)
    for cycle in 3..<13 {
      run.step("strip", charge: 1 * milliampereHour, current: 0.5e-3, cycle: cycle - 1)
      run.step("plate", charge: -1 * milliampereHour, current: -0.5e-3, cycle: cycle)
    }
    run.step("strip (all)", charge: 4.76 * milliampereHour, current: 0.5e-3, cycle: 12, endedByVoltage: true)
    let efficiencies = summary(run).coulombicEfficiencies
    #expect(efficiencies.map(\.innerCycles) == [0, 10])
    #expect(efficiencies.map(\.stepCount) == [2, 24])
    #expect(abs(efficiencies[0].value - 4.6 / 5) < 1e-12)
    #expect(abs(efficiencies[1].value - (10 * 1 + 4.76) / (10 * 1 + 5)) < 1e-12)
    #expect(abs(efficiencies[1].plated.si - 54) < 1e-9)
    #expect(abs(efficiencies[1].stripped.si - 14.76 * 3.6) < 1e-9)
  }

  @Test("Without a reservoir each strip to the voltage limit gives stripped over plated")
  func simple() {
    var run = HandMadeRun()
    for (cycle, stripped) in [3.4, 3.5, 3.55].enumerated() {
      run.step("plate", charge: -3.6, current: -1e-3, cycle: cycle + 1)
      run.step("rest", charge: 0, current: 0, cycle: cycle + 1)
      run.step("strip", charge: stripped, current: 1e-3, cycle: cycle + 1, endedByVoltage: true)
    }
    let efficiencies = summary(run).coulombicEfficiencies.map(\.value)
    #expect(efficiencies.count == 3)
    for (found, stripped) in zip(efficiencies, [3.4, 3.5, 3.55]) { #expect(abs(found - stripped / 3.6) < 1e-12) }
  }

  @Test("A strip with nothing plated before, a rest and a plating closed by voltage give no efficiency")
  func noEfficiency() {
    var run = HandMadeRun()
    run.step("strip", charge: 3.6, current: 1e-3, endedByVoltage: true)
    run.step("plate", charge: -3.6, current: -1e-3, endedByVoltage: true)
    run.step("rest", charge: 0, current: 0, endedByVoltage: true)
    #expect(summary(run).coulombicEfficiencies.isEmpty)
  }

  @Test("A current meter's noise at rest is neither plated nor stripped")
  func noiseAtRest() {
    var summary = RunSummary(area: Self.area)
    summary.observe(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "rest", cycle: 1, time: .zero)))
    for index in 0..<100 {
      let charge = index.isMultiple(of: 2) ? 1e-6 : -1e-6
      summary.observe(
        .reading(RecordedReading(Double(index), 0, charge, step: 1, charge: charge, setpoint: .open)))
    }
    summary.observe(
      .stepEnded(
        StepEnd(
          stepCount: 1, time: Quantity(si: 99), duration: Quantity(si: 99), charge: Quantity(si: 1e-6), voltage: .zero,
          reason: "", endedByVoltage: true)))
    #expect(summary.plated.si == 0)
    #expect(summary.stripped.si == 0)
    #expect(summary.coulombicEfficiencies.isEmpty)
  }

  @Test("A step whose current changes sign adds to what was plated and to what was stripped")
  func changingSign() {
    var summary = RunSummary(area: Self.area)
    for (time, charge) in [0, -2, -4, -3, -5].enumerated() {
      summary.observe(.reading(RecordedReading(Double(time), 0, 0, step: 1, charge: Double(charge))))
    }
    #expect(summary.plated.si == 6)
    #expect(summary.stripped.si == 1)
  }

  @Test("The table of steps, the totals and the end, the same from events and from the file")
  func table() throws {
    let folder = try ScratchFolder()
    let run = HandMadeRun.ofEverything
    var header = RunHeader.handMade()
    header.area = Self.area
    try run.write(to: folder["a.sandglass"], header: header)
    let summary = try RunSummary(of: RunFile.Reader(opening: folder["a.sandglass"]))
    #expect(summary == self.summary(run))
    #expect(summary.readings == 6)
    #expect(summary.cycles == 1)
    #expect(summary.duration.si == 7160)
    #expect(summary.plated.si == 3.6)
    #expect(summary.stripped.si == 3.5)
    #expect(summary.end?.way == .completed)
    #expect(summary.alarms.map(\.step) == [1])
    let plate = try #require(summary.steps.first)
    #expect(plate.duration.si == 3600)
    #expect(plate.arealCapacity.value(in: .milliampereHourPerSquareCentimetre) == -0.5)
    #expect(plate.finalVoltage?.si == 0.1)
    #expect(plate.endReason == "by hand")
  }

  @Test("A run that was cut off shows how far its last step came")
  func cutOff() throws {
    var summary = RunSummary(area: Self.area)
    summary.observe(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: Quantity(si: 5))))
    for (time, voltage) in [(5.0, 0.3), (6, .nan), (8, -0.2), (9, 0.1)] {
      summary.observe(.reading(RecordedReading(time, voltage, -1, step: 1, charge: 5 - time)))
    }
    let step = try #require(summary.steps.first)
    #expect(summary.end == nil)
    #expect(step.endReason == nil)
    #expect(step.duration.si == 4)
    #expect(step.charge.si == -4)
    #expect(step.lowestVoltage?.si == -0.2)
    #expect(step.highestVoltage?.si == 0.3)
    #expect(step.finalVoltage?.si == 0.1)
  }
}
