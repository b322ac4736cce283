import Documents

/// Runs a list of steps several times.
struct Repetition: Technique {
  let verb = "repeat"
  let example = "repeat: 10"

  func read(_ step: StepReader, into plan: inout PlanBuilder) {
    let times = step.value.integer(in: Plausible.rounds) ?? 1
    let label = step.fields.optionalText("label")
    guard let steps = step.fields.required("steps", example: "[…]") else { return }
    let start = plan.position
    step.list.read(steps, into: &plan)
    plan.loop(from: start, times: times, label: label)
  }
}
