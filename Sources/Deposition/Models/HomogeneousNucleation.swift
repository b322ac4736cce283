// Nucleation of lithium on lithium: the next layer of a deposit.
//
//   N_Li = 0                       |η| ≤ η_nuc,Li
//   N_Li = N(|η| − η_nuc,Li)       |η| > η_nuc,Li       N by `PeiScaling` with lithium's own reference: no jump at the threshold
//   m    = 2π r₁² N_Li                                  new nuclei on each hemisphere below
//   r₂/r₁ = (Q₂/(Q₁ m))^⅓                               both layers hold their own lithium
//
//   η   local overpotential at the deposit, V      η_nuc,Li  nucleation overpotential of lithium on lithium, V
//   N_Li  new nuclei over the surface of the deposit, 1/m²      r₁, r₂  radii below and above, m      Q₁, Q₂  areal capacities, C/m²
//
// A closure of this project without literature authority: the review names homogeneous nucleation and gives no law. It says that in layers of
// spheres the size grows from bottom to top, which here is m < Q₂/Q₁. The threshold and the reference are parameters.
// `NucleationRateCompetition` asks it for the fastest of three rates.
// Review 10.1039/d4cc06729k.
import Foundation
public import Quantities

/// New nuclei on a deposit of lithium; takes magnitudes.
public struct HomogeneousNucleation: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "new nuclei of lithium on a deposit, and the size of the next layer"
  /// Where it stops.
  public static let validity =
    "a closure of this project: density ∝ (|η| − threshold)³, hemispheres of one size in each layer"
  /// Where it is from.
  public static let source = "this project's closure, estimated; phenomenon in 10.1039/d4cc06729k"

  /// Overpotential above which lithium nucleates on lithium, η_nuc,Li.
  public var nucleationOverpotential: Quantity<Voltage>
  /// Density of the nuclei on lithium over the overpotential above the threshold.
  public var scaling: PeiScaling

  /// Nucleation of lithium on lithium.
  public init(nucleationOverpotential: Quantity<Voltage>, scaling: PeiScaling) {
    (self.nucleationOverpotential, self.scaling) = (nucleationOverpotential, scaling)
  }

  /// New nuclei over the surface of the deposit, 1/m², at a local overpotential in V.
  public func density(at overpotential: Double) -> Double {
    scaling.density(at: max(0, overpotential.magnitude - nucleationOverpotential.si))
  }

  /// New nuclei on each hemisphere of a radius in m, m, at a local overpotential in V; below 1 most stay without.
  public func offspring(radius: Double, at overpotential: Double) -> Double {
    2 * Double.pi * radius * radius * density(at: overpotential)
  }

  /// Radius of the nuclei of a layer over that of the layer below; nil where there are no new nuclei.
  ///
  /// `capacityRatio` is the areal capacity of the layer over that of the layer below.
  public static func sizeRatio(offspring: Double, capacityRatio: Double) -> Double? {
    offspring > 0 ? cbrt(max(capacityRatio, 0) / offspring) : nil
  }
}
