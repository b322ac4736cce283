import Deposition

/// One electrode at the end of a stretch of time: its potential against lithium for any current density until then.
enum ElectrodeOutlook {
  /// Lithium, or what it is about to cover: Σ A_k i₀k over i₀, and what nuclei cover of the substrate; nil once they cover it all.
  case covered(activity: Double, coverage: Double?)
  /// A bare substrate whose double layer is charged, F/m², from its potential now, V, for a time in s.
  case bare(potential: Double, capacitance: Double, duration: Double)
  /// A host that lithium enters.
  case host(HostOutlook)

  /// Whether lithium enters a host.
  var isHost: Bool {
    if case .host = self { true } else { false }
  }

  /// The potential against lithium, V, at the electrode's own current density (A/m²), where the salt at the surface is this part of that at
  /// rest.
  @inline(__always)
  func potential(at current: Double, relativeConcentration: Double, interface: ElectrodeInterface) -> Double {
    switch self {
    case .covered(let activity, let coverage):
      interface.overpotential(
        at: current, relativeConcentration: relativeConcentration, activity: activity, coverage: coverage)
    case .bare(let potential, let capacitance, let duration):
      LithiumElectrode.potential(from: potential, after: current * duration, capacitance: capacitance)
    case .host(let host): host.potential(at: current, relativeConcentration: relativeConcentration)
    }
  }
}

/// A host at the end of a stretch of time, and what it will have at the surface of its particles then.
struct HostOutlook {
  let host: CopyOnWrite<InsertionState>
  /// Surface stoichiometry without a current.
  let stoichiometry: Double
  /// What a current density does to it by the gradient in the particles, m²/A.
  var slope = 0.0
  /// What a current density takes out of the mean, m²/A.
  var filling = 0.0
  /// How much the mean may fall and rise.
  var room = 0.0...0.0

  /// The potential against lithium, V, if a current density (A/m²) flows until then.
  func potential(at current: Double, relativeConcentration: Double) -> Double {
    let surface = stoichiometry + slope * current + min(room.upperBound, max(room.lowerBound, -filling * current))
    let potential = host.value.potential(
      at: current, surfaceStoichiometry: surface, relativeConcentration: relativeConcentration)
    return min(LithiumElectrode.stabilityLimit, max(-LithiumElectrode.stabilityLimit, potential))
  }
}
