import Documents
import Quantities

/// One step as written: its verb with the value behind it, and the keys beside it.
struct StepReader {
  let verb: String
  let value: Field
  let fields: Fields
  let list: StepListReader

  /// A steady current of the typed magnitude in the direction of the verb.
  func current(_ polarity: Polarity) -> Control? {
    AmountReader(cell: list.cell).driveCurrent(value).map { .current($0 * polarity.sign) }
  }

  /// Reads `label`, `until`, `record` and `on`, and adds the step to the plan unless something in it is faulty.
  func add(_ control: Control?, endingAfter implied: [EndCondition] = [], to plan: inout PlanBuilder) {
    let label = fields.optionalText("label")
    let record = fields.optionalMapping("record") { RecordRule($0) } ?? list.record
    let until = fields.field("until")
    let written = until.map { EndReader(cell: list.cell).read($0) } ?? []
    let reactions = fields.field("on").map { ReactionReader(cell: list.cell).read($0, into: &plan) } ?? []
    let isFaulty = control == nil || (until != nil && written.isEmpty)
    plan.append(
      verb: verb, label: label, control: control ?? .rest, ends: written + implied, record: record,
      reactions: reactions, at: fields.place, isFaulty: isFaulty)
  }
}
