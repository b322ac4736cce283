import Deposition
import Foundation
import Quantities
import ReferenceTables
import Testing

@Suite("Morphology by mechanism")
struct MorphologyTests {
  /// V_m/F of dense lithium, m³/C.
  static let lithium = 1.2998e-5 / 96485.33212

  @Test("A film's current density is F D c/δ, and the two bounds are Da = 1/3 and 3")
  func competition() {
    let film = DiffusionReactionCompetition(
      diffusivity: Quantity(si: 2e-16), concentration: Quantity(si: 5e3), thickness: Quantity(si: 2e-8))
    #expect(abs(film.interphaseCurrentDensity.si - 96485.33212 * 2e-16 * 5e3 / 2e-8) < 1e-12)
    let limit = film.interphaseCurrentDensity.si
    for (ratio, fraction) in [(0, 1.0), (1.0 / 3, 0.9), (1, 0.5), (3, 0.1)] {
      #expect(abs(film.sphereFraction(at: ratio * limit, temperature: 298.15) - fraction) < 1e-12)
    }
    #expect(film.damkohlerNumber(at: limit, temperature: 273.15) > 2)
    #expect(film.damkohlerNumber(at: limit, temperature: 323.15) < 0.5)
  }

  @Test("Pei's scaling: N ∝ η³, r ∝ 1/η at one capacity, coverage 1 at 1 mA/cm² and 0.1 mAh/cm²")
  func scaling() {
    let rates = NucleationRateCompetition()
    let overpotential = rates.overpotential(at: 10, temperature: 298.15)
    let nuclei = rates.nuclei(after: 3600, at: overpotential)
    #expect(abs(nuclei.radius - 0.727e-6) < 1e-9)
    #expect(abs(nuclei.density / 6.0e11 - 1) < 5e-3)
    #expect(abs(nuclei.density * Double.pi * nuclei.radius * nuclei.radius - 1) < 1e-4)
    for factor in [0.2, 0.5, 2, 4] {
      let other = rates.nuclei(after: 3600, at: factor * overpotential)
      #expect(abs(other.density / nuclei.density / pow(factor, 3) - 1) < 1e-12)
      #expect(abs(other.radius / nuclei.radius * factor - 1) < 1e-12)
      #expect(abs(other.density * other.cubedRadius / (3 * 3600 * Self.lithium / (2 * Double.pi)) - 1) < 1e-4)
    }
  }

