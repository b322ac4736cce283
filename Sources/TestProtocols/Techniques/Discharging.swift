import Quantities

/// Discharges a full cell at a steady current: lithium enters the positive, working electrode.
struct Discharging: Technique {
  let verb = "discharge"
  let example = "discharge: C/2"

  func read(_ step: StepReader, into plan: inout PlanBuilder) { step.add(step.current(.plating), to: &plan) }
}
