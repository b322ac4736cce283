/// What a quantity measures, as a product of powers of the SI base units.
public protocol Dimension: Sendable {
  /// The name people use for it, in lower case: "current density".
  static var name: String { get }
  /// The powers of metre, kilogram, second, ampere, kelvin and mole.
  static var powers: BasePowers { get }
  /// A unit as it would be typed, shown when somebody forgets one: "mA/cm2".
  static var exampleUnit: String { get }
}

/// Powers of the SI base units that occur in electrochemistry.
public struct BasePowers: Hashable, Sendable {
  /// Powers of metre, kilogram, second, ampere, kelvin, mole, in this order.
  public var m, kg, s, A, K, mol: Int

  /// Powers of the base units, zero where not given.
  public init(m: Int = 0, kg: Int = 0, s: Int = 0, A: Int = 0, K: Int = 0, mol: Int = 0) {
    (self.m, self.kg, self.s, self.A, self.K, self.mol) = (m, kg, s, A, K, mol)
  }

  /// The powers of a product, in which `other` stands to the power `exponent`.
  func multiplied(by other: BasePowers, toThe exponent: Int) -> BasePowers {
    BasePowers(
      m: m + exponent * other.m, kg: kg + exponent * other.kg, s: s + exponent * other.s,
      A: A + exponent * other.A, K: K + exponent * other.K, mol: mol + exponent * other.mol)
  }
}
