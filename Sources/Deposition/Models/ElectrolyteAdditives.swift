// What solvent, salt, additives and history make of the interphase on lithium.
//
//   x     = c_N/(c_N + c_rest)               part of nitrate among the salts; c_N not above what dissolves, unless it is released from a store
//   J_SEI = F (D₀ + D_N x + Σ D_k) c_SEI/δ · m · 1000^(2q−1)
//   Q₀    = Q_s · Π (strengths) · 1000^(2q−1)
//   s     = Π (sites)                        what is left of the substrate's nucleation sites
//
//   D₀   ether 3.1e-18, carbonate 1.0e-17 m²/s   D_N = 2.1e-16 (Li₃N and Li_xO_y)   Q_s  ether 0.12, carbonate 0.1 mAh/cm²
//   c_SEI = 1e4 mol/m³, δ = 10 nm                q  quality of the interphase, 0…1; ½ leaves it as the composition makes it
//
//   LiNO₃         D_N x, strength 1 + 0.5 min(1, x/0.1)   below 1e-5 g/mL in carbonates, by which it is nearly without effect there
//   polysulfide   with LiNO₃: m = 10, strength 25, sites 1e-3 (it reacts nuclei away); without: strength 0.3
//   O₂            D 2e-16, strength 10            LiFSI (LiF-rich film)  D 1e-17, strength 2
//   FEC, VC, PS   strength 3 each, D nothing: film formers, which make no spheres by themselves
//   nitrocellulose  D 1e-16, strength 3, sites 1/64       salt-derived film  D 1e-16, strength 5, sites 5e-3
//
// Which way each works is the review's; all numbers are estimated, set on its cases (in-sample) and worth no more than their order. q
// stands for what solvent, current and capacity do not tell: the same recipe gave spheres in one laboratory and filaments in another.
// Carbonate saturated with nitrate is called spherical and dendritic on one page of the review: taken as dendritic, since next to nothing
// dissolves. Polysulfide is counted as sulfur, so that it does not matter whether it is the Li₂S₈ of the text or the Li₂S₃ of the
// conclusion.
// Section 3.3 of 10.1039/d4cc06729k, refs 2, 60, 97, 109–112, 125, 128.
import Foundation
public import Quantities

/// What kind of liquid an electrolyte is.
public enum SolventFamily: String, Hashable, Codable, CaseIterable, Sendable {
  /// Organic carbonates.
  case carbonate
  /// Ethers.
  case ether
}

