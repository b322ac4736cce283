// An insertion electrode over time, advanced exactly; the laws are in `InsertionElectrode`.
//
//   x_s = x̄ − G J + Σ a_n,   a_n ← a_n exp(−λ_n² Δθ) while J is constant,   a_n ← a_n + G w_n (J_new − J_old) when it changes
//
//   a_n  deviation of a mode's part in the surface from its steady value
import Foundation
import Quantities

/// How much lithium an insertion electrode holds and how it lies in the particles.
///
/// Current densities are in A/m² of geometric area, positive where lithium leaves; times in s. A copy is a snapshot; equal states stay equal.
public struct InsertionState: Sendable {
  /// The electrode.
  public let electrode: InsertionElectrode
  /// Lithium held, C/m²; zero in the empty lattice.
  public private(set) var lithium: Double
  /// The present current density, A/m².
  public private(set) var currentDensity = 0.0
  private var singles = SphereModes.Block.zero
  private var rest = SphereModes.Block.zero
  /// What is left after the step used last; no part of the state.
  private var decays = SphereDecays(theta: 0)

  /// An electrode at rest with a stoichiometry throughout.
  public init(_ electrode: InsertionElectrode, stoichiometry: Double) {
    self.electrode = electrode
    lithium = electrode.arealCapacity.si * stoichiometry
  }

  /// Mean stoichiometry.
  public var stoichiometry: Double { lithium / electrode.arealCapacity.si }

  /// Stoichiometry at the particles' surface.
  public var surfaceStoichiometry: Double {
    stoichiometry - electrode.steadyLead * currentDensity + SphereModes.sum(singles, rest)
  }

  /// Lets a current density (A/m²) flow for a time (s), exactly; a time of zero only changes the current.
  public mutating func advance(at current: Double, for duration: Double) {
    if current != currentDensity {
      let jump = electrode.steadyLead * (current - currentDensity)
      singles += jump * SphereModes.singleWeights
      rest += jump * SphereModes.restWeights
      currentDensity = current
    }
    guard duration > 0 else { return }
    remember(duration)
    singles = Self.settled(singles * decays.single)
    rest = Self.settled(rest * decays.rest)
    lithium -= current * duration
  }

  /// The same, but the mean does not leave a range of stoichiometries: gives the charge (C/m²) that would have taken it out, positive where
  /// it is full.
  ///
  /// The gradient in the particles stays that of the whole current, as if what cannot enter were taken up and lost at their surface.
  public mutating func advance(at current: Double, for duration: Double, within range: ClosedRange<Double>) -> Double {
    advance(at: current, for: duration)
    let capacity = electrode.arealCapacity.si
    let held =
      current > 0 ? max(lithium, range.lowerBound * capacity) : min(lithium, range.upperBound * capacity)
    let refused = lithium - held
    lithium = held
    return refused
  }

  /// Surface stoichiometry after a time (s) at any current density J from now on: α + β J, β in m²/A.
  public mutating func surface(after duration: Double) -> (alpha: Double, beta: Double) {
    guard duration > 0 else { return (surfaceStoichiometry, 0) }
    remember(duration)
    let (lead, response) = (electrode.steadyLead, decays.response)
    let old = SphereModes.sum(singles * decays.single, rest * decays.rest) - lead * currentDensity * response
    return (stoichiometry + old, -duration / electrode.arealCapacity.si - lead * (1 - response))
  }

  /// Modes without what is left of them when nothing is: numbers close to the smallest there are would slow every later step.
  private static func settled(_ modes: SphereModes.Block) -> SphereModes.Block {
    modes.replacing(with: 0, where: modes * modes .< 1e-80)
  }

  private mutating func remember(_ duration: Double) {
    let theta = duration / electrode.diffusionTime.si
    if decays.theta != theta { decays = SphereDecays(theta: theta) }
  }

  /// Potential in V against lithium at a current density (A/m²), a surface stoichiometry and the salt in the pores over that at rest (above
  /// zero).
  public func potential(
    at current: Double, surfaceStoichiometry: Double, relativeConcentration: Double = 1
  ) -> Double {
    electrode.potential(
      at: current, surfaceStoichiometry: surfaceStoichiometry, relativeConcentration: relativeConcentration)
  }

  /// Time in s until the surface is empty (J > 0) or full (J < 0) if a current density (A/m²) flows from now on; zero if it is already, nil
  /// without a current.
  public func timeToLimit(at current: Double) -> Double? {
    guard current != 0, current.isFinite else { return nil }
    let side = current > 0 ? 1.0 : -1.0
    let room = current > 0 ? surfaceStoichiometry : 1 - surfaceStoichiometry
    guard room > 0 else { return 0 }
    // How far the surface is from its limit: a part that shrinks steadily, and modes that settle.
    let lead = electrode.steadyLead
    let jump = lead * (current - currentDensity)
    let amplitudes = (
      single: side * (singles + jump * SphereModes.singleWeights), rest: side * (rest + jump * SphereModes.restWeights)
    )
    let steady = (current > 0 ? stoichiometry : 1 - stoichiometry) - lead * current.magnitude
    let (rate, scale) = (current.magnitude / electrode.arealCapacity.si, electrode.diffusionTime.si)
    func distance(after time: Double) -> Double {
      let left = SphereDecays(theta: time / scale)
      return steady - rate * time + SphereModes.sum(amplitudes.single * left.single, amplitudes.rest * left.rest)
    }
    let zero = SphereModes.Block.zero
    let rising = SphereModes.sum(pointwiseMin(amplitudes.single, zero), pointwiseMin(amplitudes.rest, zero))
    let size = SphereModes.sum(pointwiseMax(amplitudes.single, zero), pointwiseMax(amplitudes.rest, zero))
    // Here the limit is passed whatever the modes do.
    let end = max((steady + size) / rate, 0) * (1 + 1e-12) + .leastNormalMagnitude
    guard rising < 0 else { return bracketedRoot(from: 0, to: end, of: distance) }
    // Behind a harder current the surface recovers first: search forward.
    var earlier = 0.0
    var later = min(1e-7 * scale, end)
    while later < end, distance(after: later) > 0 { (earlier, later) = (later, min(1.2 * later, end)) }
    return bracketedRoot(from: earlier, to: later, of: distance)
  }
}

extension InsertionState: Codable, Hashable {
  private enum CodingKeys: String, CodingKey { case electrode, lithium, currentDensity, singles, rest }

  /// Whether two electrodes are in the same state, whatever step they took last.
  public static func == (a: Self, b: Self) -> Bool {
    a.electrode == b.electrode && a.lithium == b.lithium && a.currentDensity == b.currentDensity
      && a.singles == b.singles && a.rest == b.rest
  }

  /// Hashes the state.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lithium)
    hasher.combine(currentDensity)
    hasher.combine(singles)
    hasher.combine(rest)
  }
}
