import Documents
import Quantities

extension SafetyLimits {
  /// Reads the block `safety`.
  init(_ fields: Fields, cell: AgreedCell) {
    let amounts = AmountReader(cell: cell)
    let voltage = fields.required("voltage", example: "[-5 V, 5 V]").map { field in
      SafetyLimits.range(field) { $0.quantity(Bounds(from: -Plausible.voltage, to: Plausible.voltage)) }
    }
    let current = fields.field("current").map { field in SafetyLimits.range(field) { amounts.signedCurrent($0) } }
    self.init(
      minimumVoltage: voltage?.low, maximumVoltage: voltage?.high,
      minimumCurrent: current?.low, maximumCurrent: current?.high,
      maximumStepCharge: fields.field("charge").flatMap { amounts.charge($0) },
      delay: fields.optionalQuantity("delay", .notNegative(to: Quantity(si: 60))) ?? .zero)
  }

  /// `[low, high]`, either of which may be `null`, or one value for both directions.
  private static func range<D: Dimension>(
    _ field: Field, _ read: (Field) -> Quantity<D>?
  ) -> (low: Quantity<D>?, high: Quantity<D>?) {
    guard let items = field.node.list else {
      guard let both = read(field) else { return (nil, nil) }
      if both.si <= 0 {
        field.report("one limit for both directions must be above 0", mend: "write   \(field.name): [low, high]")
      }
      return (-both, both)
    }
    guard items.count == 2 else {
      field.report("\(field.name) needs two limits, and has \(items.count)", mend: "write   [low, high]")
      return (nil, nil)
    }
    let limits = items.map { item in
      item.scalar?.isNull == true ? nil : read(Field(field.name, item, findings: field.findings))
    }
    if let low = limits[0], let high = limits[1], low >= high {
      field.report("the lower limit of \(field.name) is not below the upper one", mend: "write   [low, high]")
    }
    if items.allSatisfy({ $0.scalar?.isNull == true }) { field.report("\(field.name) limits nothing") }
    return (limits[0], limits[1])
  }
}
