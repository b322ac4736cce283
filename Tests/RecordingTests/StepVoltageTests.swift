import Cycling
import Foundation
import Quantities
import Recording
import Testing

@Suite("What a step's voltage says")
struct StepVoltageTests {
  /// A plating step of 10 s at −1 A: a tip of −0.2 V after 1 s, then a plateau of −0.05 V; a strip at +0.05 V.
  private var summary: RunSummary {
    var summary = RunSummary(area: Quantity(1, .squareCentimetre))
    summary.observe(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
    for (time, voltage) in [(0.0, 0.0), (1, -0.2), (2, -0.05), (6, -0.05), (10, -0.05)] {
      summary.observe(
        .reading(
          RecordedReading(
            time, voltage, -1, step: 1, charge: -time, setpoint: .current(Quantity(si: -1)))))
    }
    summary.observe(.stepBegan(StepStart(stepCount: 2, stepNumber: 2, name: "strip", cycle: 1, time: Quantity(si: 10))))
    for (time, charge) in [(10.0, 0.0), (20, 10)] {
      summary.observe(
        .reading(RecordedReading(time, 0.05, 1, step: 2, charge: charge, setpoint: .current(Quantity(si: 1)))))
    }
    return summary
  }

  @Test("Energy and mean voltage are integrals over the charge")
  func energy() {
    let steps = summary.steps
    // Trapezia: 0.1·1 + 0.125·1 + 0.05·8 J, into the cell, as charge and voltage are both negative.
    #expect(abs(steps[0].energy.si - 0.625) < 1e-12)
    #expect(abs((steps[0].meanVoltage?.si ?? .nan) + 0.0625) < 1e-12)
    #expect(abs(steps[1].energy.si - 0.5) < 1e-12)
    #expect(abs((steps[1].meanVoltage?.si ?? .nan) - 0.05) < 1e-12)
    #expect(summary.cycleSummaries.map(\.cycle) == [1])
  }

  @Test("The tip of nucleation is told against the mean behind it, for plating only")
  func nucleation() {
    // Behind the tip 0.125·1 + 0.05·8 V·C over 9 C.
    #expect(abs((summary.steps[0].nucleationOverpotential?.si ?? .nan) - (0.2 - 0.525 / 9)) < 1e-12)
    #expect(summary.steps[1].nucleationOverpotential == nil)
  }

  @Test("The lowest voltage of a plateau that a short raises in the end is no tip of nucleation")
  func shortIsNoTip() {
    var summary = RunSummary(area: Quantity(1, .squareCentimetre))
    summary.observe(.stepBegan(StepStart(stepCount: 1, stepNumber: 1, name: "plate", cycle: 1, time: .zero)))
    for second in 0...10 {
      let voltage = second < 8 ? -0.2 - 1e-4 * Double(second) : -0.1
      summary.observe(
        .reading(RecordedReading(Double(second), voltage, -1, step: 1, charge: -Double(second))))
    }
    #expect(summary.steps[0].nucleationOverpotential == nil)
  }
}
