// A film that the growing deposit stretches: it holds, heals, or cracks and lets lithium out.
//
//   Q_p(J,T) = Q₀ (1 + J_h(T)/J)         areal capacity (on the true area) that the film follows without a crack
//   cracked when Q > Q_p
//
//   Q₀   capacity that the film follows by its own strength, C/m²      J  current density on the true area, A/m²
//   J_h  healing current density: below it new film forms faster than it is stretched, A/m²; falls with cold as `DiffusionReactionCompetition`
//
// Through the cracks lithium is pushed out from below: filaments out of spheres, whiskers where there was flat lithium. Whiskers and
// filaments that were cycled so often that enough dead lithium lies among them are moss. The review has the crack and what comes of it in
// words (a film "of insufficient mechanical strength"); that extrusion competes with self-healing is from arXiv 2503.21481 (abstract).
// The law is this project's own; Q₀ is fitted to capacities between which filaments appear (in-sample).
// Ref 2 of 10.1039/d4cc06729k.
public import Quantities

/// Whether the film over a deposit holds.
public struct InterphaseStability: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "cracks in the film: filaments out of spheres, whiskers, moss"
  /// Where it stops.
  public static let validity = "one protected capacity per cell profile, fitted to images; no mechanics"
  /// Where it is from.
  public static let source = "ref 2 of 10.1039/d4cc06729k; arXiv 2503.21481"

  /// J_h taken where nothing else is known, 0.05 mA/cm² (estimated).
  public static let usualHealing = Quantity<CurrentDensity>(si: 0.5)
  /// Dead lithium that makes moss, taken where nothing else is known, 0.2 mAh/cm² (estimated).
  public static let usualMoss = Quantity<ArealCapacity>(si: 7200)

  /// Q₀.
  public var protectedCapacity: Quantity<ArealCapacity>
  /// J_h at 25 °C.
  public var healingCurrentDensity: Quantity<CurrentDensity>
  /// Dead lithium from which whiskers and filaments are called moss.
  public var mossCapacity: Quantity<ArealCapacity>

  /// A film from its parameters.
  public init(
    protectedCapacity: Quantity<ArealCapacity>, healingCurrentDensity: Quantity<CurrentDensity> = usualHealing,
    mossCapacity: Quantity<ArealCapacity> = usualMoss
  ) {
    (self.protectedCapacity, self.healingCurrentDensity) = (protectedCapacity, healingCurrentDensity)
    self.mossCapacity = mossCapacity
  }

  /// Q_p in C/m² at a current density (magnitude, A/m²) and a temperature in K.
  public func protectedCapacity(at current: Double, temperature: Double) -> Double {
    protectedCapacity(at: current, warming: DiffusionReactionCompetition.warming(temperature))
  }

  /// Q_p in C/m² at a current density (A/m²) for a film that warmth makes heal this much faster.
  func protectedCapacity(at current: Double, warming: Double) -> Double {
    protectedCapacity.si * (1 + healingCurrentDensity.si * warming / max(current, 1e-9))
  }

  /// Whether the film is cracked by a capacity (C/m²) at a current density (A/m²), both on the true area, and a temperature in K.
  public func isCracked(by capacity: Double, at current: Double, temperature: Double) -> Bool {
    capacity > protectedCapacity(at: current, temperature: temperature)
  }

  /// What grows through the cracks, on lithium or on a substrate, under this much dead lithium (C/m²).
  public func morphologyOfCracked(onLithium: Bool, deadLithium: Double) -> DepositMorphology {
    if deadLithium > mossCapacity.si { return .mossy }
    return onLithium ? .whisker : .filamentary
  }
}
