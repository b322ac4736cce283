import Deposition
import Quantities

/// One electrode of a cell as it is now: lithium on a substrate, or a host that lithium enters.
///
/// Currents are the electrode's own, A/m², negative where lithium is plated on it or enters it.
struct Electrode: Hashable, Codable, Sendable {
  /// Lithium on it; stays without any where lithium enters a host.
  var metal: LithiumElectrode
  /// The host that lithium enters; nil for lithium on a substrate.
  private var host: CopyOnWrite<InsertionState>?
  /// Lithium of the host when the cell was new, C/m².
  private let initialLithium: Double
  /// What the host holds between stoichiometry 0 and 1, C/m².
  private let capacity: Double
  /// Charge that a full or empty host could not take, C/m².
  private var refused = 0.0

  /// How far the mean stoichiometry may come before the electrolyte carries the current.
  private static let stoichiometries = -0.05...1.05

  /// The electrode of a new cell.
  init(_ electrode: CellElectrode, profile: CellProfile) {
    metal = LithiumElectrode(
      LithiumHost(electrode, temperature: profile.temperature.si, penetration: profile.penetration),
      interphaseResistance: electrode.interphaseResistance.si,
      exchangeCurrentDensity: electrode.exchangeCurrentDensity.si)
    host = electrode.insertion.map { CopyOnWrite(InsertionState($0, stoichiometry: electrode.initialStoichiometry)) }
    initialLithium = host?.value.lithium ?? 0
    capacity = electrode.insertion?.arealCapacity.si ?? 0
  }

  /// The host as it is now; nil for lithium on a substrate.
  var hostState: InsertionState? { host?.value }

  /// Whether lithium enters a host instead of being plated.
  var isHost: Bool { host != nil }

  /// Whether neither lithium nor a host takes the current: only the double layer does.
  var isBare: Bool { host == nil && metal.barePotential != nil }

  /// Passes a current density for a time in which nothing happens but that.
  mutating func pass(_ current: Double, for duration: Double) {
    guard isHost else { return metal.pass(current, for: duration) }
    refused += host?.value.advance(at: current, for: duration, within: Self.stoichiometries) ?? 0
  }

  /// What the electrode is now.
  @inline(__always)
  var outlook: ElectrodeOutlook {
    guard host == nil else { return outlookOfHost }
    return outlookOfMetal(after: 0)
  }

  /// Apart from the rest, so that a reading of lithium counts no reference.
  private var outlookOfHost: ElectrodeOutlook {
    guard let host else { return outlookOfMetal(after: 0) }
    return .host(HostOutlook(host: host, stoichiometry: host.value.surfaceStoichiometry))
  }

  /// What the electrode will be after a time in s.
  mutating func outlook(after duration: Double) -> ElectrodeOutlook {
    guard let (alpha, beta) = host?.value.surface(after: duration), let host else {
      return outlookOfMetal(after: duration)
    }
    let filling = duration / capacity
    let mean = host.value.stoichiometry
    return .host(
      HostOutlook(
        host: host, stoichiometry: alpha, slope: beta + filling, filling: filling,
        room: min(0, Self.stoichiometries.lowerBound - mean)...max(0, Self.stoichiometries.upperBound - mean)))
  }

  @inline(__always)
  private func outlookOfMetal(after duration: Double) -> ElectrodeOutlook {
    guard let bare = metal.barePotential else {
      return .covered(activity: metal.surface.activity, coverage: metal.surface.nucleiCoverage)
    }
    return .bare(potential: bare, capacitance: metal.capacitance, duration: duration)
  }

  /// Where its lithium is.
  var accounts: CellInventory.Accounts {
    CellInventory.Accounts(
      active: Quantity(si: metal.active), dead: Quantity(si: metal.dead), bound: Quantity(si: metal.bound),
      foil: Quantity(si: metal.foil), inserted: Quantity(si: (host?.value.lithium ?? 0) - initialLithium),
      unplated: Quantity(si: metal.unplated + refused))
  }
}
