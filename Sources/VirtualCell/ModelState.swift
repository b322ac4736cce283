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
    CellColumn("interphase_lithium_mAh_cm2"), CellColumn("limiting_current_density_mA_cm2"),
    CellColumn("morphology", words: DepositMorphology.allCases.map(\.word)), CellColumn("dendrite_length_m"),
    CellColumn("short_resistance_ohm"),
  ]

  /// What the model knows at this moment, in the order of `modelColumns`; NaN where there is none.
  ///
  /// The surface concentration is that of the electrode that is plated, at rest the lower of the two. Sand's time counts from the
  /// start of the present constant current; its countdown stays at zero behind depletion. Lithium, morphology and dendrites are those
  /// of the electrode that the cell is about: the working electrode, in a full cell the lithium electrode.
  public var modelState: [Double] {
    let (linear, current) = (salt.surfaces, salt.currentDensity)
    let surfaces = linear.raised(to: circuit.floor)
    let plated =
      current < 0 ? surfaces.working : current > 0 ? surfaces.counter : min(surfaces.working, surfaces.counter)
    let metal = !working.isHost ? working.metal : counter.metal
    let conductance = short.conductance * circuit.area
    return [
      plated, surfaces.counter, Double(transportState(plated).rawValue), sandClock.sandTime ?? .nan,
      sandClock.countdown ?? .nan, metal.active / Self.arealCapacity, metal.dead / Self.arealCapacity,
      circuit.layerThickness(at: current, surfaces: linear, gradient: layerGradient),
      metal.bound / Self.arealCapacity, salt.limitingCurrentDensity / Self.arealCurrent,
      Double(metal.morphology.rawValue), metal.dendriteLength, conductance > 0 ? 1 / conductance : .nan,
    ]
  }

  private static let arealCapacity = Unit<ArealCapacity>.milliampereHourPerSquareCentimetre.scale
  private static let arealCurrent = Unit<CurrentDensity>.milliamperePerSquareCentimetre.scale

  private func transportState(_ plated: Double) -> SpaceCharge.State {
    short.conductance > 0 ? .shorted : SpaceCharge.State(relativeConcentration: plated / salt.restConcentration)
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
