// LiPF₆ in EC/EMC 3:7 by weight, measured over concentration and temperature.
//
//   κ[S/m] = 0.1 p₁ (1 + (T − p₂)) m (1 + p₃ √m + p₄ (1 + p₅ e^(1000/T)) m) / (1 + m⁴ p₆ e^(1000/T))
//   D[m²/s] = 1e−10 · 1010 exp(1.01 m − 1560/T − 487 m/T)
//   TDF, t₊ = q₀ + q₁ m + q₂ T + q₃ m² + q₄ m T + q₅ T² + q₆ m³ + q₇ m² T + q₈ m T²
//   ν = (1 − t₊) TDF,   TDF = 1 + dln f/dln c
//
//   m  salt, mol/L      T  temperature, K      D  diffusivity      κ  conductivity      t₊  cation transference number, 1
//   p, q  fitted numbers, in the code      f  activity coefficient of the salt, 1      c  its concentration, mol/m³
//
// t₊ falls below zero where it is cold or concentrated: that is what was measured (ion pairs carry lithium backwards). t_a = 1 − t₊
// stays above zero, which is all that the equations of transport need. Used from 0 to 4 mol/L and from −10 to 50 °C, held at the ends.
// J. Landesfeind, H. A. Gasteiger, J. Electrochem. Soc. 166 (2019) A3079, 10.1149/2.0571912jes; coefficients as in PyBaMM's ORegan2022.
import Foundation
public import Quantities

/// The transport properties of LiPF₆ in EC/EMC 3:7 after Landesfeind and Gasteiger.
public struct LandesfeindGasteiger: DepositionModel, ElectrolyteProperties, Hashable, Codable {
  /// What it answers.
  public static let summary = "LiPF₆ in EC/EMC 3:7 over concentration and temperature"
  /// Where it stops.
  public static let validity = "0 to 4 mol/L, 263 to 323 K; t₊ below zero in the cold, as measured"
  /// Where it is from.
  public static let source = "10.1149/2.0571912jes"

  /// Temperatures that the fit is used for, K.
  public static let temperatures = 263.15...323.15
  private static let thermodynamicFactor = CubicSurface(
    25.7, m: -45.1, T: -0.177, mm: 1.94, mT: 0.295, TT: 3.08e-4, mmm: 0.259, mmT: -9.46e-3, mTT: -4.54e-4)
  private static let transference = CubicSurface(
    -12.8, m: -6.12, T: 0.0821, mm: 0.904, mT: 0.0318, TT: -1.27e-4, mmm: 0.0175, mmT: -3.12e-3, mTT: -3.96e-5)
  private let kelvin: Double

  /// The properties at a temperature, which is held inside `temperatures`.
  public init(temperature: Quantity<Temperature>) {
    kelvin = min(max(temperature.si, Self.temperatures.lowerBound), Self.temperatures.upperBound)
  }

  /// Diffusivity, m²/s, at a concentration in mol/m³.
  public func diffusivity(_ concentration: Double) -> Double {
    let m = Self.molarity(concentration)
    return 1.01e-7 * exp(1.01 * m - (1560 + 487 * m) / kelvin)
  }

  /// Cation transference number at a concentration in mol/m³; below 1, and below zero in the cold.
  public func cationTransferenceNumber(_ concentration: Double) -> Double {
    Self.transference.value(Self.molarity(concentration), kelvin)
  }

  /// Conductivity, S/m, at a concentration in mol/m³.
  public func conductivity(_ concentration: Double) -> Double {
    let (m, heat) = (Self.molarity(concentration), exp(1000 / kelvin))
    let concentrated = 1 - 1.06 * m.squareRoot() + 0.353 * (1 - 3.59e-3 * heat) * m
    return 0.1 * 0.521 * (1 + (kelvin - 228)) * m * concentrated / (1 + m * m * m * m * 1.48e-3 * heat)
  }

  /// ν = (1 − t₊) TDF at a concentration in mol/m³.
  public func diffusionFactor(_ concentration: Double) -> Double {
    (1 - cationTransferenceNumber(concentration)) * thermodynamicFactor(concentration)
  }

  /// 1 + dln f/dln c at a concentration in mol/m³.
  public func thermodynamicFactor(_ concentration: Double) -> Double {
    Self.thermodynamicFactor.value(Self.molarity(concentration), kelvin)
  }
}

/// A polynomial in molarity and temperature, of third order in the first and second in the other.
private struct CubicSurface {
  private let constant, m, T, mm, mT, TT, mmm, mmT, mTT: Double

  init(
    _ constant: Double, m: Double, T: Double, mm: Double, mT: Double, TT: Double, mmm: Double, mmT: Double, mTT: Double
  ) {
    (self.constant, self.m, self.T, self.mm, self.mT) = (constant, m, T, mm, mT)
    (self.TT, self.mmm, self.mmT, self.mTT) = (TT, mmm, mmT, mTT)
  }

  func value(_ x: Double, _ y: Double) -> Double {
    constant + T * y + TT * y * y + x * (m + mT * y + mTT * y * y + x * (mm + mmT * y + x * mmm))
  }
}
