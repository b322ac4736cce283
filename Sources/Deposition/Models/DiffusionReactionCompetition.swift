// Diffusion through the interphase against reaction under it: slow films give tips, fast films give spheres.
//
//   J_SEI = F D_SEI c_SEI/δ          the largest current density that lithium ions carry through the film by diffusion
//   Da    = J/J_SEI
//   φ     = 1/(1 + Da²)              part of the lithium that grows as spheres: > 0.9 all spheres, < 0.1 all tips, between them both
//   J_SEI(T)                         from that at 25 °C by `ArrheniusScaling` with the activation energy E
//
//   D_SEI  diffusivity of Li⁺ in the film, m²/s     c_SEI  its concentration there, mol/m³     δ  thickness, m     E  J/mol
//   J  current density on the true area, A/m²
//
// The review states the two limits in words and in a phase-field picture: with a sluggish film the ions run short under it and gather at
// tips, with a fast one they arrive evenly. The number Da, the square in φ and the two bounds are this project's own; they are fitted to
// the nitrate series of ref 128 (in-sample), so they describe it and predict nothing. E is estimated.
// Ref 128 of 10.1039/d4cc06729k.
public import Quantities

/// Slow or fast interphase: tips or spheres.
public struct DiffusionReactionCompetition: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "spheres under a fast interphase, tips under a slow one"
  /// Where it stops.
  public static let validity = "two limits from the review; the crossing between them is fitted, not predicted"
  /// Where it is from.
  public static let source = "ref 128 of 10.1039/d4cc06729k"

  /// Above this part of spheres a deposit is called spherical.
  public static let allSpheres = 0.9
  /// Below this part of spheres a deposit is called dendritic.
  public static let allTips = 0.1
  /// Activation energy of transport through a film, J/mol (estimated).
  public static let activationEnergy = 50e3
  private static let arrhenius = ArrheniusScaling(activationEnergy: activationEnergy)

  /// J_SEI at 25 °C.
  public var interphaseCurrentDensity: Quantity<CurrentDensity>

  /// The competition under a film that carries this current density at 25 °C.
  public init(interphaseCurrentDensity: Quantity<CurrentDensity>) {
    self.interphaseCurrentDensity = interphaseCurrentDensity
  }

  /// The competition under a film of a diffusivity, a concentration of lithium ions and a thickness.
  public init(
    diffusivity: Quantity<Diffusivity>, concentration: Quantity<Concentration>, thickness: Quantity<Length>
  ) {
    interphaseCurrentDensity = Quantity(
      si: PhysicalConstants.faraday * diffusivity.si * concentration.si / thickness.si)
  }

  /// Da = J/J_SEI at a current density (magnitude, A/m², on the true area) and a temperature in K.
  public func damkohlerNumber(at current: Double, temperature: Double) -> Double {
    current / (interphaseCurrentDensity.si * Self.warming(temperature))
  }

  /// φ, the part of lithium that grows as spheres, at a current density (magnitude, A/m²) and a temperature in K.
  public func sphereFraction(at current: Double, temperature: Double) -> Double {
    sphereFraction(at: current, warming: Self.warming(temperature))
  }

  /// φ at a current density (A/m²) through a film that warmth makes this much faster.
  func sphereFraction(at current: Double, warming: Double) -> Double {
    let ratio = current / (interphaseCurrentDensity.si * warming)
    return 1 / (1 + ratio * ratio)
  }

  /// How much faster transport through a film is than at 25 °C, at a temperature in K.
  static func warming(_ temperature: Double) -> Double {
    temperature == arrhenius.referenceTemperature.si ? 1 : arrhenius.factor(at: Quantity(si: temperature))
  }
}
