import Quantities

/// The lithium on the sites of a framework, over time.
///
/// All amounts and currents are per footprint. Charge is conserved to rounding and no amount goes below zero.
public struct FrameworkFilling: Hashable, Codable, Sendable {
  /// Lithium on each element of the framework, C/m².
  public private(set) var amounts = SIMD8<Double>.zero
  /// Lithium on top of the filled framework, C/m².
  public private(set) var overflow = 0.0

  /// An empty framework.
  public init() {}

  /// All lithium, C/m².
  public var total: Double { amounts.sum() + overflow }

  /// Plates a charge (C/m²) at a current density (magnitude, A/m²), exactly: from one element that fills to the next.
  ///
  /// `temperature` in K; `relativeConcentration` is the salt at the electrode over that at rest.
  public mutating func plate(
    _ charge: Double, at current: Double, in framework: LithiophilicFramework, temperature: Double,
    relativeConcentration: Double = 1
  ) {
    let elements = framework.elements
    let thermal = 2 * thermalVoltage(at: Quantity(si: temperature))
    let salt = max(relativeConcentration, 1e-6).squareRoot()
    let isLayered = framework.arrangement != .intermittent
    var left = charge
    // Each round fills an element, or is the last; the first lithium on an element makes one round more.
    for _ in 0..<(3 * elements.count + 1) where left > 0 && current > 0 {
      let room = elements.capacities - amounts
      let isOpen = room .> 1e-12 * elements.capacities
      // A full layer still conducts, and what it draws goes on to its neighbours; a full top closes the pores.
      if isLayered, !isOpen[elements.top] { break }
      var currents = elements.currents(
        of: current, isOpen: isLayered ? elements.conductances .> 0 : isOpen, hasLithium: amounts .> 0,
        thermal: thermal, salt: salt
      ).replacing(with: 0, where: .!isOpen)
      let total = currents.sum()
      guard total > 0 else { break }
      currents *= current / total
      var time = left / current
      for k in 0..<elements.count where currents[k] > 0 { time = min(time, room[k] / currents[k]) }
      amounts = pointwiseMin(amounts + currents * time, elements.capacities)
      left = max(0, left - time * current)
      if left <= 1e-13 * charge { left = 0 }
    }
    overflow += left
  }

  /// Strips a charge (C/m²): what lies on top first, then what lies on the sites, each in proportion to what it holds.
  ///
  /// Gives the charge (C/m²) that was there to be stripped.
  @discardableResult
  public mutating func strip(_ charge: Double) -> Double {
    let fromTop = min(overflow, charge)
    overflow -= fromTop
    let held = amounts.sum()
    let fromSites = min(held, charge - fromTop)
    guard held > 0, fromSites > 0 else { return fromTop }
    amounts *= max(0, 1 - fromSites / held)
    return fromTop + fromSites
  }

  /// Part of the lithium that lies in the upper half of a layered framework or on top of it, 0…1.
  public func topFraction(in framework: LithiophilicFramework) -> Double {
    let upper = amounts.replacing(with: 0, where: framework.elements.depths .>= 0.5).sum() + overflow
    return total > 0 ? upper / total : 0
  }

  /// Where most of the lithium went.
  public func place(in framework: LithiophilicFramework) -> Place {
    if framework.arrangement == .intermittent { return .alternating }
    return topFraction(in: framework) > 0.5 ? .top : .bottom
  }

  /// Where in a framework lithium goes.
  public enum Place: Int, Hashable, Codable, CaseIterable, Sendable {
    /// On its upper part.
    case top
    /// On its lower part.
    case bottom
    /// On one kind of site after the other.
    case alternating

    /// The word for it.
    public var word: String {
      switch self {
      case .top: "top_growth"
      case .bottom: "bottom_up"
      case .alternating: "alternating"
      }
    }
  }
}
