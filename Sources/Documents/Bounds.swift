public import Quantities

/// Between which values a quantity makes sense.
public struct Bounds<D: Dimension>: Sendable {
  let lowest: Quantity<D>?
  let highest: Quantity<D>?
  let lowestIsAllowed: Bool

  /// From `lowest` on, up to and with `highest`; nil leaves a side open.
  public init(from lowest: Quantity<D>? = nil, allowed: Bool = true, to highest: Quantity<D>? = nil) {
    (self.lowest, self.highest, lowestIsAllowed) = (lowest, highest, allowed)
  }

  /// Any finite value.
  public static var any: Self { Self() }
  /// Above zero.
  public static var positive: Self { Self(from: .zero, allowed: false) }
  /// Zero or above.
  public static var notNegative: Self { Self(from: .zero) }
  /// Above zero, up to and with a limit.
  public static func positive(to highest: Quantity<D>) -> Self { Self(from: .zero, allowed: false, to: highest) }
  /// Zero or above, up to and with a limit.
  public static func notNegative(to highest: Quantity<D>) -> Self { Self(from: .zero, to: highest) }

  /// Which limit a value breaks, in words and in the unit of the text it was written in; nil when it breaks none.
  func broken(by value: Quantity<D>, writtenAs text: String) -> String? {
    if let lowest, lowestIsAllowed ? value < lowest : value <= lowest {
      return (lowestIsAllowed ? "at least " : "above ") + lowest.formatted(like: text)
    }
    if let highest, value > highest { return "at most " + highest.formatted(like: text) }
    return nil
  }
}
