import Documents
import Quantities

extension RecordRule {
  /// Reads the block `record`, of the protocol or of one step, which then stands for all of it.
  init(_ fields: Fields) {
    self.init(
      every: fields.quantity(
        "every", Bounds(from: Quantity(si: 1e-3), to: Quantity(si: 86_400)), example: "10 s"),
      voltageChange: fields.optionalQuantity("dV", .positive(to: Plausible.voltage)),
      currentChange: fields.optionalQuantity("dI", .positive(to: Plausible.current)))
  }
}
