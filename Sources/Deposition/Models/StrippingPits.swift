// The area that dissolves while lithium is stripped.
//
//   a(Q) = a₀ + (1 − a₀) s(Q)       dissolving area over footprint
//   s(Q)                            part under N hemispheres at random places, with overlaps: the coverage of `SubstrateNucleation`
//
//   Q  charge stripped from the surface, C/m²      N  pits per area, 1/m²
//   a₀  part of the surface that dissolves from the start, 1
//
// A pit is a nucleus turned inside out: the lithium that is gone from it fills a hemisphere. Whether foil is pitted at all, and after what
// charge, is asked of `StrippingUniformity`.
// Conventional foil dissolves in pits whose area grows with the capacity stripped; columns and spheres shrink all alike, and their
// area ratio stays 1 (a₀ = 1): both after section 3.4 of the review. The pit's shape and the random places are this project's own; the
// radius is that of pits which do not touch, so s is an estimate once they do.
// 10.1039/d4cc06729k, section 3.4; overlaps: M. Avrami, J. Chem. Phys. 8 (1940) 212, 10.1063/1.1750631 (not re-read).

/// How much of a surface takes part in stripping.
public struct StrippingPits: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "dissolving area: pits on foil, even shrinking of columns and spheres"
  /// Where it stops.
  public static let validity =
    "pits of one age and size; an estimate once they overlap"
  /// Where it is from.
  public static let source = "10.1039/d4cc06729k, section 3.4; 10.1063/1.1750631"

  /// Pits per m²; estimated where no micrograph says.
  public var density: Double
  /// Part of the surface that dissolves from the start, above 0 and up to 1.
  public var initialFraction: Double

  /// The part that dissolves from the start where nothing is known, 1 % (estimated).
  public static let usualInitialFraction = 0.01

  /// Pits of this density (per m²) on a surface of which a part dissolves from the start.
  public init(density: Double, initialFraction: Double = usualInitialFraction) {
    (self.density, self.initialFraction) = (density, initialFraction)
  }

  /// Columns or spheres that shrink all alike.
  public static let uniform = StrippingPits(density: 0, initialFraction: 1)

  /// Part of the surface that pits have opened after a charge (C/m²) was stripped from it, 0 to 1.
  public func openedFraction(after stripped: Double) -> Double {
    density > 0 && stripped > 0 ? SubstrateNucleation.coverage(density: density, plated: stripped) : 0
  }

  /// Dissolving area over footprint after a charge (C/m²) was stripped, above 0 and up to 1.
  public func areaRatio(after stripped: Double) -> Double {
    initialFraction + (1 - initialFraction) * openedFraction(after: stripped)
  }
}
