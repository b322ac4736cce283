// The depleted layer behind Sand's time, where cations cross by drift alone and carry a space charge.
//
//   J = (9/8) ε_r ε₀ μ_c V²/x₁³   so   V = √(8 J x₁³/(9 ε_r ε₀ μ_c))        Mott–Gurney layer of thickness x₁
//   E_s = 3 V/(2 x₁),  σ = ε_r ε₀ E_s        field at the electrode, and the charge of the layer, which the electrode mirrors
//   x₁ = −c_lin/G                  c_lin  what the linear diffusion solution has at the surface (below zero)
//                                  G      gradient at the wall when the layer appeared, mol/m⁴, never less than 2c₀/L
//   μ_c = F D_c/(RT),  D_c = D/(2 t_a)       Nernst–Einstein for the cation of a binary salt
//
//   J  current density, A/m²     V  voltage across the layer, V     ε_r  relative permittivity     μ_c  m²/(V·s)
//   E_s  V/m     σ  C/m²
//
// A closure, not a theory: it keeps the voltage continuous and steeply rising where the dilute model has no answer, and lets a cell
// recover. The linear solution keeps more salt in the gap than there is, so x₁ is an estimate of its first micrometres, and of no
// more than its order when the layer reaches the middle of the gap. Dendrites, convection and field-dependent dissociation are not in it.
// N. F. Mott, R. W. Gurney, Electronic Processes in Ionic Crystals, Oxford 1940; for electrodeposition J.-N. Chazalviel,
// Phys. Rev. A 42 (1990) 7355, 10.1103/PhysRevA.42.7355. The closure by x₁ = −c_lin/G is this project's own.
import Foundation
public import Quantities

/// The space-charge layer at an electrode that has run out of salt.
public struct SpaceCharge: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "voltage of the depleted layer behind Sand's time"
  /// Where it stops.
  public static let validity =
    "a closure for the first micrometres behind depletion; no convection, no dendrites in it"
  /// Where it is from.
  public static let source = "10.1103/PhysRevA.42.7355"

  /// Below this part of the resting concentration an electrode is called depleting.
  public static let depletingBelow = 0.05
  /// The salt at a surface is not let below this part of the resting concentration.
  public static let floor = 1e-6

  /// How far the salt at a plated electrode has gone.
  public enum State: Int, Hashable, Codable, CaseIterable, Sendable {
    /// Salt enough.
    case ok
    /// Less than a twentieth is left.
    case depleting
    /// None is left: a space charge carries the current.
    case spaceCharge
    /// Lithium has crossed the gap.
    case shorted

    /// The state of a surface, by its concentration over that at rest and by whether lithium has crossed the gap.
    public init(relativeConcentration: Double, hasCrossed: Bool = false) {
      self =
        hasCrossed
        ? .shorted
        : relativeConcentration <= SpaceCharge.floor
          ? .spaceCharge : relativeConcentration < SpaceCharge.depletingBelow ? .depleting : .ok
    }
  }

  /// ε_r ε₀, F/m.
  public let permittivity: Double
  /// Mobility of the cation in the gap, μ_c, m²/(V·s).
  public let cationMobility: Double
  /// 9/8 ε_r ε₀ μ_c, the current density (A/m²) of a layer of 1 m at 1 V.
  public let mobilityFactor: Double

  /// The layer in an electrolyte of this relative permittivity, in a gap.
  public init(
    permittivity: Double, diffusivity: Quantity<Diffusivity>, anionTransferenceNumber: Double, gap: Gap,
    temperature: Quantity<Temperature>
  ) {
    let cationDiffusivity = diffusivity.si * gap.transportFactor / (2 * anionTransferenceNumber)
    cationMobility = cationDiffusivity / thermalVoltage(at: temperature)
    self.permittivity = permittivity * PhysicalConstants.vacuumPermittivity
    mobilityFactor = 9.0 / 8.0 * self.permittivity * cationMobility
  }

  /// Voltage in V across a layer (m) that carries a current density (A/m²); zero where either is.
  public func voltage(at current: Double, thickness: Double) -> Double {
    (current.magnitude * thickness * thickness * thickness / mobilityFactor).squareRoot()
  }

  /// Thickness in m of the layer that carries a current density (A/m², not zero) at a voltage (V).
  public func thickness(at current: Double, voltage: Double) -> Double {
    cbrt(mobilityFactor * voltage * voltage / current.magnitude)
  }

  /// Field at the electrode in V/m, at a voltage (V) across a layer (m, above zero).
  public static func surfaceField(voltage: Double, thickness: Double) -> Double { 1.5 * voltage / thickness }

  /// Charge of the layer in C/m² whose field at the electrode is this, V/m.
  public func charge(surfaceField: Double) -> Double { permittivity * surfaceField }

  /// Thickness in m from what the linear solution has at the surface (mol/m³) and the gradient there (mol/m⁴).
  public static func thickness(surfaceConcentration: Double, gradient: Double) -> Double {
    surfaceConcentration < 0 ? -surfaceConcentration / gradient : 0
  }
}
