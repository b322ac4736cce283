// The steady concentration gradient of a symmetric cell, and the current above which there is none.
//
//   dc/dx = J t_a / (F D_eff)       steady gradient;  exists where  dc/dx < 2 c₀/L
//
//   J  current density, A/m²    t_a  anion transference number, 1    D_eff  diffusivity in the gap, m²/s
//   c₀ salt concentration, mol/m³    L  gap, m
//
// Valid after about half of ε L²/D_eff (99 % of the steady depletion stands at 0.445 of it), dilute binary salt, z = 1. Eqn 2 of the
// review leaves out the charge number z that its eqn 1 has; with it the denominator is z F D_eff. Its "bipolar" diffusion is ambipolar,
// its d_c/d_x is dc/dx.
// C. Brissot et al., J. Power Sources 81–82 (1999) 925, 10.1016/S0378-7753(98)00242-0; eqn 2 of 10.1039/d4cc06729k.
public import Quantities

/// The steady gradient between two electrodes at a constant current density.
public struct BrissotGradient: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "steady gradient and its limit 2c₀/L"
  /// Where it stops.
  public static let validity =
    "after about half of ε L²/D_eff; dilute binary salt"
  /// Where it is from.
  public static let source = "10.1039/d4cc06729k, eqn 2"

  /// The diffusion problem that the gradient is the steady state of.
  public var diffusion: SandDiffusion

  /// The gradient of an electrolyte in a gap.
  public init(_ diffusion: SandDiffusion) { self.diffusion = diffusion }

  /// dc/dx at a current density, mol/m⁴.
  public func gradient(at current: Quantity<CurrentDensity>) -> Double {
    current.si.magnitude * diffusion.electrolyte.anionTransferenceNumber
      / (PhysicalConstants.faraday * diffusion.effectiveDiffusivity.si)
  }

  /// The steepest gradient that leaves salt at the plated electrode, 2 c₀/L, mol/m⁴.
  public var limit: Double { 2 * diffusion.electrolyte.concentration.si / diffusion.gap.thickness.si }

  /// Whether the current density can flow for ever.
  public func isSustainable(at current: Quantity<CurrentDensity>) -> Bool { gradient(at: current) < limit }
}
