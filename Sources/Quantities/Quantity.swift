/// A number with a dimension, stored in SI units.
///
/// One stored `Double`: arithmetic on it costs what arithmetic on the number costs, and adding a voltage to a
/// current does not compile.
@frozen
public struct Quantity<D: Dimension>: Hashable, Comparable, Sendable {
  /// The value in the coherent SI unit of the dimension (A, V, s, m, mol/m³, K, A/m², C/m² …).
  public var si: Double

  /// A quantity from its value in SI units.
  @inlinable
  public init(si: Double) { self.si = si }

  /// A quantity from a value in a named unit.
  @inlinable
  public init(_ value: Double, _ unit: Unit<D>) { si = value * unit.scale + unit.offset }

  /// The value in a named unit.
  @inlinable
  public func value(in unit: Unit<D>) -> Double { (si - unit.offset) / unit.scale }

  /// Nothing of it.
  @inlinable
  public static var zero: Self { Self(si: 0) }

  /// The magnitude without sign.
  @inlinable
  public var magnitude: Self { Self(si: si.magnitude) }

  /// Whether the value is neither infinite nor not-a-number.
  @inlinable
  public var isFinite: Bool { si.isFinite }

  /// Order by value.
  @inlinable
  public static func < (a: Self, b: Self) -> Bool { a.si < b.si }

  /// Sum of two of a kind.
  @inlinable
  public static func + (a: Self, b: Self) -> Self { Self(si: a.si + b.si) }

  /// Difference of two of a kind.
  @inlinable
  public static func - (a: Self, b: Self) -> Self { Self(si: a.si - b.si) }

  /// The opposite.
  @inlinable
  public static prefix func - (a: Self) -> Self { Self(si: -a.si) }

  /// A multiple.
  @inlinable
  public static func * (a: Self, factor: Double) -> Self { Self(si: a.si * factor) }

  /// A multiple.
  @inlinable
  public static func * (factor: Double, a: Self) -> Self { Self(si: a.si * factor) }

  /// A part.
  @inlinable
  public static func / (a: Self, divisor: Double) -> Self { Self(si: a.si / divisor) }

  /// The ratio of two of a kind, a plain number.
  @inlinable
  public static func / (a: Self, b: Self) -> Double { a.si / b.si }

  /// Adds one of a kind.
  @inlinable
  public static func += (a: inout Self, b: Self) { a.si += b.si }
}

extension Quantity: Codable {
  /// Reads the bare SI value.
  public init(from decoder: any Decoder) throws {
    si = try decoder.singleValueContainer().decode(Double.self)
  }

  /// Writes the bare SI value.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(si)
  }
}
