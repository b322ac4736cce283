import Documents
import Quantities

/// A measured value that an end may compare with a limit.
struct WatchedValue {
  let name: String
  let end: (Field, Comparison) -> EndCondition?

  static var all: [WatchedValue] {
    [
      WatchedValue(name: "voltage") { field, comparison in
        field.quantity(Bounds(from: -Plausible.voltage, to: Plausible.voltage)).map { .voltage(comparison, $0) }
      },
      WatchedValue(name: "|voltage|") { field, comparison in
        magnitude(field, comparison, atMost: Plausible.voltage).map { .voltageMagnitude(comparison, $0) }
      },
      WatchedValue(name: "|current|") { field, comparison in
        magnitude(field, comparison, atMost: Plausible.current).map { .currentMagnitude(comparison, $0) }
      },
    ]
  }

  /// The limit of a magnitude: zero is one, but nothing is below it.
  private static func magnitude<D: Dimension>(
    _ field: Field, _ comparison: Comparison, atMost highest: Quantity<D>
  ) -> Quantity<D>? {
    guard let limit = field.quantity(.notNegative(to: highest)) else { return nil }
    guard limit.si > 0 || comparison != .below else {
      field.report("a magnitude is never below 0", mend: "write   \(field.name) <= 0")
      return nil
    }
    return limit
  }
}
