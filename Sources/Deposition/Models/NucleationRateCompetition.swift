// Nucleation on the substrate, growth, and nucleation on lithium: which is fastest decides what a closed deposit becomes.
//
//   |η|  = η_nuc + (2RT/F) asinh(J/(2 i₀))          overpotential at which nuclei form
//   N    = s N₁ (|η|/η₁)³                           nuclei on the substrate, 1/m²  (Pei's N ∝ |η|³)
//   N_Li = s_Li N₁ ((|η| − η_Li)/η₁)³               nuclei on lithium, none below η_Li
//   V_nuc,sub : V_growth : V_nuc,Li = N : g N₁ : N_Li     each is that density times the one rate at which charge arrives
//   r³   = 3 h/(2π N),  h = Q V_m/F                 radius of the nuclei while apart (hemispheres)
//   r_i  = (π N)^−½                                 radius at which they touch, at h_i = (2/3) r_i
//   θ    = 1 − exp(−(h/h_i)^⅔)                      covered part of the substrate; closed above ¾
//
//   J  current density, A/m²      Q  areal capacity, C/m²     N₁ = 6.0e11 1/m² and η₁ = 34.7 mV: coverage N π r² = 1 at 1 mA/cm² and
//   i₀ exchange current density   s, s_Li, g  densities over N₁         0.1 mAh/cm² for i₀ = 1 mA/cm², η_nuc = 10 mV (estimated)
//
// While open: spherical. Closed: V_nuc,sub fastest gives a packed layer and, once h exceeds five diameters 2 r_i, columns; V_growth fastest gives
// layers of spheres; the two within a factor of two give both; V_nuc,Li fastest gives dendrites. s is what differs between substrates (Cu
// against Ti) and what polymers and polysulfides on the substrate take away. The three densities are profile parameters: no absolute
// nucleation rate is computed, which at 40 mV would be wrong by hundreds of orders of magnitude.
// Refs 93 (scaling) and 129 (competition) of 10.1039/d4cc06729k; 10.1021/acs.nanolett.6b04755. Normalisation and bounds are this project's own.
import Foundation
public import Quantities

