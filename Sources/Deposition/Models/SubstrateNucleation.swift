// The dip and the plateau at the start of plating on a bare substrate.
//
//   a = min(1, 2π N r²)             |η| = min(η_nuc + η_ct(1), η_ct(a))             φ = 1 − exp(−N π r²)
//
//   a   surface of the nuclei over area, 1          N, r   density and radius of the nuclei, from `PeiScaling`, 1/m² and m
//   η_nuc  nucleation overpotential of the substrate, V     η_ct(a)  charge transfer through an area ratio a, V
//   φ   part of the substrate under randomly placed hemispheres, 1
//
// While the nuclei are so small that the current through them would need more than a new nucleus does, the electrode stays at the bottom of
// the dip; then it rises to the plateau of a full surface. This closure is this project's own: nuclei form at once, keep their number, are
// hemispheres, and offer their full surface until it equals the area. η_nuc is a property of the substrate, to be measured.
// Dip and plateau as seen on many substrates: K. Yan et al., Nat. Energy 1 (2016) 16010.
import Foundation
public import Quantities

/// Overpotential of an electrode on which nuclei grow; takes magnitudes.
public struct SubstrateNucleation: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "nucleation dip and plateau on a bare substrate"
  /// Where it stops.
  public static let validity =
    "a closure with the substrate's nucleation overpotential as parameter; nuclei form at once, as hemispheres"
  /// Where it is from.
  public static let source = "this project's closure, estimated"

  /// The smallest area ratio that is used: charge transfer needs one above zero.
  public static let smallestAreaRatio = 1e-9

  /// Overpotential at which the substrate nucleates beside charge transfer, η_nuc.
  public var nucleationOverpotential: Quantity<Voltage>

  /// Nucleation on a substrate.
  public init(nucleationOverpotential: Quantity<Voltage>) { self.nucleationOverpotential = nucleationOverpotential }

  /// Surface of so many nuclei (1/m², above zero) that hold a plated capacity in C/m², over the area; at most 1.
  public static func areaRatio(density: Double, plated: Double) -> Double {
    let radius = PeiScaling.radius(density: density, plated: plated)
    return min(1, max(smallestAreaRatio, 2 * PeiScaling.coverage(density: density, radius: radius)))
  }

  /// Part of the substrate that so many randomly placed nuclei (1/m², above zero) with a plated capacity in C/m² cover.
  public static func coverage(density: Double, plated: Double) -> Double {
    let radius = PeiScaling.radius(density: density, plated: plated)
    return -expm1(-PeiScaling.coverage(density: density, radius: radius))
  }

  /// Overpotential in V, as a magnitude, at which nuclei form under a plating current density (A/m², a magnitude).
  public func onset(at current: Double, relativeConcentration: Double, kinetics: ChargeTransferKinetics) -> Double {
    nucleationOverpotential.si
      + kinetics.overpotential(at: current, relativeConcentration: relativeConcentration, areaRatio: 1)
  }

  /// Area ratio and overpotential in V, as a magnitude, of nuclei under a plating current density (A/m², a magnitude).
  ///
  /// `density` is that of the nuclei in 1/m², above zero; `plated` what they hold in C/m².
  public func plating(
    at current: Double, density: Double, plated: Double, relativeConcentration: Double,
    kinetics: ChargeTransferKinetics
  ) -> (areaRatio: Double, overpotential: Double) {
    let ratio = Self.areaRatio(density: density, plated: plated)
    return (
      ratio,
      overpotential(at: current, areaRatio: ratio, relativeConcentration: relativeConcentration, kinetics: kinetics)
    )
  }

  /// Overpotential in V, as a magnitude, of nuclei with this area ratio under a plating current density (A/m², a magnitude).
  public func overpotential(
    at current: Double, areaRatio: Double, relativeConcentration: Double, kinetics: ChargeTransferKinetics
  ) -> Double {
    let ratio = max(Self.smallestAreaRatio, areaRatio)
    let growth = kinetics.overpotential(at: current, relativeConcentration: relativeConcentration, areaRatio: ratio)
    guard ratio < 1 else { return growth }
    return min(growth, onset(at: current, relativeConcentration: relativeConcentration, kinetics: kinetics))
  }
}
