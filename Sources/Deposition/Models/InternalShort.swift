// Lithium that connects the electrodes, and the current it takes from the cell.
//
//   R_s = ρ L / (n π d²/4)            n wires of length L and diameter d
//   R   = R_s R_c / (R_s + R_c)       wires beside a cell of resistance R_c
//   f   = R_c / (R_s + R_c)           part of the current that flows as electrons and plates nothing
//
//   ρ  resistivity of lithium, 9.28e−8 Ω·m at 20 °C      R  Ω, or Ω·m² for all of them
//
// Bulk resistivity, no contact resistance: real contacts are worse by orders of magnitude (a wire of 1 µm across 25 µm has 3 Ω).
// The classes, soft from 10 to 1000 Ω and hard below 1 Ω, are estimated: no measured table of soft shorts was at hand.
// Circuit: G. Kirchhoff's laws; resistivity: CRC Handbook of Chemistry and Physics.
public import Quantities

/// Lithium wires between the electrodes.
public struct InternalShort: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "resistance of lithium wires and their part of the current"
  /// Where it stops.
  public static let validity =
    "bulk resistivity without contact resistance; classes of shorts are estimated"
  /// Where it is from.
  public static let source = "CRC Handbook (resistivity); classes estimated"

  /// How bad a short is.
  public enum Severity: String, Hashable, Codable, CaseIterable, Sendable {
    /// Above 1000 Ω: not to be told from a cell without one.
    case open
    /// From 10 to 1000 Ω: the cell still works, with a part of its current lost.
    case soft
    /// From 1 to 10 Ω: most of the current is lost.
    case strong
    /// Below 1 Ω: next to no voltage is left.
    case hard

    /// The class of a resistance, Ω.
    public init(resistance: Double) {
      self = resistance > 1000 ? .open : resistance >= 10 ? .soft : resistance >= 1 ? .strong : .hard
    }
  }

  /// Length of a wire.
  public var length: Quantity<Length>
  /// Diameter of a wire.
  public var diameter: Quantity<Length>
  /// Number of wires, above zero.
  public var count: Double

  /// Wires that are all alike.
  public init(length: Quantity<Length>, diameter: Quantity<Length>, count: Double = 1) {
    (self.length, self.diameter, self.count) = (length, diameter, count)
  }

  /// Resistance of the wires together.
  public var resistance: Quantity<Resistance> {
    let section = count * .pi * diameter.si * diameter.si / 4
    return Quantity(si: Lithium.resistivity * length.si / section)
  }

  /// Resistance of a short beside a cell, both in Ω or both in Ω·m²; an infinite one is none.
  public static func parallel(short: Double, cell: Double) -> Double { 1 / (1 / short + 1 / cell) }

  /// Part of the current that a short takes from a cell, 0 to 1; both in Ω or both in Ω·m², above zero.
  public static func electronicFraction(short: Double, cell: Double) -> Double { 1 / (1 + short / cell) }
}
