// Charge transfer on an electrode that is partly fresh lithium and partly old surface: the peaks of a plating/stripping trace.
//
//   η = (2RT/F) asinh(J / (2 Σ A_k i₀k)),   k = fresh, old          one `ButlerVolmer` with the exchange current of both paths
//
//   J  current density of the footprint, A/m²      A_k  area over footprint, 1      i₀k  exchange current density, A/m²
//   η  overpotential, V
//
// Where only the old surface is there, as at the start of plating and after the fresh deposit has been stripped, η is high; where fresh
// lithium has grown, it is low. `TwoPathSurface` keeps the areas. Both paths see one concentration and one potential. As dead lithium
// piles up, diffusion through it takes over and the peaks go over into arcs: that is transport, not this law.
// K. N. Wood et al., ACS Cent. Sci. 2 (2016) 790, 10.1021/acscentsci.6b00260 (not re-read); in this form this project's own.
public import Quantities

/// Overpotential of two surfaces side by side.
public struct TwoPathOverpotential: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "overpotential of fresh and old lithium side by side: peaking"
  /// Where it stops.
  public static let validity =
    "one concentration and potential over both surfaces; overpotentials up to about 0.1 V"
  /// Where it is from.
  public static let source = "10.1021/acscentsci.6b00260"

  /// Exchange current density of fresh lithium at the resting concentration.
  public var freshExchangeCurrentDensity: Quantity<CurrentDensity>
  /// Exchange current density of the old surface at the resting concentration.
  public var oldExchangeCurrentDensity: Quantity<CurrentDensity>
  /// Temperature.
  public var temperature: Quantity<Temperature>

  /// Two surfaces from their kinetics.
  public init(
    freshExchangeCurrentDensity: Quantity<CurrentDensity>, oldExchangeCurrentDensity: Quantity<CurrentDensity>,
    temperature: Quantity<Temperature>
  ) {
    (self.freshExchangeCurrentDensity, self.temperature) = (freshExchangeCurrentDensity, temperature)
    self.oldExchangeCurrentDensity = oldExchangeCurrentDensity
  }

  /// The two surfaces as one: its exchange current density is per area of footprint.
  public func kinetics(on areas: TwoPathSurface.Areas) -> ButlerVolmer {
    let exchange = freshExchangeCurrentDensity * areas.fresh + oldExchangeCurrentDensity * areas.old
    return ButlerVolmer(exchangeCurrentDensity: exchange, temperature: temperature)
  }

  /// Overpotential in V of a current density (A/m² of footprint), at a surface concentration over that at rest (above zero).
  ///
  /// The areas must not both be zero.
  public func overpotential(
    at current: Double, on areas: TwoPathSurface.Areas, relativeConcentration: Double = 1
  ) -> Double {
    kinetics(on: areas).overpotential(at: current, relativeConcentration: relativeConcentration)
  }
}
