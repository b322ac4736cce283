// A positive electrode of spherical particles, all alike: how far its surface is ahead of its mean, and its potential.
//
//   x̄(t) = x̄₀ − (1/C) ∫ J dt                                  mean stoichiometry: charge is conserved
//   x_s  = x̄ − G J (1 − Σ w_n exp(−λ_n² D t/R²))              surface after a time t at constant J from rest, exact
//   G    = R²/(15 D C),  w_n = 10/λ_n²,  tan λ_n = λ_n         steady lead of the surface for each A/m²
//   E    = U(x_s) + η(J),  i₀ = a i₀½ · 2 √(x_s(1 − x_s)) · √(c/c₀)
//   a    = 3 C/(F c_max R)                                     particles' surface over geometric area
//   small signals:  x_s/J = −(5 G) tanh z/(z − tanh z),  z = √(iωR²/D)
//
//   J  current density, A/m² of geometric area, positive where lithium leaves      C  areal capacity between x = 0 and 1, C/m²
//   R  particle radius, m       D  diffusivity in the particle, m²/s      c_max  lithium in the full lattice, mol/m³
//   U  open-circuit potential, V (`InsertionMaterial`)      η  charge-transfer overpotential, V (`ButlerVolmer`)
//   i₀½ exchange current density on the particles at x = ½ and resting salt c₀, A/m²      c  salt in the pores, mol/m³
//
// One particle stands for all: valid while the electrode's own thickness does not matter, which is at about 1C for thin electrodes. Solid
// diffusion with a constant D; in LFP it stands for a phase boundary that moves.
// Sphere under constant flux: H. S. Carslaw, J. C. Jaeger, Conduction of Heat in Solids, 2nd ed., Oxford 1959, §9.7. Single particle:
// S. G. Marquis et al., J. Electrochem. Soc. 166 (2019) A3693, 10.1149/2.0341915jes (not re-read).
import Foundation
public import Quantities

/// A porous insertion electrode as one particle, by its geometric area.
public struct InsertionElectrode: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "potential of an LFP or NMC electrode, solid diffusion and charge transfer"
  /// Where it stops.
  public static let validity = "currents up to about 1C of a thin electrode, constant solid diffusivity"
  /// Where it is from.
  public static let source = "Carslaw & Jaeger 1959, §9.7; 10.1149/2.0341915jes"

  /// The active material, which gives the open-circuit potential.
  public var material: InsertionMaterial
  /// Capacity between stoichiometry 0 and 1, which is more than a voltage window lets out.
  public var arealCapacity: Quantity<ArealCapacity>
  /// Radius of the particles, R.
  public var particleRadius: Quantity<Length>
  /// Diffusivity of lithium in the particles, D.
  public var diffusivity: Quantity<Diffusivity>
  /// Exchange current density on the particles at a stoichiometry of ½ and resting salt.
  public var exchangeCurrentDensity: Quantity<CurrentDensity>
  /// Surface of the particles over geometric area, a.
  public var activeAreaRatio: Double
  /// Double layer on the particles' surface.
  public var doubleLayer: Quantity<ArealCapacitance>
  /// Temperature.
  public var temperature: Quantity<Temperature>

  /// An electrode of a material; what is not given is that of the material's published set.
  public init(
    material: InsertionMaterial, arealCapacity: Quantity<ArealCapacity>, temperature: Quantity<Temperature>,
    saltConcentration: Quantity<Concentration>, particleRadius: Quantity<Length>? = nil,
    diffusivity: Quantity<Diffusivity>? = nil, exchangeCurrentDensity: Quantity<CurrentDensity>? = nil,
    activeAreaRatio: Double? = nil, doubleLayer: Quantity<ArealCapacitance>? = nil
  ) {
    self.material = material
    self.arealCapacity = arealCapacity
    self.temperature = temperature
    let radius = particleRadius ?? material.particleRadius
    self.particleRadius = radius
    self.diffusivity = diffusivity ?? material.diffusivity
    self.exchangeCurrentDensity =
      exchangeCurrentDensity
      ?? material.exchangeCurrentDensity(saltConcentration: saltConcentration, temperature: temperature)
    self.activeAreaRatio =
      activeAreaRatio
      ?? 3 * arealCapacity.si / (PhysicalConstants.faraday * material.maximumConcentration.si * radius.si)
    self.doubleLayer = doubleLayer ?? material.doubleLayer
  }

  /// Time scale of diffusion in a particle, R²/D.
  public var diffusionTime: Quantity<Time> {
    Quantity(si: particleRadius.si * particleRadius.si / diffusivity.si)
  }

  /// By how much the surface leads the mean for each steady A/m², G.
  var steadyLead: Double { diffusionTime.si / (15 * arealCapacity.si) }

  /// Capacity between two potentials against lithium, at rest; positive if the first is the higher one.
  public func capacity(from high: Quantity<Voltage>, to low: Quantity<Voltage>) -> Quantity<ArealCapacity> {
    arealCapacity * (material.stoichiometry(at: low) - material.stoichiometry(at: high))
  }

  /// The exchange current density is not let below what it is at this stoichiometry from an empty or a full lattice.
  private static let clamp = 1e-3

  /// Whether the exchange current density no longer follows the surface.
  func isClamped(_ surfaceStoichiometry: Double) -> Bool {
    surfaceStoichiometry < Self.clamp || surfaceStoichiometry > 1 - Self.clamp
  }

  /// Charge transfer at a surface stoichiometry, by geometric area.
  func kinetics(surfaceStoichiometry: Double) -> ButlerVolmer {
    let x = min(max(surfaceStoichiometry, Self.clamp), 1 - Self.clamp)
    let exchange = 2 * (x * (1 - x)).squareRoot() * activeAreaRatio * exchangeCurrentDensity.si
    return ButlerVolmer(exchangeCurrentDensity: Quantity(si: exchange), temperature: temperature)
  }

  /// Potential in V against lithium at a current density (A/m², positive where lithium leaves), a surface stoichiometry and the salt in the
  /// pores over that at rest (above zero).
  public func potential(
    at current: Double, surfaceStoichiometry: Double, relativeConcentration: Double = 1
  ) -> Double {
    material.potential(surfaceStoichiometry)
      + kinetics(surfaceStoichiometry: surfaceStoichiometry)
      .overpotential(at: current, relativeConcentration: relativeConcentration)
  }
}
