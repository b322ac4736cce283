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
      ends: ends,
      record: method.record, at: object.fields.place, isFaulty: object.field("until_time_s") != nil && time == nil)
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

/// `constant_voltage`: a steady voltage until a time or a small current.
struct UnicyclerVoltage: UnicyclerStep {
  let kind = "constant_voltage"
  /// How long a hold lasts that only a current ends: the default of PyBaMM for the same step.
  private static let longest = Quantity<Time>(24, .hour)

  func read(_ object: UnicyclerObject, into method: inout UnicyclerMethod) {
    let voltage = object.required("voltage_V", "V", Bounds(from: -Plausible.voltage, to: Plausible.voltage))
    let time = object.quantity("until_time_s", "s", .positive(to: Plausible.time))
    let limit = current(object, method.cell)
    var ends: [EndCondition] = limit.value.map { [.currentMagnitude(.atMost, $0)] } ?? []
    var notes = limit.note.map { [$0] } ?? []
    if let time {
      ends.append(.time(time))
    } else if !ends.isEmpty, object.field("until_time_s") == nil {
      ends.append(.time(Self.longest))
      notes.append("only a current ends it; should that not come, it ends after \(Self.longest.inWords), as in PyBaMM")
    }
    let isFaulty = voltage.si.isNaN || limit.isFaulty || (object.field("until_time_s") != nil && time == nil)
    method.plan.append(
      verb: "hold", label: object.text("id"), control: .voltage(voltage), ends: ends, record: method.record,
      at: object.fields.place, isFaulty: isFaulty)
    notes.forEach { method.plan.note($0) }
  }

  /// The current that ends the hold, as a magnitude; a rate stands before a current.
  private func current(
    _ object: UnicyclerObject, _ cell: AgreedCell
  ) -> (value: Quantity<Current>?, note: String?, isFaulty: Bool) {
    let rate = object.rate("until_rate_C")
    let typed = object.quantity("until_current_mA", "mA", Bounds(from: -Plausible.current, to: Plausible.current))
    let isFaulty =
      (object.field("until_rate_C") != nil && rate == nil) || (object.field("until_current_mA") != nil && typed == nil)
    guard let rate, rate != 0 else { return (typed?.magnitude, nil, isFaulty) }
    guard let capacity = cell.capacity else {
      object.field("until_rate_C")?.report(
        "until_rate_C needs the cell's capacity, which is not known", mend: "set capacity_mAh in the block sample")
      return (nil, nil, true)
    }
    let note = typed.map { _ in "until_rate_C stands before until_current_mA, as in aurora-unicycler" }
    return ((capacity / Quantity(1, .hour) * rate).magnitude, note, isFaulty)
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
