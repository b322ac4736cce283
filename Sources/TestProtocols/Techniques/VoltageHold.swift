import Documents
import Quantities

/// Holds the voltage, whatever current that takes.
struct VoltageHold: Technique {
  let verb = "hold"
  let example = "hold: 0.1 V"

  func read(_ step: StepReader, into plan: inout PlanBuilder) {
    let bounds = Bounds(from: -Plausible.voltage, to: Plausible.voltage)
    step.add(step.value.quantity(bounds).map { .voltage($0) }, to: &plan)
  }
}
