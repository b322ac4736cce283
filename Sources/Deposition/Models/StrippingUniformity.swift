// Even or pitted: how lithium comes off.
//
//   Q_u = max(0, Q − a Q_p)       charge that leaves after the film has stopped to follow; pitted where it is above zero
//   a   = 1 + 2 h/r_i             area of columns; 1 on a foil
//
//   Q  stripped areal capacity, C/m²     a  area of the lithium over footprint, 1     h, r_i  as in `Nuclei`, m
//   Q_p  capacity that the film follows on the true area, C/m² (`InterphaseStability`)
//
// Columns have many times the area of a foil, and each shrinks under its own film; a foil's film spans the whole electrode, breaks where
// it is weakest, and what is laid open is stripped first, so that pits widen with Q_u: how wide is the law of `StrippingPits`. Both
// outcomes are the review's words, the criterion is this project's own.
// Ref 129 of 10.1039/d4cc06729k.
import Quantities

/// How lithium is stripped.
public enum StrippingUniformity: DepositionModel {
  /// What it answers.
  public static let summary = "columns shrink evenly, foil is pitted"
  /// Where it stops.
  public static let validity = "a criterion by area and strength of the film; no shapes of pits"
  /// Where it is from.
  public static let source = "ref 129 of 10.1039/d4cc06729k"

  /// What a stripped surface looks like.
  public enum Surface: Int, Hashable, Codable, CaseIterable, Sendable {
    /// Everything shrinks alike.
    case uniform
    /// Pits open and widen.
    case pitted

    /// The word for it.
    public var word: String { self == .uniform ? "strip_uniform" : "strip_pitting" }
  }

  /// Area of columns or nuclei on a substrate over their footprint, by their charge; 1 on a foil.
  public static func areaRatio(of nuclei: Nuclei?) -> Double {
    guard let nuclei else { return 1 }
    // A column keeps the radius at which it touched its neighbours; its side is free down to the substrate.
    return 1 + 2 * nuclei.height / nuclei.touchingRadius
  }

  /// Q_u in C/m² of footprint after stripping a capacity (C/m² of footprint) at a current density (magnitude, A/m² of footprint) and a
  /// temperature in K from lithium of an area ratio.
  public static func chargeFromPits(
    under film: InterphaseStability, stripped capacity: Double, at current: Double, areaRatio: Double,
    temperature: Double
  ) -> Double {
    max(0, capacity - areaRatio * film.protectedCapacity(at: current / areaRatio, temperature: temperature))
  }

  /// The surface from whose pits this charge (C/m²) has left.
  public static func surface(chargeFromPits charge: Double) -> Surface { charge > 0 ? .pitted : .uniform }
}
