import Documents
import Quantities

/// An object of the JSON, whose numbers have their unit in the key; `null` and "" are as good as left out.
struct UnicyclerObject {
  let fields: Fields

  init(_ fields: Fields) { self.fields = fields }

  /// A value, unless it is left out.
  func field(_ key: String) -> Field? {
    guard let field = fields.field(key) else { return nil }
    guard let scalar = field.node.scalar else { return field }
    return scalar.isNull || scalar.text.allSatisfy(\.isWhitespace) ? nil : field
  }

  /// Words, unless left out.
  func text(_ key: String) -> String? { field(key)?.text() }

  /// A quantity in the unit of its key, unless left out; numbers in quotes are taken.
  func quantity<D: Dimension>(_ key: String, _ unit: String, _ bounds: Bounds<D>) -> Quantity<D>? {
    guard let field = field(key), let text = field.text() else { return nil }
    guard Self.isNumber(text) else {
      field.report("\(key): \"\(text.excerpt)\" is not a finite number", mend: "write the number in \(unit), or null")
      return nil
    }
    var value = field.node
    value.content = .scalar(DocumentNode.Scalar(text: "\(text.trimmedSpaces) \(unit)", isQuoted: false))
    return Field(key, value, findings: field.findings).quantity(bounds)
  }

  /// A quantity that must be there; NaN after a fault.
  func required<D: Dimension>(_ key: String, _ unit: String, _ bounds: Bounds<D>) -> Quantity<D> {
    if field(key) == nil { fields.report("\(fields.name) has no \"\(key)\"", mend: "add   \"\(key)\": 1") }
    return quantity(key, unit, bounds) ?? Quantity(si: .nan)
  }

  /// A rate in 1/h, unless left out: a number, "C/2", "3C/2", "D/2" (which discharges) or "1/5".
  func rate(_ key: String) -> Double? {
    guard let field = field(key), let text = field.text() else { return nil }
    let plain = String(text.filter { !$0.isWhitespace })
    if Self.isNumber(plain), let rate = Double(plain), rate.isFinite { return rate }
    if let match = plain.wholeMatch(of: /([0-9.]*)([CD]?)\/([0-9.]+)/),
      !(match.1.isEmpty && match.2.isEmpty), let multiple = Double(match.1.isEmpty ? "1" : match.1),
      let divisor = Double(match.3), divisor > 0
    {
      return (match.2 == "D" ? -1 : 1) * multiple / divisor
    }
    field.report(
      "\(key): \"\(text.excerpt)\" is not a C-rate", mend: "write a number, or a fraction such as C/2 or D/2")
    return nil
  }

  /// The capacity of the sample, which must agree with the cell's where both are known.
  func capacity(facts: CellFacts) -> Quantity<Charge>? {
    let own = quantity("capacity_mAh", "mAh", .positive(to: Plausible.charge))
    guard let own, let fact = facts.capacity, (own - fact).magnitude > 0.01 * fact.magnitude else { return own }
    field("capacity_mAh")?.report(
      "the protocol is for a cell of \(own.formatted(in: .milliampereHour)), "
        + "the cell's capacity is \(fact.formatted(in: .milliampereHour))",
      detail: "they may differ by 1 %", mend: "choose another cell, or make capacity_mAh null")
    return fact
  }

  private static func isNumber(_ text: String) -> Bool {
    let trimmed = text.trimmedSpaces
    return trimmed.allSatisfy { "+-.0123456789eE".contains($0) } && Double(trimmed)?.isFinite == true
  }
}

extension String {
  fileprivate var trimmedSpaces: String { Substring(self).trimmingSpaces }
}
