import Quantities

/// How lithium grows on one electrode in one electrolyte: the mechanisms of the review, with parameters from a cell profile.
///
/// The order in which they are asked: the interphase (slow: tips; cracked: filaments, whiskers, moss; in between: both), then the sites
/// of a framework or the nuclei on a substrate (rates and critical size), and on top of it all the salt (gone: tips).
/// Solvent, current and capacity are not enough: the review has spheres and filaments from one recipe. Films of different quality stand
/// for that, and `Documentation/Morphology.md` says which side is taken in its four contradictions.
/// Rules and parameters were fitted to the cases that they are tested against, so that test is a regression test and no evidence of
/// prediction.
public struct DepositGrowth: Hashable, Codable, Sendable {
  /// Transport through the interphase.
  public var competition: DiffusionReactionCompetition
  /// Strength of the interphase.
  public var stability: InterphaseStability
  /// Nuclei on a substrate; nil on lithium, which needs none.
  public var nucleation: NucleationRateCompetition?
  /// Where spheres convert; nil where they never do.
  public var criticalSize: CriticalSphereSize?
  /// Sites of a framework; nil on a flat electrode.
  public var framework: LithiophilicFramework? { didSet { (areaRatio, isFlat) = Self.shape(of: framework) } }
  /// True area over geometric area of the bare electrode.
  public private(set) var areaRatio: Double
  /// Kept beside the framework, which is large to copy only to see that there is none.
  private var isFlat: Bool
  /// Part of the lithium that can be stripped again if it was plated compactly: flat, as spheres or as columns, 0…1.
  public var coulombicEfficiency: Double
  /// Whether other shapes lose more; an electrode of which nothing but its Coulombic efficiency is known keeps it.
  public var losesByShape = true

  /// An electrode from its mechanisms.
  public init(
    competition: DiffusionReactionCompetition, stability: InterphaseStability,
    nucleation: NucleationRateCompetition? = nil, criticalSize: CriticalSphereSize? = nil,
    framework: LithiophilicFramework? = nil, coulombicEfficiency: Double = 1
  ) {
    (self.competition, self.stability, self.nucleation) = (competition, stability, nucleation)
    (self.criticalSize, self.framework, self.coulombicEfficiency) = (criticalSize, framework, coulombicEfficiency)
    (areaRatio, isFlat) = Self.shape(of: framework)
  }

  private static func shape(of framework: LithiophilicFramework?) -> (Double, Bool) {
    framework.map { ($0.areaRatio, false) } ?? (1, true)
  }

  /// Lithium under a film that neither limits nor cracks: smooth on lithium, spheres or columns elsewhere, and
  /// dendrites only when the salt is gone.
  public static func ideal(onLithium: Bool, coulombicEfficiency: Double = 1) -> DepositGrowth {
    var growth = DepositGrowth(
      competition: DiffusionReactionCompetition(interphaseCurrentDensity: Quantity(si: 1e12)),
      stability: InterphaseStability(protectedCapacity: Quantity(si: 1e12)),
      nucleation: onLithium ? nil : NucleationRateCompetition(), coulombicEfficiency: coulombicEfficiency)
    growth.losesByShape = false
    return growth
  }

  /// Whether lithium grows on lithium, without nuclei.
  public var isOnLithium: Bool { nucleation == nil && isFlat }

  /// What grows under these conditions, taken as those of the whole deposit so far.
  ///
  /// The number of nuclei is that of the present current: ask while plating, and at rest keep the last answer.
  public func morphology(under conditions: GrowthConditions) -> DepositMorphology {
    let grown = morphologyWithSalt(under: conditions)
    return conditions.isDepleted && conditions.arealCapacity > 0 ? TipGrowth.morphology(on: grown) : grown
  }

  /// What a deposit that was `previous` becomes under these conditions.
  public func morphology(under conditions: GrowthConditions, after previous: DepositMorphology) -> DepositMorphology {
    MorphologyTransitions.next(
      after: previous, growing: morphology(under: conditions), isDepleted: conditions.isDepleted)
  }

  private func morphologyWithSalt(under conditions: GrowthConditions) -> DepositMorphology {
    guard conditions.arealCapacity > 0 else { return isOnLithium ? .smooth : .none }
    let temperature = conditions.temperature
    let warming = DiffusionReactionCompetition.warming(temperature)
    let current = conditions.currentDensity / areaRatio
    let spheres = competition.sphereFraction(at: current, warming: warming)
    if spheres < DiffusionReactionCompetition.allTips { return .dendritic }
    let capacity = conditions.arealCapacity / areaRatio
    if capacity > stability.protectedCapacity(at: current, warming: warming) {
      return stability.morphologyOfCracked(onLithium: isOnLithium, deadLithium: conditions.deadLayerCapacity)
    }
    if spheres < DiffusionReactionCompetition.allSpheres { return .mixed }
    if !isFlat, let framework {
      // Salt at the electrode in the steady state: what is missing raises the overpotential, and weaker sites join.
      let salt = 1 - conditions.currentDensity / max(conditions.limitingCurrentDensity, Double.leastNormalMagnitude)
      return framework.morphology(
        after: conditions.arealCapacity, at: conditions.currentDensity, temperature: temperature,
        relativeConcentration: max(salt, 1e-6))
    }
    guard let nucleation else { return .smooth }
    let overpotential = nucleation.overpotential(at: current, temperature: temperature)
    let nuclei = nucleation.nuclei(after: capacity, at: overpotential)
    let grown = nucleation.morphology(of: nuclei, at: overpotential)
    guard grown.isSpherical, let converted = criticalSize?.morphology(of: nuclei) else { return grown }
    return converted
  }

  /// What a morphology does to this electrode.
  ///
  /// Lithium is lost to fresh interphase in proportion to its area where that is above that of a compact deposit, and to pieces that
  /// break off; an electrode that loses none as a compact deposit loses none in any form.
  public func traits(of morphology: DepositMorphology) -> DepositTraits {
    let shape = DepositShape(of: morphology)
    let relativeArea = max(1, shape.areaRatio / DepositShape.compact)
    let lost = (1 - coulombicEfficiency) * relativeArea + (coulombicEfficiency < 1 ? shape.isolated : 0)
    return DepositTraits(
      coulombicEfficiency: losesByShape ? min(coulombicEfficiency, max(0.05, 1 - lost)) : coulombicEfficiency,
      areaRatio: shape.areaRatio,
      porosity: shape.porosity, tortuosity: 1 / max(0.1, shape.porosity).squareRoot(), tipRatio: shape.tipRatio,
      resistanceGrowth: shape.resistance * 1e-4 / 36_000, depletedNoise: shape.noise)
  }
}
