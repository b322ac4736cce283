// Which sites of a conductive framework the lithium goes to.
//
//   J = Σ 2 a f_k w_k i₀_k √s sinh(F|η|/(2RT))     over the sites with |η| > η_nuc,k (or lithium on them) and room left
//   η_nuc = η_C (E_Fe − |E_b|)/(E_Fe − E_C), never below 0       from a binding energy: η_C = 60 mV on graphitic carbon, 0 on Fe₂O₃
//   w_k = exp(−z_k/(L/4)), normalised              layers at depth z_k: what the salt reaches most easily is the top
//   lithiophobic when (2RT/F) asinh(J/(2 a Σ f w i₀)) < min η_nuc: the first nuclei then carry all current, wherever they formed
//
//   J  current density on the footprint, A/m²      a  area ratio      f_k  area fraction      i₀_k  exchange current density, A/m²
//   s  salt at the electrode over that at rest     E_b binding energy of lithium: Fe₂O₃ −3.64, NiFe₂O₄ −2.71, graphitic carbon −1.63 eV
//
// Homogeneous: one kind, eight layers; the top fills first, then dendrites grow on it. Gradient: η_nuc falls with depth; lithium grows
// from the bottom up and the upper layers are not used. Full layers pass lithium on to those that nucleate at this current; a full top
// closes the pores. Intermittent: A and B side by side; A (lower η_nuc) fills first as granules, B joins when A is full or when the lack
// of salt raises |η| above its η_nuc, and half filled it has closed the gaps: smooth. Sites that are full pass lithium on; when all are,
// it grows on top as dendrites. The rates are this project's own law, the three arrangements and their outcomes are the review's words. A
// "lower" binding energy of the review is a more negative one: lithium goes there first. The line through the binding energies is this
// project's own; η_C and all capacities are estimated.
// Section 4 and refs 143, 150–164 of 10.1039/d4cc06729k.
import Foundation
public import Quantities

/// Lithium on the sites of a framework.
public struct LithiophilicFramework: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "which sites of a framework fill first: top, bottom, A then B"
  /// Where it stops.
  public static let validity = "up to eight kinds or layers; their overpotentials and capacities are estimated"
  /// Where it is from.
  public static let source = "section 4 of 10.1039/d4cc06729k"

  /// How the sites are arranged.
  public enum Arrangement: String, Hashable, Codable, CaseIterable, Sendable {
    /// One kind everywhere.
    case homogeneous
    /// From the first kind at the bottom to the last at the top.
    case gradient
    /// Side by side.
    case intermittent
  }

  /// One kind of site.
  public struct Site: Hashable, Codable, Sendable {
    /// Part of the framework's surface, 0…1.
    public var areaFraction: Double
    /// η_nuc.
    public var nucleationOverpotential: Quantity<Voltage>
    /// i₀ of lithium on it.
    public var exchangeCurrentDensity: Quantity<CurrentDensity>
    /// Lithium it holds, per footprint.
    public var capacity: Quantity<ArealCapacity>

    /// A kind of site from its properties.
    public init(
      areaFraction: Double, nucleationOverpotential: Quantity<Voltage>,
      exchangeCurrentDensity: Quantity<CurrentDensity>, capacity: Quantity<ArealCapacity>
    ) {
      (self.areaFraction, self.nucleationOverpotential) = (areaFraction, nucleationOverpotential)
      (self.exchangeCurrentDensity, self.capacity) = (exchangeCurrentDensity, capacity)
    }
  }

  /// Part of B's capacity at which the gaps between the granules are closed (estimated).
  static var closed: Double { 0.5 }

  /// How the sites are arranged.
  public let arrangement: Arrangement
  /// True area over footprint, at least 1.
  public let areaRatio: Double
  /// The layers or kinds that fill, lowest η_nuc first; at most eight.
  public let elements: SiteElements

  /// A framework from its kinds of sites; more than eight are not looked at.
  public init(arrangement: Arrangement, areaRatio: Double, sites: [Site]) {
    (self.arrangement, self.areaRatio) = (arrangement, areaRatio)
    elements =
      arrangement == .intermittent
      ? SiteElements(besideEachOther: sites, areaRatio: areaRatio)
      : SiteElements(layersOf: sites, areaRatio: areaRatio)
  }

  /// η_nuc from a binding energy (negative where lithium is bound).
  public static func nucleationOverpotential(bindingEnergy: Quantity<Energy>) -> Quantity<Voltage> {
    let bound = -bindingEnergy.value(in: .electronvolt)
    return Quantity(si: 0.060 * max(0, (3.64 - bound) / (3.64 - 1.63)))
  }

  /// Whether the sites would all nucleate at a current density (magnitude on the footprint, A/m²).
  public func isLithiophilic(
    at current: Double, temperature: Double, relativeConcentration: Double = 1
  ) -> Bool {
    let spread = 2 * elements.conductances.sum() * relativeConcentration.squareRoot()
    return 2 * thermalVoltage(at: Quantity(si: temperature)) * inverseHyperbolicSine(current / spread)
      >= elements.thresholds[0]
  }

  /// What a charge (C/m²) plated at a current density (A/m²), both on the footprint, looks like.
  ///
  /// Takes the sites to fill in their order, or together where the first alone would need more than the second's η_nuc.
  public func morphology(
    after charge: Double, at current: Double, temperature: Double, relativeConcentration: Double = 1
  ) -> DepositMorphology {
    guard
      isLithiophilic(at: current, temperature: temperature, relativeConcentration: relativeConcentration)
    else { return .disordered }
    let (thermal, salt) = (2 * thermalVoltage(at: Quantity(si: temperature)), relativeConcentration.squareRoot())
    switch arrangement {
    case .homogeneous: return charge > elements.capacities[0] / elements.share(of: 0) ? .dendritic : .coated
    case .gradient:
      return charge > elements.capacityReached(by: current, thermal: thermal, salt: salt) ? .dendritic : .coated
    case .intermittent:
      let later = elements.capacities.sum() - elements.capacities[0]
      guard charge <= elements.capacities[0] + later else { return .dendritic }
      guard later > 0 else { return .spherical }
      let alone = thermal * inverseHyperbolicSine(current / (2 * salt * elements.conductances[0]))
      let isTogether = elements.count > 1 && alone >= elements.thresholds[1]
      let onLater = max(charge - elements.capacities[0], isTogether ? charge * (1 - elements.share(of: 0)) : 0)
      return onLater > Self.closed * later ? .smooth : .spherical
    }
  }

  /// What the lithium on the sites looks like.
  public func morphology(of filling: FrameworkFilling) -> DepositMorphology {
    if filling.total <= 0 { return .none }
    if filling.overflow > 0 { return .dendritic }
    switch arrangement {
    case .homogeneous, .gradient: return .coated
    case .intermittent:
      let later = elements.capacities.sum() - elements.capacities[0]
      let onLater = filling.amounts.sum() - filling.amounts[0]
      return later > 0 && onLater > Self.closed * later ? .smooth : .spherical
    }
  }
}
