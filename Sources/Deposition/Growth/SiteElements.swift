import Foundation
import Quantities

/// The layers of a framework, or its kinds of sites: what each holds and how easily lithium gets there.
public struct SiteElements: Hashable, Codable, Sendable {
  /// How many of the eight are used.
  public let count: Int
  /// η_nuc, V, in rising order; infinite in effect where unused.
  public let thresholds: SIMD8<Double>
  /// a f w i₀, A/m² of footprint; zero where unused.
  public let conductances: SIMD8<Double>
  /// Lithium they hold, C/m² of footprint; zero where unused.
  public let capacities: SIMD8<Double>
  /// Depth of each, 0 at the top, 1 at the bottom.
  public let depths: SIMD8<Double>

  private static let layers = 8
  private static let unused = 1e3

  /// Kinds of sites side by side, lowest threshold first.
  init(besideEachOther sites: [LithiophilicFramework.Site], areaRatio: Double) {
    let ordered = sites.prefix(8).sorted { $0.nucleationOverpotential < $1.nucleationOverpotential }
    var (thresholds, conductances) = (SIMD8<Double>(repeating: Self.unused), SIMD8<Double>.zero)
    var capacities = SIMD8<Double>.zero
    for (k, site) in ordered.enumerated() {
      thresholds[k] = site.nucleationOverpotential.si
      conductances[k] = areaRatio * site.areaFraction * site.exchangeCurrentDensity.si
      capacities[k] = site.capacity.si
    }
    (self.thresholds, self.conductances, self.capacities) = (thresholds, conductances, capacities)
    (count, depths) = (ordered.count, SIMD8(repeating: 0.5))
  }

  /// Eight layers from the first kind at the bottom to the last at the top; the lowest threshold, then the top, first.
  init(layersOf sites: [LithiophilicFramework.Site], areaRatio: Double) {
    guard let bottom = sites.first, let top = sites.last else {
      (count, thresholds, conductances) = (0, SIMD8(repeating: Self.unused), .zero)
      (capacities, depths) = (.zero, SIMD8(repeating: 0.5))
      return
    }
    let isEven = bottom.nucleationOverpotential == top.nucleationOverpotential
    let (fraction, charge) = (sites.reduce(0) { $0 + $1.areaFraction }, sites.reduce(0) { $0 + $1.capacity.si })
    let norm = (0..<Self.layers).reduce(0) { $0 + Self.reach((Double($1) + 0.5) / Double(Self.layers)) }
    var (thresholds, conductances) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    var depths = SIMD8<Double>.zero
    for k in 0..<Self.layers {
      let fromFirst = (Double(k) + 0.5) / Double(Self.layers)
      let depth = isEven ? fromFirst : 1 - fromFirst
      let part = isEven ? 1 : depth
      depths[k] = depth
      thresholds[k] = part * bottom.nucleationOverpotential.si + (1 - part) * top.nucleationOverpotential.si
      let exchange = part * bottom.exchangeCurrentDensity.si + (1 - part) * top.exchangeCurrentDensity.si
      conductances[k] = areaRatio * fraction * exchange * Self.reach(depth) / norm
    }
    (self.thresholds, self.conductances, self.depths) = (thresholds, conductances, depths)
    (count, capacities) = (Self.layers, SIMD8(repeating: charge / Double(Self.layers)))
  }

  /// How well the salt reaches a depth, relative to the top.
  private static func reach(_ depth: Double) -> Double { exp(-4 * depth) }

  /// Part of the current that an element takes while all take part.
  func share(of k: Int) -> Double { conductances[k] / max(conductances.sum(), Double.leastNormalMagnitude) }

  /// The topmost element.
  var top: Int { count > 1 && depths[count - 1] < depths[0] ? count - 1 : 0 }

  /// What the elements hold that a current density (magnitude on the footprint, A/m²) reaches, C/m²; `thermal` is 2RT/F in V.
  func capacityReached(by current: Double, thermal: Double, salt: Double) -> Double {
    // Element k joins at 2 √s sinh(η_k/thermal) times the conductance of those before it, which rises with k.
    var (reached, held, before) = (0, 0.0, 0.0)
    var step = 4
    while step > 0 {
      let k = reached + step
      var conductance = before
      var capacity = held
      for j in reached..<k { (conductance, capacity) = (conductance + conductances[j], capacity + capacities[j]) }
      if k < count, current > 2 * salt * conductance * sinh(thresholds[k] / thermal) {
        (reached, held, before) = (k, capacity, conductance)
      }
      step /= 2
    }
    return held + capacities[reached]
  }

  /// How a current density (magnitude on the footprint, A/m²) divides among the elements that may take part, A/m².
  ///
  /// `isOpen` marks those with room, `hasLithium` those that need no nuclei; `thermal` is 2RT/F in V, `salt` is √s.
  /// Nothing where none is open.
  func currents(
    of current: Double, isOpen: SIMDMask<SIMD8<Int64>>, hasLithium: SIMDMask<SIMD8<Int64>>, thermal: Double,
    salt: Double
  ) -> SIMD8<Double> {
    let conductance = 2 * salt * conductances.replacing(with: 0, where: .!isOpen)
    let threshold = thresholds.replacing(with: 0, where: hasLithium)
    var active = SIMDMask<SIMD8<Int64>>(repeating: false)
    for _ in 0..<count {
      // The easiest element that is not yet active, and the overpotential that those which are would need.
      var (next, lowest) = (-1, Double.infinity)
      for k in 0..<count where !active[k] && conductance[k] > 0 && threshold[k] < lowest {
        (next, lowest) = (k, threshold[k])
      }
      guard next >= 0 else { break }
      let carried = conductance.replacing(with: 0, where: .!active)
      let total = carried.sum()
      if total > 0 {
        let atThreshold = total * sinh(lowest / thermal)
        if current <= atThreshold { break }
        if current <= atThreshold + conductance[next] * sinh(lowest / thermal) {
          // It just nucleates: the others carry what they carry at its threshold, it takes the rest.
          var result = carried * sinh(lowest / thermal)
          result[next] = current - result.sum()
          return result
        }
      }
      active[next] = true
    }
    let carried = conductance.replacing(with: 0, where: .!active)
    let total = carried.sum()
    return total > 0 ? carried * (current / total) : .zero
  }
}
