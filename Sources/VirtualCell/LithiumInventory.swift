import Quantities

/// Lithium on the working electrode, and its potential where there is none. Areal charges in C/m².
struct LithiumInventory: Hashable, Codable, Sendable {
  /// Plated lithium that can be stripped, C/m².
  private(set) var active = 0.0
  /// Plated lithium that lost contact, C/m².
  private(set) var dead = 0.0
  /// Potential of the bare substrate against lithium, V; nil where lithium covers it.
  private(set) var barePotential: Double?
  private let coulombicEfficiency: Double
  private let capacitance: Double
  private let isReservoir: Bool

  /// Beyond this potential the electrolyte is taken to decompose and to carry the current (estimated), V.
  static let stabilityLimit = 10.0

  /// The electrode of a new cell.
  init(_ electrode: CellElectrode) {
    coulombicEfficiency = electrode.coulombicEfficiency
    capacitance = electrode.doubleLayer.si
    isReservoir = electrode.substrate == .lithium
    barePotential = isReservoir ? nil : electrode.barePotential?.si ?? 0
  }

  /// Time in s until a current density (A/m²) has stripped all there is; nil if it never will.
  func timeToExhaustion(at current: Double) -> Double? {
    guard !isReservoir, barePotential == nil, current > 0 else { return nil }
    return active / current
  }

  /// Passes a current density through lithium for a time that does not exhaust it.
  mutating func deposit(_ current: Double, for duration: Double) {
    let charge = current * duration
    if charge < 0 {
      active -= charge * coulombicEfficiency
      dead -= charge * (1 - coulombicEfficiency)
    } else {
      active = max(0, active - charge)
    }
  }

  /// The lithium is gone: the bare substrate starts from this potential, V.
  mutating func bare(at potential: Double) {
    active = 0
    barePotential = potential
  }

  /// Lithium begins to cover the substrate.
  mutating func cover() { barePotential = nil }

  /// The potential of the double layer after a current density charged it for a time, V.
  func potential(from bare: Double, after duration: Double, at current: Double) -> Double {
    min(Self.stabilityLimit, bare + current * duration / capacitance)
  }

  /// Charges the double layer of the bare substrate.
  mutating func charge(_ current: Double, for duration: Double) {
    if let bare = barePotential { barePotential = potential(from: bare, after: duration, at: current) }
  }

  /// Time in s until a current density (A/m²) brings the bare substrate down to a potential (V).
  func timeToPotential(_ potential: Double, at current: Double) -> Double? {
    guard let bare = barePotential, current < 0 else { return nil }
    return max(0, (bare - potential) * capacitance / -current)
  }
}
