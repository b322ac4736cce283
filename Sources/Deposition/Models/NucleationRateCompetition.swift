// Nucleation on the substrate, growth, and nucleation on lithium: which is fastest decides what a closed deposit becomes.
//
//   |η|  = η_nuc + η_ct(J)       overpotential at which nuclei form; η_ct is that of `ButlerVolmer`
//   N    = s N₁                  nuclei on the substrate, N₁(|η|) by `PeiScaling`
//   N_Li = s_Li N₁               nuclei on lithium, N₁(|η| − η_Li) by `HomogeneousNucleation`
//   V_nuc,sub : V_growth : V_nuc,Li = N : g N₁(η₁) : N_Li     each is that density times the one rate at which charge arrives
//   closed: random nuclei cover ¾ of the substrate (`SubstrateNucleation`), which is h > (ln 4)^1.5 h_i, h_i as in `Nuclei`
//
//   J  current density, A/m²      η_nuc, η_Li  nucleation overpotentials on substrate and lithium, V     h  mean height, m
//   η₁ = 34.7 mV: the overpotential at 1 mA/cm² for i₀ = 1 mA/cm², η_nuc = 10 mV (estimated), where the nuclei of `PeiScaling` touch at
//        0.1 mAh/cm²; N₁(η₁) = 6.0e11 1/m²         s, s_Li, g  densities over N₁, 1      i₀  exchange current density, A/m²
//
// While open: spherical. Closed: V_nuc,sub fastest gives a packed layer and, once h exceeds five touching diameters, columns; V_growth
// fastest gives layers of spheres; the two within a factor of two give both; V_nuc,Li fastest gives dendrites. s is what differs between
// substrates (Cu against Ti) and what polymers and polysulfides on the substrate take away. The three densities are profile parameters:
// no absolute nucleation rate is computed, which at 40 mV would be wrong by hundreds of orders of magnitude.
// Refs 93 (scaling) and 129 (competition) of 10.1039/d4cc06729k; 10.1021/acs.nanolett.6b04755. Normalisation and bounds are this
// project's own.
public import Quantities

/// Columns, layers of spheres or dendrites, by the fastest of three rates.
public struct NucleationRateCompetition: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "columns, layers of spheres or dendrites, by the fastest of three rates"
  /// Where it stops.
  public static let validity = "relative rates from a cell profile; no absolute nucleation rate"
  /// Where it is from.
  public static let source = "refs 93 and 129 of 10.1039/d4cc06729k"

  /// N₁ over the overpotential, through η₁: 10 mV and the charge transfer of 1 mA/cm² at an exchange current density of 1 mA/cm².
  static let reference = PeiScaling(at: Quantity(si: 0.034727))
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
  public func density(at overpotential: Double) -> Double { sites * Self.reference.density(at: overpotential) }

  /// N_Li in 1/m² at an overpotential in V.
  public func densityOnLithium(at overpotential: Double) -> Double {
    sitesOnLithium
      * HomogeneousNucleation(nucleationOverpotential: overpotentialOnLithium, scaling: Self.reference)
      .density(at: overpotential)
  }

  /// The fastest of the rates at an overpotential in V.
  public func fastest(at overpotential: Double) -> Fastest {
    let (onSubstrate, onLithium) = (density(at: overpotential), densityOnLithium(at: overpotential))
    let growing = growth * Self.reference.referenceDensity.si
    if onLithium > max(onSubstrate, growing) { return .nucleationOnLithium }
    if onSubstrate > Self.evenness * growing { return .nucleationOnSubstrate }
    return onSubstrate * Self.evenness < growing ? .growth : .even
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
    Nuclei(density: density(at: overpotential), height: charge * Lithium.volumePerCharge)
  }
}