/// Columns, layers of spheres or dendrites, by the fastest of three rates.
public struct NucleationRateCompetition: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "columns, layers of spheres or dendrites, by the fastest of three rates"
  /// Where it stops.
  public static let validity = "relative rates from a cell profile; no absolute nucleation rate"
  /// Where it is from.
  public static let source = "refs 93 and 129 of 10.1039/d4cc06729k"

  /// Radius at which the nuclei of the reference touch, m: coverage 1 at 0.1 mAh/cm².
  static var referenceRadius: Double { 1.5 * 3600 * MetallicLithium.thicknessPerCharge }
  /// N₁, 1/m².
  static var referenceDensity: Double { 1 / (Double.pi * referenceRadius * referenceRadius) }
  /// η₁, V: 10 mV and the charge transfer of 1 mA/cm² at an exchange current density of 1 mA/cm².
  static var referenceOverpotential: Double { 0.034727 }
  /// (h/h_i) at which three quarters of the substrate are covered, (ln 4)^1.5.
  static var closure: Double { 1.632236874939246 }
  /// Height over column diameter from which a packed layer is called columns.
  static var columnAspect: Double { 5.0 }
  /// Rates within this factor of each other are called even.
  static var evenness: Double { 2.0 }

  /// Which of the three rates is the largest.
  public enum Fastest: Int, Hashable, Codable, CaseIterable, Sendable {
    /// Nucleation on the substrate.
    case nucleationOnSubstrate
    /// Growth of what is there.
    case growth
    /// Nucleation on lithium.
    case nucleationOnLithium
    /// Nucleation on the substrate and growth, within a factor of two.
    case even
  }

  /// Exchange current density of lithium under its film.
  public var exchangeCurrentDensity: Quantity<CurrentDensity>
  /// η_nuc on the substrate.
  public var nucleationOverpotential: Quantity<Voltage>
  /// η_Li, below which no nuclei form on lithium.
  public var overpotentialOnLithium: Quantity<Voltage>
  /// s, nucleation sites of the substrate over those of the reference.
  public var sites: Double
  /// s_Li, nucleation sites on lithium over those of the reference.
  public var sitesOnLithium: Double
  /// g, the density at which nucleation keeps pace with growth, over that of the reference.
  public var growth: Double

  /// The competition on one substrate in one electrolyte; the defaults are estimated.
  public init(
    exchangeCurrentDensity: Quantity<CurrentDensity> = Quantity(si: 10),
    nucleationOverpotential: Quantity<Voltage> = Quantity(si: 0.010),
    overpotentialOnLithium: Quantity<Voltage> = Quantity(si: 0.150), sites: Double = 1, sitesOnLithium: Double = 10,
    growth: Double = 13
  ) {
    (self.exchangeCurrentDensity, self.nucleationOverpotential) = (exchangeCurrentDensity, nucleationOverpotential)
    (self.overpotentialOnLithium, self.sites) = (overpotentialOnLithium, sites)
    (self.sitesOnLithium, self.growth) = (sitesOnLithium, growth)
  }

  /// |η| in V at a current density (magnitude, A/m²) and a temperature in K.
  public func overpotential(at current: Double, temperature: Double) -> Double {
    nucleationOverpotential.si + 2 * thermalVoltage(at: Quantity(si: temperature))
      * inverseHyperbolicSine(current / (2 * exchangeCurrentDensity.si))
  }

  /// N in 1/m² at an overpotential in V.
  public func density(at overpotential: Double) -> Double {
    let ratio = overpotential / Self.referenceOverpotential
    return sites * Self.referenceDensity * ratio * ratio * ratio
  }

  /// The fastest of the rates at an overpotential in V.
  public func fastest(at overpotential: Double) -> Fastest {
    let onSubstrate = density(at: overpotential) / Self.referenceDensity
    let excess = max(0, overpotential - overpotentialOnLithium.si) / Self.referenceOverpotential
    let onLithium = sitesOnLithium * excess * excess * excess
    if onLithium > max(onSubstrate, growth) { return .nucleationOnLithium }
    if onSubstrate > Self.evenness * growth { return .nucleationOnSubstrate }
    return onSubstrate * Self.evenness < growth ? .growth : .even
  }

  /// What nuclei of a density (1/m²) have become after a charge (C/m²) at an overpotential (V).
  public func morphology(of nuclei: Nuclei, at overpotential: Double) -> DepositMorphology {
    let rate = fastest(at: overpotential)
    if rate == .nucleationOnLithium { return .dendritic }
    guard nuclei.height > Self.closure * nuclei.touchingHeight else { return .spherical }
    switch rate {
    case .nucleationOnSubstrate:
      return nuclei.height > 2 * Self.columnAspect * nuclei.touchingRadius ? .columnar : .sphericalPacked
    case .even: return .sphericalColumnar
    case .growth, .nucleationOnLithium: return .sphericalMultilayer
    }
  }

  /// The nuclei after a charge (C/m²) at an overpotential (V).
  public func nuclei(after charge: Double, at overpotential: Double) -> Nuclei {
    Nuclei(density: density(at: overpotential), height: charge * MetallicLithium.thicknessPerCharge)
  }
}

/// Hemispheres of one size on a substrate.
public struct Nuclei: Hashable, Codable, Sendable {
  /// Nuclei per area, 1/m².
  public let density: Double
  /// Thickness of their lithium if it were spread flat, m.
  public let height: Double
  /// Radius at which they touch, m.
  public let touchingRadius: Double

  /// Nuclei of a density (1/m²) that hold lithium of a mean height (m).
  public init(density: Double, height: Double) {
    (self.density, self.height) = (density, height)
    touchingRadius = 1 / (Double.pi * density).squareRoot()
  }

  /// Mean height at which they touch, m.
  public var touchingHeight: Double { 2.0 / 3 * touchingRadius }
  /// Cube of the radius while they are apart, m³.
  public var cubedRadius: Double { 3 * height / (2 * Double.pi * density) }
  /// Radius while they are apart, m.
  public var radius: Double { cbrt(cubedRadius) }
}
