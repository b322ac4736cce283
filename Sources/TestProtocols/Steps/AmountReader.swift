import Documents
import Quantities

/// Reads currents and charges in the ways people write them, and turns them into amperes and coulombs.
struct AmountReader {
  let cell: AgreedCell

  /// The magnitude of a drive current: a current density, a current or a C-rate; a typed sign is a fault.
  func driveCurrent(_ field: Field) -> Quantity<Current>? {
    guard let text = field.text(example: "0.5 mA/cm2") else { return nil }
    if let sign = text.first, "-+−".contains(sign) {
      field.findings.add(.signTyped(verb: field.name, text: text, at: field.place))
      return nil
    }
    if let rate = CRate(text) { return current(at: rate, field) }
    return current(
      field, density: .positive(to: Plausible.currentDensity), current: .positive(to: Plausible.current))
  }

  /// A current or a current density with a sign.
  func signedCurrent(_ field: Field) -> Quantity<Current>? {
    current(
      field, density: Bounds(from: -Plausible.currentDensity, to: Plausible.currentDensity),
      current: Bounds(from: -Plausible.current, to: Plausible.current))
  }

  /// A charge or an areal capacity above zero.
  func charge(_ field: Field) -> Quantity<Charge>? {
    if let text = field.node.scalar?.text, (try? Quantity<Charge>(text: text)) != nil {
      return field.quantity(.positive(to: Plausible.charge))
    }
    return field.quantity(.positive(to: Plausible.arealCapacity)).map { $0 * cell.area }
  }

  private func current(
    _ field: Field, density: Bounds<CurrentDensity>, current: Bounds<Current>
  ) -> Quantity<Current>? {
    if let text = field.node.scalar?.text, (try? Quantity<Current>(text: text)) != nil {
      return field.quantity(current)
    }
    return field.quantity(density).map { $0 * cell.area }
  }

  private func current(at rate: CRate, _ field: Field) -> Quantity<Current>? {
    guard let capacity = cell.capacity else {
      field.findings.add(.unknownCapacity(rate: field.node.scalar?.text ?? "", at: field.place))
      return nil
    }
    let current = rate.current(of: capacity)
    guard current.si > 0, current <= Plausible.current else {
      field.report(
        "\(field.name) is \(field.node.scalar?.text.excerpt ?? "")", detail: "it must be above 0 and at most 10000 A")
      return nil
    }
    return current
  }
}

/// A current told as a multiple of the capacity per hour: "C/10", "0.5C", "3C/2".
struct CRate {
  /// Capacities an hour.
  let perHour: Double

  init?(_ text: String) {
    let parts = text.filter { !$0.isWhitespace }.split(separator: "C", omittingEmptySubsequences: false)
    guard parts.count == 2, let multiple = Self.number(parts[0]),
      parts[1].isEmpty || (parts[1].first == "/" && parts[1].count > 1),
      let divisor = Self.number(parts[1].dropFirst())
    else { return nil }
    perHour = multiple / divisor
  }

  /// A plain decimal number; one where nothing is written.
  private static func number(_ digits: Substring) -> Double? {
    guard digits.allSatisfy({ "0123456789.".contains($0) }) else { return nil }
    return digits.isEmpty ? 1 : Double(digits)
  }

  func current(of capacity: Quantity<Charge>) -> Quantity<Current> { capacity / Quantity(1, .hour) * perHour }
}
