import Documents
import Quantities

/// Sandglass's own YAML: a header and a list of steps.
struct NativeLanguage: ProtocolLanguage {
  let telltaleKeys: Set<String> = ["sandglass"]

  func resolve(
    _ root: DocumentNode, named _: String, for facts: CellFacts, currents: CurrentProfileFiles
  ) throws(Diagnostics) -> Plan {
    try Fields.read(root, as: "test protocol") { fields in
      if let version = fields.required("sandglass", example: "1"), version.integer(in: 1...1) == nil {
        version.report("this program reads version 1 of the protocol language")
      }
      let name = fields.text("name", example: "Sand's time")
      _ = fields.optionalText("description")
      let cell = CellNeeds(fields).agreed(with: facts, in: fields)
      let safety = fields.mapping("safety", example: "{voltage: [-5 V, 5 V]}") { SafetyLimits($0, cell: cell) }
      let record = fields.mapping("record", example: "{every: 10 s, dV: 5 mV}") { RecordRule($0) }
      var plan = PlanBuilder(findings: fields.findings)
      if let on = fields.field("on") { plan.reactions = ReactionReader(cell: cell).read(on, into: &plan) }
      if let steps = fields.required("steps", example: "[rest: 10 min]") {
        StepListReader(cell: cell, record: record, currents: currents).read(steps, into: &plan)
      }
      return plan.plan(name: name, area: cell.area, safety: safety, record: record, at: root.place)
    }
  }
}
