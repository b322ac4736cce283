import Documents
import Quantities

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
