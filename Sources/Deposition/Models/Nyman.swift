// LiPF₆ in EC/EMC 3:7 by weight, measured at 25 °C.
//
//   D[m²/s] = 8.794e−11 m² − 3.972e−10 m + 4.862e−10
//   κ[S/m] = 0.1297 m³ − 2.51 m^1.5 + 3.329 m
//   t₊ = 0.2594,  ν = 1 − t₊        the thermodynamic factor is taken as 1
//
//   m  salt, mol/L      D  diffusivity      κ  conductivity      t₊  cation transference number, 1      ν  diffusion factor, 1
//
// At 25 °C only: neither temperature nor activity is in it. Taken here between 0 and 4 mol/L and held at the ends; the parabola of the
// diffusivity turns upwards behind 2.26 mol/L, where it is no measurement any more.
// A. Nyman, M. Behm, G. Lindbergh, Electrochim. Acta 53 (2008) 6356, 10.1016/j.electacta.2008.04.023; coefficients, constant t₊ and
// factor of 1 as in PyBaMM's Chen2020.

/// The transport properties of LiPF₆ in EC/EMC 3:7 after Nyman, Behm and Lindbergh.
public struct Nyman: DepositionModel, ElectrolyteProperties, Hashable, Codable {
  /// What it answers.
  public static let summary = "LiPF₆ in EC/EMC 3:7 over concentration"
  /// Where it stops.
  public static let validity = "0 to 4 mol/L, diffusivity to 2.26 mol/L; 25 °C only; ideal solution"
  /// Where it is from.
  public static let source = "10.1016/j.electacta.2008.04.023"

  /// Temperatures that the fit is used for, K: 25 °C and what a thermostat makes of it.
  public static let temperatures = 297.65...298.65

  /// The properties at 25 °C.
  public init() {}

  /// Diffusivity, m²/s, at a concentration in mol/m³.
  public func diffusivity(_ concentration: Double) -> Double {
    let m = Self.molarity(concentration)
    return (8.794e-11 * m - 3.972e-10) * m + 4.862e-10
  }

  /// Cation transference number: 0.2594 throughout.
  public func cationTransferenceNumber(_ concentration: Double) -> Double { 0.2594 }

  /// Conductivity, S/m, at a concentration in mol/m³.
  public func conductivity(_ concentration: Double) -> Double {
    let m = Self.molarity(concentration)
    return m * (0.1297 * m * m - 2.51 * m.squareRoot() + 3.329)
  }

  /// ν = 1 − t₊ at every concentration.
  public func diffusionFactor(_ concentration: Double) -> Double { 1 - 0.2594 }
}
