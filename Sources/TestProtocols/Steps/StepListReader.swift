import Documents

/// Reads a list of steps; what all of them share travels with it.
struct StepListReader {
  let cell: AgreedCell
  let record: RecordRule
  let currents: CurrentProfileFiles

  func read(_ steps: Field, into plan: inout PlanBuilder) {
    guard let items = steps.items() else { return }
    if items.isEmpty { steps.report("there are no steps", mend: "add   - rest: 10 min") }
    for item in items { read(step: item, into: &plan) }
  }

  private func read(step: Field, into plan: inout PlanBuilder) {
    guard let entries = step.node.entries, let first = entries.first else {
      step.findings.add(.notAStep(step.node))
      return
    }
    guard let technique = TechniqueCatalogue.technique(first.key) else {
      step.findings.add(.unknownVerb(first.key, others: entries.dropFirst().map(\.key), at: first.place))
      return
    }
    let fields = Fields("step \"\(first.key)\"", entries, at: step.place, findings: step.findings)
    guard let value = fields.required(first.key) else { return }
    let reader = StepReader(verb: first.key, value: value, fields: fields, list: self)
    technique.read(reader, into: &plan)
    fields.finish { key in
      TechniqueCatalogue.verbs.contains(key) ? "one verb a step: begin a new one with `- `" : nil
    }
  }
}
