import Foundation

extension Quantity {
  /// The value in a unit with so many significant digits, and the unit: "0.5 mA/cm²".
  public func formatted(in unit: Unit<D>, digits: Int = 4) -> String {
    "\(value(in: unit).formatted(digits: digits)) \(unit.symbol)"
  }
}

extension Double {
  /// The number with so many significant digits and no trailing zeros; whole digits are kept up to ten million.
  public func formatted(digits: Int) -> String {
    guard isFinite else { return isNaN ? "–" : self > 0 ? "∞" : "−∞" }
    return magnitude >= 1000 && magnitude < 1e7
      ? String(format: "%.\(max(0, digits - 5))f", self) : String(format: "%.\(digits)g", self)
  }
}