/// The interphase that an electrolyte with its additives forms.
public struct ElectrolyteAdditives: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "interphase by solvent, LiNO₃, polysulfide, O₂, FEC, VC, PS, LiFSI, nitrocellulose"
  /// Where it stops.
  public static let validity =
    "directions from the review, numbers estimated; one quality per cell for all it does not know"
  /// Where it is from.
  public static let source = "section 3.3 of 10.1039/d4cc06729k"

  /// Solubility of LiNO₃ in carbonates, mol/m³: 1e-5 g/mL, the review's upper bound.
  public static let nitrateSolubilityInCarbonate = 10 / 68.946e-3 * 1e-3
  private static let filmConcentration = Quantity<Concentration>(si: 1e4)
  private static let filmThickness = Quantity<Length>(si: 1e-8)

  /// Lithium nitrate, dissolved or in a store.
  public var lithiumNitrate: Quantity<Concentration>
  /// Whether a store releases nitrate as it is used up.
  public var releasesNitrate: Bool
  /// Lithium polysulfide, counted as sulfur.
  public var polysulfide: Quantity<Concentration>
  /// Oxygen dissolved from the other electrode.
  public var oxygen: Quantity<Concentration>
  /// Fluoroethylene carbonate, mass fraction.
  public var fluoroethyleneCarbonate: Double
  /// Vinylene carbonate, mass fraction.
  public var vinyleneCarbonate: Double
  /// 1,3-propane sultone, mass fraction.
  public var propaneSultone: Double
  /// Nitrocellulose, mass fraction.
  public var nitrocellulose: Double
  /// Whether the salt is LiFSI, whose film is rich in LiF.
  public var isLiFSI: Bool

  /// Additives by their amounts; none where not given.
  public init(
    lithiumNitrate: Quantity<Concentration> = .zero, releasesNitrate: Bool = false,
    polysulfide: Quantity<Concentration> = .zero, oxygen: Quantity<Concentration> = .zero,
    fluoroethyleneCarbonate: Double = 0, vinyleneCarbonate: Double = 0, propaneSultone: Double = 0,
    nitrocellulose: Double = 0, isLiFSI: Bool = false
  ) {
    (self.lithiumNitrate, self.releasesNitrate) = (lithiumNitrate, releasesNitrate)
    (self.polysulfide, self.oxygen, self.nitrocellulose) = (polysulfide, oxygen, nitrocellulose)
    (self.fluoroethyleneCarbonate, self.vinyleneCarbonate) = (fluoroethyleneCarbonate, vinyleneCarbonate)
    (self.propaneSultone, self.isLiFSI) = (propaneSultone, isLiFSI)
  }

  /// The part of nitrate among the lithium salts, `concentration` in all.
  public func nitrateFraction(in solvent: SolventFamily, concentration: Quantity<Concentration>) -> Double {
    let isCapped = solvent == .carbonate && !releasesNitrate
    let dissolved = isCapped ? min(lithiumNitrate.si, Self.nitrateSolubilityInCarbonate) : lithiumNitrate.si
    return min(1, dissolved / max(concentration.si, Double.leastNormalMagnitude))
  }

  /// The interphase in a solvent with this much lithium salt in all, nitrate among it.
  ///
  /// `quality` is q, from 0 to 1. `isSaltDerived` is a film made before from the salt by electroreduction.
  public func interphase(
    in solvent: SolventFamily, concentration: Quantity<Concentration>, quality: Double, isSaltDerived: Bool = false
  ) -> InterphaseProperties {
    let nitrate = nitrateFraction(in: solvent, concentration: concentration)
    var diffusivity = (solvent == .ether ? 3.1e-18 : 1.0e-17) + 2.1e-16 * nitrate
    var strength = 1 + 0.5 * min(1, nitrate / 0.1)
    var (faster, sites) = (1.0, 1.0)
    if polysulfide.si > 0 {
      // Only a film that nitrate makes stops the reaction of polysulfide with lithium where it helps.
      let isJoined = nitrate > 0.01
      (faster, sites) = isJoined ? (10, 1e-3) : (1, 1)
      strength *= isJoined ? 25 : 0.3
    }
    if oxygen.si > 0 { (diffusivity, strength) = (diffusivity + 2e-16, 10 * strength) }
    if isLiFSI { (diffusivity, strength) = (diffusivity + 1e-17, 2 * strength) }
    for filmFormer in [fluoroethyleneCarbonate, vinyleneCarbonate, propaneSultone] where filmFormer > 0 {
      strength *= 3
    }
    if nitrocellulose > 0 { (diffusivity, strength, sites) = (diffusivity + 1e-16, 3 * strength, sites / 64) }
    if isSaltDerived { (diffusivity, strength, sites) = (diffusivity + 1e-16, 5 * strength, sites * 5e-3) }
    let history = pow(1000, 2 * quality - 1)
    return InterphaseProperties(
      competition: DiffusionReactionCompetition(
        diffusivity: Quantity(si: diffusivity * faster * history), concentration: Self.filmConcentration,
        thickness: Self.filmThickness),
      protectedCapacity: Quantity(si: (solvent == .ether ? 0.12 : 0.1) * 36_000 * strength * history), sites: sites)
  }
}

/// An interphase as `ElectrolyteAdditives` makes it.
public struct InterphaseProperties: Hashable, Codable, Sendable {
  /// Transport through it.
  public var competition: DiffusionReactionCompetition
  /// Q₀, the capacity it follows without a crack.
  public var protectedCapacity: Quantity<ArealCapacity>
  /// What it leaves of the substrate's nucleation sites.
  public var sites: Double
}
