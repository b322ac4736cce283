// Charge transfer at a metal, where every level of the metal takes part with its own Marcus barrier.
//
//   J/i₀ = 2 sinh(h/2) G(h)/G(0),   G(h) = ∫ exp(−(x − h)²/(4l)) / (2 cosh(x/2)) dx,   i₀ = i₀ref √(c_s/c₀)
//
//   h  F η/(RT)                     η   overpotential, V
//   l  λ/(k_B T)                    λ   reorganisation energy, J
//   J  current density, A/m², positive where lithium is stripped
//   i₀ref  exchange current density at c₀, A/m²     c_s/c₀  salt at the surface over salt at rest
//
// Symmetric, one electron. It is Butler–Volmer for l → ∞, has the same slope F i₀/(RT) at rest, and saturates for |h| > l: without the metal's
// levels (Marcus alone, 2 sinh(h/2) exp(−h²/(4l))) the current would fall again. That i₀ follows √c as in Butler–Volmer is this project's
// choice. l is held between 0.5 and 200, that is λ between 13 meV and 5 eV at 25 °C.
//
// Two forms. `exactCurrent` is the integral. `overpotential` and `current` read it from a table, right to 1e-6, up to 99.9 % of the
// limiting current. Beyond the limiting current no overpotential exists: there the law is continued with its last slope dη/dln J, some
// volts for every tenth above the limit. That branch keeps a cell solvable; it is no physics.
//
// C. E. D. Chidsey, Science 251 (1991) 919; on lithium D. T. Boyle et al., ACS Energy Lett. 5 (2020) 701.
import Foundation
public import Quantities

/// Marcus–Hush–Chidsey kinetics with a symmetric barrier.
public struct MarcusHushChidsey: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "charge transfer that saturates beyond the reorganisation energy"
  /// Where it stops.
  public static let validity =
    "up to 99.9 % of its limiting current; a steep continuation beyond, which is no physics"
  /// Where it is from.
  public static let source = "Chidsey, Science 251 (1991) 919"

  /// Reorganisation energy of the solvent shell, λ.
  public let reorganisationEnergy: Quantity<Energy>
  /// Exchange current density at the resting concentration, i₀ref.
  public let exchangeCurrentDensity: Quantity<CurrentDensity>
  /// Temperature.
  public let temperature: Quantity<Temperature>
  /// The law as read per reading; follows from λ/(k_B T) alone, so it is neither compared nor written.
  private let table: MarcusTable

  /// Kinetics of one electrode.
  public init(
    reorganisationEnergy: Quantity<Energy>, exchangeCurrentDensity: Quantity<CurrentDensity>,
    temperature: Quantity<Temperature>
  ) {
    (self.reorganisationEnergy, self.exchangeCurrentDensity) = (reorganisationEnergy, exchangeCurrentDensity)
    self.temperature = temperature
    table = MarcusTable(MarcusIntegral(reorganisation: Self.reduced(reorganisationEnergy, temperature)))
  }

  private static func reduced(_ energy: Quantity<Energy>, _ temperature: Quantity<Temperature>) -> Double {
    energy.si / (PhysicalConstants.boltzmann * temperature.si)
  }

  /// Current density in A/m² at an overpotential in V and at rest concentration, by quadrature to about 1e-12.
  public func exactCurrent(at overpotential: Double) -> Double {
    let integral = MarcusIntegral(reorganisation: Self.reduced(reorganisationEnergy, temperature))
    let h = overpotential / thermalVoltage(at: temperature)
    let current = exchangeCurrentDensity.si * integral.current(at: h.magnitude).value
    return h < 0 ? -current : current
  }

  /// Current density in A/m² that Marcus's barrier alone, without the metal's levels, gives at an overpotential in V.
  public func marcusCurrent(at overpotential: Double) -> Double {
    let h = overpotential / thermalVoltage(at: temperature)
    let l = Self.reduced(reorganisationEnergy, temperature)
    // 2 sinh(h/2) exp(−h²/(4l)) without its overflow.
    return exchangeCurrentDensity.si * (exp(h / 2 - h * h / (4 * l)) - exp(-h / 2 - h * h / (4 * l)))
  }

  /// The current density that no overpotential exceeds, at rest concentration.
  public var limitingCurrentDensity: Quantity<CurrentDensity> {
    let integral = MarcusIntegral(reorganisation: Self.reduced(reorganisationEnergy, temperature))
    return exchangeCurrentDensity * integral.limit
  }

  /// Overpotential in V of a current density in A/m², at a surface concentration over that at rest (above zero).
  public func overpotential(at current: Double, relativeConcentration: Double) -> Double {
    let exchange = exchangeCurrentDensity.si * relativeConcentration.squareRoot()
    return thermalVoltage(at: temperature) * table.overpotential(at: current / exchange).value
  }

  /// Current density in A/m² at an overpotential in V, at a surface concentration over that at rest (above zero).
  public func current(at overpotential: Double, relativeConcentration: Double) -> Double {
    let exchange = exchangeCurrentDensity.si * relativeConcentration.squareRoot()
    return exchange * table.current(at: overpotential / thermalVoltage(at: temperature))
  }

  /// dη/dJ in Ω·m² at a current density in A/m², at a surface concentration over that at rest (above zero).
  public func differentialResistance(at current: Double, relativeConcentration: Double) -> Double {
    let exchange = exchangeCurrentDensity.si * relativeConcentration.squareRoot()
    return thermalVoltage(at: temperature) / exchange * table.overpotential(at: current / exchange).slope
  }
}

extension MarcusHushChidsey {
  /// Equal where the three parameters are.
  public static func == (a: Self, b: Self) -> Bool {
    a.reorganisationEnergy == b.reorganisationEnergy && a.exchangeCurrentDensity == b.exchangeCurrentDensity
      && a.temperature == b.temperature
  }

  /// Hashes the three parameters.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(reorganisationEnergy)
    hasher.combine(exchangeCurrentDensity)
    hasher.combine(temperature)
  }

  private enum CodingKeys: String, CodingKey { case reorganisationEnergy, exchangeCurrentDensity, temperature }

  /// Reads the three parameters and builds the table anew.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      reorganisationEnergy: try container.decode(Quantity<Energy>.self, forKey: .reorganisationEnergy),
      exchangeCurrentDensity: try container.decode(Quantity<CurrentDensity>.self, forKey: .exchangeCurrentDensity),
      temperature: try container.decode(Quantity<Temperature>.self, forKey: .temperature))
  }

  /// Writes the three parameters.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(reorganisationEnergy, forKey: .reorganisationEnergy)
    try container.encode(exchangeCurrentDensity, forKey: .exchangeCurrentDensity)
    try container.encode(temperature, forKey: .temperature)
  }
}
