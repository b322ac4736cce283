import Documents
import Quantities

/// `open_circuit_voltage`: open circuit for a time.
struct UnicyclerRest: UnicyclerStep {
  let kind = "open_circuit_voltage"

  func read(_ object: UnicyclerObject, into method: inout UnicyclerMethod) {
    let time = object.required("until_time_s", "s", Bounds<Time>.positive(to: Plausible.time))
    method.plan.append(
      verb: "rest", label: object.text("id"), control: .rest, ends: [.time(time)], record: method.record,
      at: object.fields.place, isFaulty: time.si.isNaN)
  }
}
