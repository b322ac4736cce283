// LiPF₆ in PC/EC/DMC, measured over concentration and temperature.
//
//   log₁₀ D[cm²/s] = −4.43 − 54/(T − 229 − 5m) − 0.22 m
//   κ[mS/cm] = m (−10.5 + 0.0740 T − 6.96e−5 T² + m (0.668 − 0.0178 T + 2.80e−5 T²) + m² (0.494 − 8.86e−4 T))²
//   ν = 0.601 − 0.24 √m + 0.982 (1 − 0.0052 (T − 294)) m^1.5,   ν = (1 − t₊)(1 + dln f/dln c)
//   t₊ = 0.38
//
//   m  salt, mol/L      T  temperature, K      D  diffusivity      κ  conductivity      t₊  cation transference number, 1
//   f  activity coefficient of the salt, 1      c  its concentration, mol/m³
//
// The paper prints ln where its numbers are log₁₀; ν already holds the factor 1 − t₊. Taken here between 0 and 4 mol/L and held at the
// ends; temperatures of 253 to 333 K.
// L. O. Valøen, J. N. Reimers, J. Electrochem. Soc. 152 (2005) A882, 10.1149/1.1872737; coefficients as in PyBaMM's Xu2019.
import Foundation
public import Quantities

/// The transport properties of LiPF₆ in PC/EC/DMC after Valøen and Reimers.
public struct ValoenReimers: DepositionModel, ElectrolyteProperties, Hashable, Codable {
  /// What it answers.
  public static let summary = "LiPF₆ in PC/EC/DMC over concentration and temperature"
  /// Where it stops.
  public static let validity =
    "0 to 4 mol/L, 253 to 333 K"
  /// Where it is from.
  public static let source = "10.1149/1.1872737"

  /// Temperatures that the fit is used for, K.
  public static let temperatures = 253.15...333.15
  private let kelvin: Double

  /// The properties at a temperature, which is held inside `temperatures`.
  public init(temperature: Quantity<Temperature>) {
    kelvin = min(max(temperature.si, Self.temperatures.lowerBound), Self.temperatures.upperBound)
  }

  /// Diffusivity, m²/s, at a concentration in mol/m³.
  public func diffusivity(_ concentration: Double) -> Double {
    let m = Self.molarity(concentration)
    return 1e-4 * pow(10, -4.43 - 54 / (kelvin - 229 - 5 * m) - 0.22 * m)
  }

  /// Cation transference number: 0.38 throughout.
  public func cationTransferenceNumber(_ concentration: Double) -> Double { 0.38 }

  /// Conductivity, S/m, at a concentration in mol/m³.
  public func conductivity(_ concentration: Double) -> Double {
    let (m, T) = (Self.molarity(concentration), kelvin)
    let root =
      -10.5 + 0.0740 * T - 6.96e-5 * T * T + m * (0.668 - 0.0178 * T + 2.80e-5 * T * T)
      + m * m * (0.494 - 8.86e-4 * T)
    return 0.1 * m * root * root
  }

  /// ν = (1 − t₊)(1 + dln f/dln c) at a concentration in mol/m³.
  public func diffusionFactor(_ concentration: Double) -> Double {
    let m = Self.molarity(concentration)
    return 0.601 - 0.24 * m.squareRoot() + 0.982 * (1 - 0.0052 * (kelvin - 294)) * m * m.squareRoot()
  }
}
