import Foundation
public import Quantities

/// The fresh and the old area of one electrode as charge goes back and forth.
///
/// Plating starts on the old surface and grows fresh lithium on it, as filaments that each add 4/d of area to their volume. Stripping
/// takes that fresh deposit first and then opens pits in the old surface. Pits count as fresh until the electrode is plated again:
/// by then a film has made them old. The state is two charges, so any division of a charge into parts leaves the same state.
public struct TwoPathSurface: Hashable, Codable, Sendable {
  /// Two areas over the footprint.
  public struct Areas: Hashable, Codable, Sendable {
    /// Fresh lithium, m²/m².
    public var fresh: Double
    /// Old surface, m²/m².
    public var old: Double

    /// Areas in m² per m² of footprint.
    public init(fresh: Double, old: Double) { (self.fresh, self.old) = (fresh, old) }
  }

  /// Diameter of the filaments of the fresh deposit.
  public var filamentDiameter: Quantity<Length>
  /// The fresh area over the footprint that a thick deposit tends to.
  public var largestFreshArea: Double
  /// How the old surface opens when the fresh deposit is gone.
  public var pits: StrippingPits
  /// Fresh deposit that is left, C/m².
  public private(set) var freshDeposit = 0.0
  /// Charge stripped from below the old surface since it was last plated, C/m².
  public private(set) var pitted = 0.0

  /// A surface that is all old. The largest fresh area (10) is estimated.
  public init(filamentDiameter: Quantity<Length>, largestFreshArea: Double = 10, pits: StrippingPits) {
    (self.filamentDiameter, self.largestFreshArea, self.pits) = (filamentDiameter, largestFreshArea, pits)
  }

  /// Plates a charge (C/m², not negative) that can be stripped again.
  public mutating func plate(_ charge: Double) {
    freshDeposit += charge
    pitted = 0
  }

  /// Strips a charge (C/m², not negative): the fresh deposit first, then the old surface.
  public mutating func strip(_ charge: Double) {
    pitted += max(0, charge - freshDeposit)
    freshDeposit = max(0, freshDeposit - charge)
  }

  /// The fresh deposit that is left loses contact or ages: all of the surface is old.
  public mutating func age() { (freshDeposit, pitted) = (0, 0) }

  /// The areas at this moment; never both zero.
  public var areas: Areas {
    let filaments = 4 * freshDeposit * Lithium.volumePerCharge / filamentDiameter.si
    let opened = pits.openedFraction(after: pitted)
    let grown = -largestFreshArea * expm1(-filaments / largestFreshArea)
    return Areas(fresh: grown + opened, old: 1 - opened)
  }
}
