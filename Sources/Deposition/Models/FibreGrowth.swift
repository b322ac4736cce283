// Lithium that covers the fibres of a cloth evenly: what diameter they get.
//
//   (π/4)(d² − d₀²) λ = Q V_m/F        so   d = √(d₀² + 4 Q V_m/(π F λ))
//   a = π d λ                          fibre surface over footprint
//
//   d₀, d  diameter bare and coated, m     λ  length of fibre per footprint, 1/m     Q  areal capacity on the footprint, C/m²
//
// Dense, conformal, all lithium on fibres. λ = 1.490 1/µm is calibrated on the review's 8.69 → 9.81 µm at 5 mAh/cm²; its ~11.00 µm, read as
// 10 mAh/cm², comes out 1.7 % lower. Consistent, no proof: the mass of the cloth is not in the review.
// Ref 152 of 10.1039/d4cc06729k.
import Foundation
public import Quantities

/// Conformal growth of lithium on fibres.
public struct FibreGrowth: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "diameter of fibres that lithium coats evenly"
  /// Where it stops.
  public static let validity = "dense and conformal, all lithium on the fibres"
  /// Where it is from.
  public static let source = "ref 152 of 10.1039/d4cc06729k"

  /// Diameter of the bare fibres.
  public var bareDiameter: Quantity<Length>
  /// λ, length of fibre per footprint, 1/m.
  public var lengthPerFootprint: Double

  /// Fibres of a bare diameter and a length per footprint in 1/m.
  public init(bareDiameter: Quantity<Length>, lengthPerFootprint: Double) {
    (self.bareDiameter, self.lengthPerFootprint) = (bareDiameter, lengthPerFootprint)
  }

  /// Fibres of a bare diameter that make this area ratio.
  public init(bareDiameter: Quantity<Length>, areaRatio: Double) {
    self.init(bareDiameter: bareDiameter, lengthPerFootprint: areaRatio / (Double.pi * bareDiameter.si))
  }

  /// Diameter after a charge per footprint.
  public func diameter(after capacity: Quantity<ArealCapacity>) -> Quantity<Length> {
    let lithium = max(0, capacity.si) * Lithium.volumePerCharge
    let bare = bareDiameter.si
    return Quantity(si: (bare * bare + 4 * lithium / (Double.pi * lengthPerFootprint)).squareRoot())
  }

  /// Fibre surface over footprint after a charge per footprint.
  public func areaRatio(after capacity: Quantity<ArealCapacity> = .zero) -> Double {
    Double.pi * diameter(after: capacity).si * lengthPerFootprint
  }
}
