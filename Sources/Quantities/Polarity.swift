/// Which way lithium moves at the working electrode; the one home of signs.
///
/// The working electrode is on the + terminal and current is positive into it, so plating the working electrode is a
/// negative current. This is the rule of the Battery Data Format (positive charges a full cell) and of IUPAC.
public enum Polarity: Int, Hashable, Codable, Sendable {
  /// Lithium is deposited on the working electrode: negative current.
  case plating = -1
  /// Lithium is removed from the working electrode: positive current.
  case stripping = 1

  /// The sign of the current, −1 or +1.
  public var sign: Double { Double(rawValue) }

  /// The polarity of a signed current; nil at exactly zero.
  public init?(of current: Quantity<Current>) {
    guard current.si != 0 else { return nil }
    self = current.si < 0 ? .plating : .stripping
  }
}
