import Documents
import Quantities

/// Open circuit for a time.
struct Rest: Technique {
  let verb = "rest"
  let example = "rest: 10 min"

  func read(_ step: StepReader, into plan: inout PlanBuilder) {
    let time: Quantity<Time>? = step.value.quantity(.positive(to: Plausible.time))
    step.add(time.map { _ in .rest }, endingAfter: time.map { [.time($0)] } ?? [], to: &plan)
  }
}
