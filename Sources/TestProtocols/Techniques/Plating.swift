import Quantities

/// Deposits lithium on the working electrode at a steady current.
struct Plating: Technique {
  let verb = "plate"
  let example = "plate: 0.5 mA/cm2"

  func read(_ step: StepReader, into plan: inout PlanBuilder) { step.add(step.current(.plating), to: &plan) }
}
