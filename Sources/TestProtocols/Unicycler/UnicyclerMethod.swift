import Documents
import Quantities

/// The list of steps while it is read: the plan so far, and where loops may go back to.
struct UnicyclerMethod {
  let cell: AgreedCell
  let safety: SafetyLimits
  let record: RecordRule
  var plan: PlanBuilder
  /// For each element read, the instruction at which it begins.
  private(set) var starts: [Int] = []
  /// For each tag, the instruction behind it.
  var tags: [String: Int] = [:]
  /// First and last instruction of each loop.
  var loops: [(first: Int, last: Int)] = []

  init(cell: AgreedCell, safety: SafetyLimits, record: RecordRule, plan: PlanBuilder) {
    (self.cell, self.safety, self.record, self.plan) = (cell, safety, record, plan)
  }

  mutating func read(_ method: Field) {
    guard let items = method.items() else { return }
    if items.isEmpty { method.report("the method has no steps") }
    for item in items {
      starts.append(plan.position)
      guard let fields = item.fields() else { continue }
      let object = UnicyclerObject(fields)
      guard let kind = object.text("step") else {
        fields.report("\(item.name) has no \"step\"", mend: "add   \"step\": \"constant_current\"")
        continue
      }
      guard let step = UnicyclerCatalogue.step(kind) else {
        object.field("step")?.report(
          "\"\(kind.excerpt)\" is not a step of aurora-unicycler",
          detail: "known here: \(UnicyclerCatalogue.kinds.joined(separator: ", "))",
          mend: NearestName.mend(for: kind, among: UnicyclerCatalogue.kinds))
        continue
      }
      guard let reason = step.refusal else {
        step.read(object, into: &self)
        _ = object.text("id")
        fields.finish()
        continue
      }
      object.field("step")?.report("the step \"\(kind)\" cannot be run", detail: reason, mend: "take it out")
    }
  }
}

/// A kind of step in the JSON.
protocol UnicyclerStep: Sendable {
  /// The value of its key `step`.
  var kind: String { get }
  /// Why no plan can hold it; nil when one can.
  var refusal: String? { get }
  /// Reads it into the plan.
  func read(_ object: UnicyclerObject, into method: inout UnicyclerMethod)
}

extension UnicyclerStep {
  var refusal: String? { nil }
}

/// All kinds of step in the JSON.
enum UnicyclerCatalogue {
  static let all: [any UnicyclerStep] = [
    UnicyclerRest(),
    UnicyclerCurrent(),
    UnicyclerVoltage(),
    UnicyclerTag(),
    UnicyclerLoop(),
    UnicyclerRefused(kind: "impedance_spectroscopy", because: "no instrument here measures an impedance spectrum"),
    UnicyclerRefused(kind: "voltage_scan", because: "a voltage can be held here, not swept"),
  ]
  static let kinds = all.map(\.kind)

  static func step(_ kind: String) -> (any UnicyclerStep)? { all.first { $0.kind == kind } }
}

/// A kind of step that a plan cannot hold.
struct UnicyclerRefused: UnicyclerStep {
  let kind: String
  let refusal: String?

  init(kind: String, because reason: String) { (self.kind, refusal) = (kind, reason) }

  func read(_: UnicyclerObject, into _: inout UnicyclerMethod) {}
}
