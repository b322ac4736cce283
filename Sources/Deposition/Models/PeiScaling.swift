// How many nuclei form, and how large they are: r ∝ 1/|η| and N ∝ |η|³, tied by the lithium that there is.
//
//   N = N_ref (|η|/η_ref)³         N r³ = 3 Q V_m/(2π F)         coverage N π r²
//
//   N  nuclei over area, 1/m²      r  radius of hemispheres of one size, m      Q  plated areal capacity, C/m²
//   η  overpotential at nucleation, V      V_m  molar volume of lithium, m³/mol
//
// At a fixed capacity the two scalings are one: either follows from the other by the balance. Hemispheres of one size, all formed at
// once, all lithium in them, not yet touching. The exponents are the paper's. The scale is this project's, from the remark of the review
// that spheres fuse above 1 mA/cm² at 0.1 mAh/cm²: coverage 1 there means r = 3 Q V_m/(2F) = 0.727 µm and N = 6.0e7/cm². The paper's own
// table of sizes and densities was not at hand. A sentence of the review (on ref 126, where it calls 0.1 mAh/cm² a current) has the size
// of nuclei both fall and rise with the current density; this model goes with ref 93, by which it falls.
// A. Pei et al., Nano Lett. 17 (2017) 1132, 10.1021/acs.nanolett.6b04755; review 10.1039/d4cc06729k.
import Foundation
public import Quantities

/// Density and size of nuclei over overpotential after Pei; takes magnitudes.
public struct PeiScaling: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "density ∝ |η|³ and radius ∝ 1/|η| of nuclei"
  /// Where it stops.
  public static let validity =
    "hemispheres of one size that do not touch; the scale is calibrated on one remark of the review"
  /// Where it is from.
  public static let source = "10.1021/acs.nanolett.6b04755"

  /// Nuclei over area at the reference overpotential, N_ref.
  public var referenceDensity: Quantity<NumberDensity>
  /// Reference overpotential, η_ref, above zero.
  public var referenceOverpotential: Quantity<Voltage>

  /// A scaling through one known density.
  public init(referenceDensity: Quantity<NumberDensity>, referenceOverpotential: Quantity<Voltage>) {
    (self.referenceDensity, self.referenceOverpotential) = (referenceDensity, referenceOverpotential)
  }

  /// The scaling by which nuclei formed at an overpotential cover the substrate (N π r² = 1) at this areal capacity.
  ///
  /// The default is the review's 0.1 mAh/cm², which goes with the overpotential that the cell has at 1 mA/cm².
  public init(
    covering capacity: Quantity<ArealCapacity> = Quantity(0.1, .milliampereHourPerSquareCentimetre),
    at overpotential: Quantity<Voltage>
  ) {
    let radius = 1.5 * capacity.si * Lithium.volumePerCharge
    self.init(
      referenceDensity: Quantity(si: 1 / (Double.pi * radius * radius)), referenceOverpotential: overpotential)
  }

  /// Nuclei over area, 1/m², that an overpotential in V makes.
  public func density(at overpotential: Double) -> Double {
    let ratio = overpotential.magnitude / referenceOverpotential.si
    return referenceDensity.si * ratio * ratio * ratio
  }

  /// Radius in m of so many nuclei (1/m², above zero) that hold a plated areal capacity in C/m².
  public static func radius(density: Double, plated: Double) -> Double {
    cbrt(cubedRadius(density: density, height: max(plated, 0) * Lithium.volumePerCharge))
  }

  /// Cube of the radius in m³ of so many nuclei (1/m², above zero) whose lithium would lie so high (m) if it were spread flat.
  public static func cubedRadius(density: Double, height: Double) -> Double { 3 * height / (2 * Double.pi * density) }

  /// Sum of the footprints of so many nuclei (1/m²) of a radius in m over the area, N π r²; above 1 they have fused.
  public static func coverage(density: Double, radius: Double) -> Double {
    density * Double.pi * radius * radius
  }
}