  @Test("The fastest rate decides", arguments: [(1e3, 1.0, 0.0), (1, 1e3, 0), (1, 1, 1e6), (10, 10, 0)])
  func rates(sites: Double, growth: Double, onLithium: Double) {
    let rates = NucleationRateCompetition(sites: sites, sitesOnLithium: onLithium, growth: growth)
    let overpotential = 0.2
    let ofSubstrate = sites * pow(overpotential / 0.034727, 3)
    let expected: NucleationRateCompetition.Fastest =
      onLithium > 0 ? .nucleationOnLithium : growth > 2 * ofSubstrate ? .growth : .nucleationOnSubstrate
    #expect(rates.fastest(at: overpotential) == expected)
    let grown = rates.morphology(of: rates.nuclei(after: 36_000, at: overpotential), at: overpotential)
    let forms: [NucleationRateCompetition.Fastest: DepositMorphology] = [
      .nucleationOnLithium: .dendritic, .growth: .sphericalMultilayer, .nucleationOnSubstrate: .columnar,
    ]
    #expect(grown == forms[expected])
    #expect(
      rates.morphology(of: rates.nuclei(after: 1e-3, at: overpotential), at: overpotential).isSpherical
        == (onLithium == 0))
  }

  @Test("Even rates give spheres and columns")
  func evenRates() {
    let rates = NucleationRateCompetition(sites: 1, growth: 1)
    #expect(rates.fastest(at: 0.034727) == .even)
    #expect(rates.morphology(of: rates.nuclei(after: 36_000, at: 0.034727), at: 0.034727) == .sphericalColumnar)
  }

  @Test("The largest spheres grow without a jump where they touch, and convert before or after it")
  func criticalSize() {
    let density = 1e12
    func nuclei(_ part: Double) -> Nuclei {
      Nuclei(density: density, height: part * 2.0 / 3 / (Double.pi * density).squareRoot())
    }
    let (before, after) = (nuclei(1 - 1e-9), nuclei(1 + 1e-9))
    let (small, large) = (CriticalSphereSize.cubedRadius(of: before), CriticalSphereSize.cubedRadius(of: after))
    #expect(abs(large / small - 1) < 1e-7)
    let touching = nuclei(1).touchingRadius
    let early = CriticalSphereSize(radius: Quantity(si: 0.5 * touching))
    #expect(early.morphology(of: nuclei(0.1)) == nil)
    #expect(early.morphology(of: nuclei(0.5)) == .rod)
    #expect(early.morphology(of: nuclei(0.9)) == .filamentary)
    let late = CriticalSphereSize(radius: Quantity(si: 1.5 * touching))
    #expect(late.morphology(of: nuclei(1.2)) == nil)
    #expect(late.morphology(of: nuclei(3)) == .sphericalColumnar)
  }

  @Test("A film is protected for longer where it heals, and less in the cold")
  func stability() {
    let film = InterphaseStability(protectedCapacity: Quantity(si: 1000), healingCurrentDensity: Quantity(si: 2))
    #expect(abs(film.protectedCapacity(at: 1e9, temperature: 298.15) - 1000) < 1e-3)
    #expect(abs(film.protectedCapacity(at: 2, temperature: 298.15) - 2000) < 1e-9)
    #expect(film.protectedCapacity(at: 2, temperature: 263.15) < 1200)
    #expect(film.isCracked(by: 2001, at: 2, temperature: 298.15))
    #expect(!film.isCracked(by: 1999, at: 2, temperature: 298.15))
    #expect(film.morphologyOfCracked(onLithium: true, deadLithium: 0) == .whisker)
    #expect(film.morphologyOfCracked(onLithium: false, deadLithium: 0) == .filamentary)
    #expect(film.morphologyOfCracked(onLithium: true, deadLithium: 1e6) == .mossy)
  }

  @Test("Salt is gone exactly from the depletion time on, and never at or below J*")
  func depletion() throws {
    for ratio in [0.5, 1.0] {
      let current = currentDensity(ratio: ratio)
      #expect(!TipGrowth.isDepleted(referenceDiffusion, after: Quantity(si: 1e12), at: current))
    }
    for ratio in [1.1, 2, 5] {
      let current = currentDensity(ratio: ratio)
      let time = try #require(referenceDiffusion.depletionTime(at: current))
      #expect(TipGrowth.isDepleted(referenceDiffusion, after: current * time * 1.000001, at: current))
      #expect(!TipGrowth.isDepleted(referenceDiffusion, after: current * time * 0.999999, at: current))
    }
  }

  @Test("What a deposit was decides with what grows what it becomes")
  func transitions() {
    let cases: [(was: DepositMorphology, growing: DepositMorphology, isDepleted: Bool, becomes: DepositMorphology)] = [
      (.dendritic, .smooth, false, .mossy), (.sphericalDendritic, .spherical, false, .mossy),
      (.mossy, .smooth, false, .mossy), (.mossy, .dendritic, true, .acicular),
      (.spherical, .columnar, false, .columnar),
      (.filamentary, .spherical, false, .filamentary), (.whisker, .mossy, false, .mossy),
      (.none, .spherical, false, .spherical), (.spherical, .sphericalDendritic, true, .sphericalDendritic),
      (.dendritic, .dendritic, true, .dendritic),
    ]
    for row in cases {
      let next = MorphologyTransitions.next(after: row.was, growing: row.growing, isDepleted: row.isDepleted)
      #expect(next == row.becomes, "\(row)")
    }
  }

  @Test("Columns are stripped evenly, foil under a weak film is pitted, the more the longer")
  func stripping() {
    let film = InterphaseStability(protectedCapacity: Quantity(si: 1000), healingCurrentDensity: .zero)
    func fromPits(_ charge: Double, _ area: Double) -> Double {
      StrippingUniformity.chargeFromPits(
        under: film, stripped: charge, at: 1, areaRatio: area, temperature: 298.15)
    }
    let columns = StrippingUniformity.areaRatio(of: Nuclei(density: 1e12, height: 20e-6))
    #expect(columns > 20 && fromPits(20_000, columns) == 0)
    #expect(fromPits(999, 1) == 0)
    #expect(abs(fromPits(2000, 1) - 1000) < 1e-9)
    let pits = StrippingPits(density: 1e10)
    #expect(pits.openedFraction(after: fromPits(4000, 1)) > pits.openedFraction(after: fromPits(2000, 1)))
  }
}
