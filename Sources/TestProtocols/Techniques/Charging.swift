import Quantities

/// Charges a full cell at a steady current: lithium leaves the positive, working electrode.
struct Charging: Technique {
  let verb = "charge"
  let example = "charge: C/2"

  func read(_ step: StepReader, into plan: inout PlanBuilder) { step.add(step.current(.stripping), to: &plan) }
}
