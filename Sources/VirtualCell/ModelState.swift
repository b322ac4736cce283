import Deposition
import Quantities

/// One number that a virtual cell knows about itself.
public struct CellColumn: Hashable, Sendable {
  /// Name with the unit at its end.
  public let name: String
  /// For a column of words: the words, by the number stored.
  public let words: [String]?

  init(_ name: String, words: [String]? = nil) { (self.name, self.words) = (name, words) }
}

extension VirtualCell {
  /// What `modelState` holds, in its order.
  public static let modelColumns = [
    CellColumn("surface_concentration_mol_m3"), CellColumn("counter_surface_concentration_mol_m3"),
    CellColumn("transport_state", words: SpaceCharge.State.allCases.map(\.word)),
    CellColumn("true_sand_time_s"), CellColumn("sand_countdown_s"),
    CellColumn("plated_lithium_mAh_cm2"), CellColumn("dead_lithium_mAh_cm2"), CellColumn("space_charge_thickness_m"),
  ]

  /// What the model knows at this moment, in the order of `modelColumns`; NaN where there is none.
  ///
  /// The surface concentration is that of the electrode that is plated, at rest the lower of the two. Sand's time counts from the
  /// start of the present constant current; its countdown stays at zero behind depletion.
  public var modelState: [Double] {
    let (linear, current) = (salt.surfaces, salt.currentDensity)
    let surfaces = linear.raised(to: terminals.floor)
    let plated =
      current < 0 ? surfaces.working : current > 0 ? surfaces.counter : min(surfaces.working, surfaces.counter)
    let state = SpaceCharge.State(relativeConcentration: plated / salt.restConcentration)
    let arealCapacity = Unit<ArealCapacity>.milliampereHourPerSquareCentimetre.scale
    return [
      plated, surfaces.counter, Double(state.rawValue), sandClock.sandTime ?? .nan, sandClock.countdown ?? .nan,
      inventory.active / arealCapacity, inventory.dead / arealCapacity,
      terminals.layerThickness(at: current, surfaces: linear, gradient: layerGradient),
    ]
  }
}

extension SpaceCharge.State {
  fileprivate var word: String {
    switch self {
    case .ok: "ok"
    case .depleting: "depleting"
    case .spaceCharge: "space charge"
    case .shorted: "shorted"
    }
  }
}
