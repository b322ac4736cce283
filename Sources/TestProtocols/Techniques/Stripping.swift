import Quantities

/// Removes lithium from the working electrode at a steady current.
struct Stripping: Technique {
  let verb = "strip"
  let example = "strip: 0.5 mA/cm2"

  func read(_ step: StepReader, into plan: inout PlanBuilder) { step.add(step.current(.stripping), to: &plan) }
}
