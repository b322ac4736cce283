import Documents
import Quantities

/// `constant_current`: a steady current until a time or a voltage.
struct UnicyclerCurrent: UnicyclerStep {
  let kind = "constant_current"

  func read(_ object: UnicyclerObject, into method: inout UnicyclerMethod) {
    let rate = object.rate("rate_C")
    let typed = object.quantity("current_mA", "mA", Bounds(from: -Plausible.current, to: Plausible.current))
    let voltage = object.quantity("until_voltage_V", "V", Bounds(from: -Plausible.voltage, to: Plausible.voltage))
    let time = object.quantity("until_time_s", "s", .positive(to: Plausible.time))
    guard let current = current(rate: rate, typed: typed, object, method.cell),
      let polarity = Polarity(of: current)
    else { return method.appendFaulty(object) }
    // The file names no direction; a current drives the voltage its own way. Zero volts is a limit like any other.
    var ends = voltage.map { [EndCondition.voltage(polarity == .stripping ? .atLeast : .atMost, $0)] } ?? []
    var notes: [String] = []
    if rate != nil, rate != 0, typed != nil { notes.append("rate_C stands before current_mA, as in aurora-unicycler") }
    if let time {
      ends.append(.time(time))
    } else if !ends.isEmpty, object.field("until_time_s") == nil, let bound = bound(current, method) {
      ends.append(.time(bound.time))
      notes.append(bound.note)
    }
    method.plan.append(
      verb: polarity == .stripping ? "strip" : "plate", label: object.text("id"), control: .current(current),
      ends: ends, record: method.record, at: object.fields.place,
      isFaulty: object.field("until_time_s") != nil && time == nil)
    notes.forEach { method.plan.note($0) }
  }

  /// A rate stands before a current; zero means that it was not set.
  private func current(
    rate: Double?, typed: Quantity<Current>?, _ object: UnicyclerObject, _ cell: AgreedCell
  ) -> Quantity<Current>? {
    let current: Quantity<Current>
    if let rate, rate != 0 {
      guard let capacity = cell.capacity else {
        object.field("rate_C")?.report(
          "rate_C needs the cell's capacity, which is not known", mend: "set capacity_mAh in the block sample")
        return nil
      }
      current = capacity / Quantity(1, .hour) * rate
    } else if let typed {
      current = typed
    } else {
      if object.field("rate_C") == nil, object.field("current_mA") == nil {
        object.fields.report("constant_current has neither rate_C nor current_mA", mend: "add   \"current_mA\": 1")
      }
      return nil
    }
    guard current.si != 0, current.magnitude <= Plausible.current else {
      object.fields.report(
        "the current is \(current.inWords)", detail: "it must not be 0, and at most 10000 A",
        mend: "for open circuit use open_circuit_voltage")
      return nil
    }
    return current
  }

  /// A voltage may never come, so a step that has only that is ended by what else the file says about charge.
  private func bound(
    _ current: Quantity<Current>, _ method: UnicyclerMethod
  ) -> (time: Quantity<Time>, note: String)? {
    if let charge = method.safety.maximumStepCharge {
      // A hundredth later, so that the safety limit speaks first, as the file has it.
      let time = Quantity<Time>(si: 1.01 * charge.si / current.magnitude.si)
      return (
        time, "only a voltage ends it; should that not come, max_capacity_mAh ends the run before \(time.inWords)"
      )
    }
    return method.cell.capacity.map { capacity in
      let time = Quantity<Time>(si: 2 * capacity.si / current.magnitude.si)
      return (time, "only a voltage ends it; should that not come, it ends after \(time.inWords), twice the capacity")
    }
  }
}

extension UnicyclerMethod {
  /// Keeps the number of a step whose faults were reported.
  mutating func appendFaulty(_ object: UnicyclerObject) {
    _ = object.text("id")
    plan.append(
      verb: "step", label: nil, control: .rest, ends: [], record: record, at: object.fields.place, isFaulty: true)
  }
}
