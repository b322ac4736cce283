public import Deposition
public import Quantities

/// Where the lithium and the salt of a cell are.
///
/// What one electrode takes up the other gives: the two `lithium` always add up to what they were, to rounding. Salt is neither made nor
/// used up; the pores of dead lithium fill with electrolyte at rest from beside the electrodes, so that the gap holds the salt
/// concentration at rest times its pores.
public struct CellInventory: Hashable, Codable, Sendable {
  /// The lithium of one electrode against the new cell.
  public struct Accounts: Hashable, Codable, Sendable {
    /// Plated lithium that can be stripped.
    public let active: Quantity<ArealCapacity>
    /// Plated lithium that lost contact.
    public let dead: Quantity<ArealCapacity>
    /// Lithium bound in the interphase.
    public let bound: Quantity<ArealCapacity>
    /// Lithium of the foil, below zero where some was stripped.
    public let foil: Quantity<ArealCapacity>
    /// Lithium in a host.
    public let inserted: Quantity<ArealCapacity>
    /// Charge in the double layer of a bare electrode, or spent on the electrolyte.
    public let unplated: Quantity<ArealCapacity>

    /// All of it.
    public var lithium: Quantity<ArealCapacity> { active + dead + bound + foil + inserted + unplated }
  }

  /// The working electrode.
  public let working: Accounts
  /// The counter electrode.
  public let counter: Accounts
  /// Salt in the pores between the electrodes, mol/m²: summed over the present profile.
  public let salt: Double
  /// Salt that these pores hold at rest, mol/m².
  public let saltAtRest: Double
}

extension VirtualCell {
  /// Where its lithium and its salt are now.
  public var inventory: CellInventory {
    let gap = salt.layers.equivalentGap
    return CellInventory(
      working: working.accounts, counter: counter.accounts, salt: salt.content,
      saltAtRest: salt.restConcentration * gap.porosity * gap.thickness.si)
  }
}

extension VirtualCell {
  /// Where on the framework of the working electrode its lithium is; nil where it is flat.
  public var frameworkFilling: FrameworkFilling? { working.metal.filling }
}
