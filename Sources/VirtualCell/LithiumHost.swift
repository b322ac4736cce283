import Deposition
import Quantities

/// What lithium is plated on, and by which rules it grows and ages there: the constants of a lithium electrode.
struct LithiumHost: Hashable, Codable, Sendable {
  /// Whether the electrode is lithium itself.
  let isReservoir: Bool
  /// How much lithium the foil has, C/m²; nil where it never ends.
  private let foilCapacity: Double?
  /// Capacitance of the double layer, F/m².
  let capacitance: Double
  /// Rest potential of the bare substrate, V.
  let barePotential: Double
  /// Temperature, K.
  let temperature: Double
  /// How it ages.
  let ageing: ElectrodeAgeing
  /// How lithium grows.
  let growth: DepositGrowth
  /// Whether anything follows from how much is plated: not on lithium under an ideal film that leaves no dead layer.
  let changesWithCharge: Bool
  /// What of the growth of tips gets through the separator, 0…1.
  let penetration: Double

  /// The host that a profile describes.
  init(_ electrode: CellElectrode, temperature: Double, penetration: Double) {
    self.temperature = temperature
    isReservoir = electrode.substrate == .lithium
    foilCapacity = electrode.lithiumThickness.map { $0.si / Lithium.volumePerCharge }
    capacitance = electrode.doubleLayer.si
    barePotential = electrode.barePotential?.si ?? 0
    ageing = electrode.ageing
    growth = electrode.deposit
    self.penetration = penetration
    let ideal = DepositGrowth.ideal(
      onLithium: electrode.substrate == .lithium, coulombicEfficiency: electrode.coulombicEfficiency)
    changesWithCharge = !growth.isOnLithium || growth != ideal || ageing.deadLayer != nil
  }

  /// Lithium that the foil still has, C/m², after it has changed by so much; nil where it never ends, zero for a substrate.
  func reserve(foil: Double) -> Double? {
    guard isReservoir else { return 0 }
    return foilCapacity.map { max(0, $0 + foil) }
  }
}
