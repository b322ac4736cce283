public import Quantities

/// What a test protocol needs to know of the cell, as its profile has it; nil where nobody knows.
public struct CellFacts: Hashable, Sendable {
  /// Electrode area: turns areal amounts into currents and charges.
  public var area: Quantity<Area>?
  /// Nominal capacity: turns C-rates into currents.
  public var capacity: Quantity<Charge>?
  /// Material of the working electrode: "Cu".
  public var working: String?
  /// Material of the counter electrode: "Li".
  public var counter: String?

  /// Facts of a cell; none by default.
  public init(
    area: Quantity<Area>? = nil, capacity: Quantity<Charge>? = nil, working: String? = nil, counter: String? = nil
  ) {
    (self.area, self.capacity) = (area, capacity)
    (self.working, self.counter) = (working, counter)
  }
}

/// The cell as protocol and profile agree on it.
struct AgreedCell {
  /// Electrode area; NaN when neither names it, which was reported.
  var area: Quantity<Area>
  var capacity: Quantity<Charge>?
}
