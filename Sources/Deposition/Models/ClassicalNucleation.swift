// The smallest nucleus that grows, and the barrier before it, on a surface that lithium wets to some degree.
//
//   r* = 2 γ V_m/(F|η|)         ΔG* = 16π γ³ V_m² f(θ)/(3 F² η²)         f(θ) = (2 + cos θ)(1 − cos θ)²/4
//
//   γ  energy of the surface of lithium, J/m²     V_m  molar volume of lithium, m³/mol     η   overpotential, V
//   θ  contact angle, rad                         r*   critical radius, m                  ΔG* barrier, J
//
// Radii and trends are of use, rates are not. With γ = 0.5 J/m² and θ = 90° the barrier at 40 mV is 2886 k_B T, at which nothing would ever
// nucleate; a rate that can be seen needs f of about 0.005, an angle of about 25°. A cell takes the nucleation
// overpotential of its substrate as a parameter instead (`SubstrateNucleation`). At r* of a few nanometres γ of a flat face is itself a guess.
// M. Volmer, A. Weber, Z. Phys. Chem. 119 (1926) 277.
import Foundation
public import Quantities

/// Classical nucleation of lithium; takes magnitudes of the overpotential.
public struct ClassicalNucleation: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "critical radius and barrier of a nucleus, with wetting"
  /// Where it stops.
  public static let validity =
    "radii and trends; absolute rates are unusable, with 2886 k_B T of barrier at 40 mV and 90°"
  /// Where it is from.
  public static let source = "Volmer & Weber 1926"

  /// Energy of the surface between lithium and electrolyte, γ.
  public var surfaceEnergy: Quantity<SurfaceEnergy>
  /// Contact angle of lithium on the substrate in radians, θ: 0 wets, π does not.
  public var contactAngle: Double
  /// Temperature.
  public var temperature: Quantity<Temperature>

  /// Nucleation on a substrate.
  public init(surfaceEnergy: Quantity<SurfaceEnergy>, contactAngle: Double, temperature: Quantity<Temperature>) {
    (self.surfaceEnergy, self.contactAngle) = (surfaceEnergy, contactAngle)
    self.temperature = temperature
  }

  /// Part of the homogeneous barrier that is left on the substrate, f(θ), between 0 and 1.
  public var wettingFactor: Double {
    let cosine = cos(contactAngle)
    return (2 + cosine) * (1 - cosine) * (1 - cosine) / 4
  }

  /// Radius above which a nucleus grows, r*; infinite at no overpotential.
  public func criticalRadius(at overpotential: Quantity<Voltage>) -> Quantity<Length> {
    Quantity(si: 2 * surfaceEnergy.si * Lithium.volumePerCharge / overpotential.si.magnitude)
  }

  /// Energy that a nucleus must gather to grow, ΔG*; infinite at no overpotential, but for full wetting.
  public func barrier(at overpotential: Quantity<Voltage>) -> Quantity<Energy> {
    let wetting = wettingFactor
    guard wetting > 0 else { return .zero }
    // 16π γ³ V_m²/(3 F² η²) is a third of the surface energy of the critical sphere.
    let radius = criticalRadius(at: overpotential).si
    return Quantity(si: 4 * Double.pi / 3 * surfaceEnergy.si * radius * radius * wetting)
  }

  /// The barrier over k_B T, a plain number.
  public func reducedBarrier(at overpotential: Quantity<Voltage>) -> Double {
    barrier(at: overpotential).si / (PhysicalConstants.boltzmann * temperature.si)
  }
}
