import Documents
import Quantities

/// The JSON of aurora-unicycler 0.4.6 (MIT): a universal battery protocol, https://github.com/EmpaEconversion/aurora-unicycler.
///
/// What a plan cannot hold is refused with a reason, never dropped. Positive current charges, which is also our sign.
struct UnicyclerLanguage: ProtocolLanguage {
  let telltaleKeys: Set<String> = ["unicycler", "method"]

  func resolve(
    _ root: DocumentNode, named name: String, for facts: CellFacts, currents _: CurrentProfileFiles
  ) throws(Diagnostics) -> Plan {
    try Fields.read(root, as: "aurora-unicycler protocol") { fields in
      _ = fields.optionalMapping("unicycler") { UnicyclerObject($0).text("version") }
      let sample = fields.optionalMapping("sample") { sample in
        let object = UnicyclerObject(sample)
        return (name: object.text("name"), capacity: object.capacity(facts: facts))
      }
      if facts.area == nil { fields.findings.add(.unknownArea(at: root.place)) }
      let cell = AgreedCell(
        area: facts.area ?? Quantity(si: .nan), capacity: sample?.capacity ?? facts.capacity)
      let record = fields.mapping("record", example: "{\"time_s\": 10}") { RecordRule(UnicyclerObject($0)) }
      let safety =
        fields.optionalMapping("safety") { SafetyLimits(UnicyclerObject($0)) } ?? SafetyLimits()
      var method = UnicyclerMethod(
        cell: cell, safety: safety, record: record, plan: PlanBuilder(findings: fields.findings))
      if let steps = fields.required("method", example: "[…]") { method.read(steps) }
      let ownName = sample?.name.flatMap { $0 == "$NAME" ? nil : $0 }
      return method.plan.plan(
        name: ownName ?? name, area: cell.area, safety: safety, record: record, at: root.place)
    }
  }
}

extension RecordRule {
  /// Reads the block `record`.
  init(_ object: UnicyclerObject) {
    self.init(
      every: object.required("time_s", "s", .positive(to: Plausible.time)),
      voltageChange: object.quantity("voltage_V", "V", .positive(to: Plausible.voltage)),
      currentChange: object.quantity("current_mA", "mA", .positive(to: Plausible.current)))
  }
}

extension SafetyLimits {
  /// Reads the block `safety`.
  init(_ object: UnicyclerObject) {
    let voltages = Bounds(from: -Plausible.voltage, to: Plausible.voltage)
    let currents = Bounds(from: -Plausible.current, to: Plausible.current)
    self.init(
      minimumVoltage: object.quantity("min_voltage_V", "V", voltages),
      maximumVoltage: object.quantity("max_voltage_V", "V", voltages),
      minimumCurrent: object.quantity("min_current_mA", "mA", currents),
      maximumCurrent: object.quantity("max_current_mA", "mA", currents),
      maximumStepCharge: object.quantity("max_capacity_mAh", "mAh", .positive(to: Plausible.charge)),
      delay: object.quantity("delay_s", "s", .notNegative(to: Plausible.time)) ?? .zero)
    if let low = minimumVoltage, let high = maximumVoltage, low >= high {
      object.fields.report("min_voltage_V is not below max_voltage_V")
    }
    if let low = minimumCurrent, let high = maximumCurrent, low >= high {
      object.fields.report("min_current_mA is not below max_current_mA")
    }
  }
}
