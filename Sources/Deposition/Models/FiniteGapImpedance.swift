// The impedance of salt between two electrodes that pass the same current.
//
//   ε ∂c/∂t = D_eff ∂²c/∂x²,   −D_eff ∂c/∂x = t_a J/F at x = 0 and at x = L,   J = Ĵ exp(iωt)
//   ĉ(x) = A sinh(κ(L/2 − x)),  κ = √(iωε/D_eff)       odd about the middle, since both walls pass the same flux
//   χ  = ĉ(0)/Ĵ = S tanh z/z,   z = √(iω ε L²/(4 D_eff)),   ĉ(L) = −ĉ(0)
//   Z_D = (2RT/F) ν (1/c_w + 1/c_c) χ                  of the diffusion potential around any steady state
//
//   ω → 0: χ = S, the steady slope        ω → ∞: χ = S/z, Warburg's: phase −45°, falling as 1/√ω
//
//   J  current density, A/m², positive where the electrode at x = 0 is stripped      χ  mol/m³ per A/m²
//   ε, D_eff, t_a, L, c₀, J*  as in `SandDiffusion`      c  salt, mol/m³      x  place, m      t  time, s
//   S  = c₀/J*, steady answer of the surface, mol/m³ per A/m²       c_w, c_c  salt at the working and counter electrode, mol/m³
//   ν  diffusion factor, 1 − t₊ in an ideal solution                ω  angular frequency, rad/s         Z_D  Ω·m²
//
// Constant properties, flat electrodes, small signals. The same problem as `FiniteGapSeries` and `ModalDiffusion`, in frequency.
// The finite-length Warburg element: A. Lasia, Electrochemical Impedance Spectroscopy and its Applications, Springer 2014, ch. 4.
import Foundation
public import Numerics
public import Quantities

/// The answer of the salt in a gap to a small alternating current.
public struct FiniteGapImpedance: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "diffusion impedance of the salt between two electrodes"
  /// Where it stops.
  public static let validity = "small signals, constant properties, equal fluxes at both walls"
  /// Where it is from.
  public static let source = "Lasia 2014, ch. 4; eigenfunctions as in FiniteGapSeries"

  /// ε L²/D_eff, s.
  public let diffusionTime: Double
  /// S, mol/m³ per A/m².
  public let steadyResponse: Double
  /// ν.
  public let diffusionFactor: Double

  /// The salt of a gap; the diffusion factor is that of an ideal solution unless given.
  public init(_ diffusion: SandDiffusion, diffusionFactor: Double? = nil) {
    diffusionTime = diffusion.diffusionTime.si
    steadyResponse = diffusion.electrolyte.concentration.si / diffusion.limitingCurrentDensity.si
    self.diffusionFactor = diffusionFactor ?? diffusion.electrolyte.anionTransferenceNumber
  }

  /// χ, what the salt at the working electrode answers to the current, mol/m³ per A/m², at an angular frequency (rad/s); at the counter
  /// electrode it is −χ.
  public func surfaceResponse(at angularFrequency: Double) -> Complex<Double> {
    guard angularFrequency > 0 else { return Complex(steadyResponse) }
    let z: Complex<Double> = .sqrt(Complex(0, 0.25 * angularFrequency * diffusionTime))
    return Complex(steadyResponse) * (.tanh(z) / z)
  }

  /// Z_D in Ω·m² at an angular frequency (rad/s) around surfaces with these concentrations (mol/m³, above zero).
  public func impedance(
    at angularFrequency: Double, workingSurface: Double, counterSurface: Double, temperature: Quantity<Temperature>
  ) -> Complex<Double> {
    let slope = 2 * thermalVoltage(at: temperature) * diffusionFactor * (1 / workingSurface + 1 / counterSurface)
    return Complex(slope) * surfaceResponse(at: angularFrequency)
  }
}
