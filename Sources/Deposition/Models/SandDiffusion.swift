// Salt diffusion between two electrodes at a constant current: Sand's time, and what a finite gap makes of it.
//
//   J* = 2 F c₀ D_eff / (t_a L)          limiting current density; r = J/J*
//   τ  = π ε D_eff (F c₀ / (2 J t_a))²   Sand's time, semi-infinite: right to 0.2 % for r ≥ 2, 37 % short at r = 1.1
//   Q  = J τ                             Sand capacity
//   c(0)/c₀ = 1 − r u(θ)                 exact in the finite gap; θ = D_eff t/(ε L²), u from `FiniteGapSeries`
//   m  = F c₀ √(ε D_eff) / t_a           semi-integral of the current density at depletion, any current history
//
//   J  current density, A/m²      c₀ salt concentration, mol/m³      D_eff = D ε/τ  diffusivity in the gap, m²/s
//   L  gap, m                     ε  porosity, 1                     t_a  anion transference number, 1
//
// Valid for a dilute binary salt of a monovalent cation (z = 1), no convection, flat electrodes, constant properties. At r ≤ 1 the salt
// never runs out, whatever the semi-infinite formula says: test J against J* first.
//
// The review lets the salt run out at the "positive electrode" and its anode at once; here it is the electrode that is plated, the negative
// one of a charging cell, as anions leave it and nothing replaces them. Its C₀ is a number density, its "migration numbers" μ are
// mobilities, t_a = μ_a/(μ_a + μ_c), and its "inverse correlation" of time and capacity is Q = J τ. Sand's paper is of 1899, not 1901.
// H. J. S. Sand, Proc. Phys. Soc. London 17 (1899) 496; in this form eqn 1 of 10.1039/d4cc06729k.
import Foundation
public import Quantities

/// Sand's problem in one gap: limits, times and concentrations at a constant current density.
///
/// Current densities are taken as magnitudes: the electrode that is plated is the one that depletes.
public struct SandDiffusion: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "limiting current, Sand's time and capacity, finite gap"
  /// Where it stops.
  public static let validity =
    "dilute binary salt, flat electrodes, no convection, constant properties; no Sand's time at J ≤ J*"
  /// Where it is from.
  public static let source = "10.1039/d4cc06729k, eqn 1"

  /// The salt.
  public var electrolyte: Electrolyte
  /// What the salt diffuses through.
  public var gap: Gap

  /// Sand's problem of an electrolyte in a gap.
  public init(electrolyte: Electrolyte, gap: Gap) { (self.electrolyte, self.gap) = (electrolyte, gap) }

  /// Diffusivity in the gap, D ε/τ.
  public var effectiveDiffusivity: Quantity<Diffusivity> { electrolyte.diffusivity * gap.transportFactor }

  /// The largest current density that diffusion can carry for ever, J*.
  public var limitingCurrentDensity: Quantity<CurrentDensity> {
    let transport = effectiveDiffusivity.si * electrolyte.concentration.si
    return Quantity(
      si: 2 * PhysicalConstants.faraday * transport / (electrolyte.anionTransferenceNumber * gap.thickness.si))
  }

  /// The time scale of diffusion across the gap, ε L²/D_eff.
  public var diffusionTime: Quantity<Time> {
    Quantity(si: gap.porosity * gap.thickness.si * gap.thickness.si / effectiveDiffusivity.si)
  }

  /// r = J/J*; the salt runs out only above 1.
  public func ratio(of current: Quantity<CurrentDensity>) -> Double { (current / limitingCurrentDensity).magnitude }

  /// Sand's time of a semi-infinite electrolyte; has no meaning for r ≤ 1.
  public func sandTime(at current: Quantity<CurrentDensity>) -> Quantity<Time> {
    let r = ratio(of: current)
    return diffusionTime * (Double.pi / (16 * r * r))
  }

  /// Charge passed at the semi-infinite Sand's time, J τ; falls as 1/J.
  public func sandCapacity(at current: Quantity<CurrentDensity>) -> Quantity<ArealCapacity> {
    current.magnitude * sandTime(at: current)
  }

  /// Exact time from rest until the salt is gone at the plated electrode; nil for r ≤ 1, where it never is.
  public func depletionTime(at current: Quantity<CurrentDensity>) -> Quantity<Time>? {
    FiniteGapSeries.depletionTime(ratio: ratio(of: current)).map { diffusionTime * $0 }
  }

  /// Concentration at a place after a time at constant current, started from rest.
  ///
  /// `position` runs from 0 at the plated to 1 at the stripped electrode. Below zero behind depletion: the linear
  /// solution, which `SpaceCharge` reads.
  public func concentration(
    at position: Double, after time: Quantity<Time>, at current: Quantity<CurrentDensity>
  ) -> Quantity<Concentration> {
    let deviation = FiniteGapSeries.deviation(at: position, theta: time / diffusionTime)
    return electrolyte.concentration * (1 + ratio(of: current) * deviation)
  }

  /// The semi-integral of the current at which the salt is gone, for an electrode of this area: A F c₀ √(ε D_eff)/t_a, A·s^½.
  ///
  /// Holds for any course of the current as long as the far electrode is not felt.
  public func semiIntegralLimit(area: Quantity<Area>) -> Double {
    area.si * PhysicalConstants.faraday * electrolyte.concentration.si
      * (gap.porosity * effectiveDiffusivity.si).squareRoot() / electrolyte.anionTransferenceNumber
  }
}
