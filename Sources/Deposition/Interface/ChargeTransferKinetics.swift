public import Quantities

/// Charge transfer at one electrode by a law of choice: what a cell asks per reading.
///
/// Currents are per geometric area and signed, positive where lithium is stripped. `relativeConcentration` is the salt at the
/// surface over that at rest, `areaRatio` the active over the geometric area; both are above zero.
public struct ChargeTransferKinetics: Hashable, Codable, Sendable {
  /// The law of an electrode.
  public enum Law: Hashable, Codable, Sendable {
    /// `ButlerVolmer`.
    case butlerVolmer
    /// `MarcusHushChidsey`.
    case marcusHushChidsey(reorganisationEnergy: Quantity<Energy>)
  }

  /// The law.
  public let law: Law
  /// The same electrode by `ButlerVolmer`, whatever the law.
  public let butlerVolmer: ButlerVolmer
  /// Set where the law is Marcus–Hush–Chidsey.
  private let marcusHushChidsey: MarcusHushChidsey?
  private let isButlerVolmer: Bool

  /// Kinetics of one electrode; the exchange current density is that at rest concentration.
  public init(
    law: Law = .butlerVolmer, exchangeCurrentDensity: Quantity<CurrentDensity>, temperature: Quantity<Temperature>
  ) {
    self.law = law
    isButlerVolmer = law == .butlerVolmer
    butlerVolmer = ButlerVolmer(exchangeCurrentDensity: exchangeCurrentDensity, temperature: temperature)
    marcusHushChidsey =
      switch law {
      case .butlerVolmer: nil
      case .marcusHushChidsey(let energy):
        MarcusHushChidsey(
          reorganisationEnergy: energy, exchangeCurrentDensity: exchangeCurrentDensity, temperature: temperature)
      }
  }

  /// Exchange current density at rest concentration.
  public var exchangeCurrentDensity: Quantity<CurrentDensity> { butlerVolmer.exchangeCurrentDensity }
  /// Temperature.
  public var temperature: Quantity<Temperature> { butlerVolmer.temperature }

  /// Overpotential in V of a current density in A/m².
  public func overpotential(at current: Double, relativeConcentration: Double, areaRatio: Double) -> Double {
    let local = current / areaRatio
    // Asked first, as most cells do, and without taking a copy of the table that is not there.
    guard !isButlerVolmer else {
      return butlerVolmer.overpotential(at: local, relativeConcentration: relativeConcentration)
    }
    return marcusHushChidsey?.overpotential(at: local, relativeConcentration: relativeConcentration) ?? 0
  }

  /// Current density in A/m² at an overpotential in V.
  public func current(at overpotential: Double, relativeConcentration: Double, areaRatio: Double) -> Double {
    if let marcusHushChidsey {
      return areaRatio * marcusHushChidsey.current(at: overpotential, relativeConcentration: relativeConcentration)
    }
    return areaRatio * butlerVolmer.current(at: overpotential, relativeConcentration: relativeConcentration)
  }

  /// dη/dJ in Ω·m² at a current density in A/m².
  public func differentialResistance(at current: Double, relativeConcentration: Double, areaRatio: Double) -> Double {
    let local = current / areaRatio
    if let marcusHushChidsey {
      return marcusHushChidsey.differentialResistance(at: local, relativeConcentration: relativeConcentration)
        / areaRatio
    }
    return butlerVolmer.differentialResistance(at: local, relativeConcentration: relativeConcentration) / areaRatio
  }
}

extension ChargeTransferKinetics {
  private enum CodingKeys: String, CodingKey { case law, exchangeCurrentDensity, temperature }

  /// Reads the parameters.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      law: try container.decode(Law.self, forKey: .law),
      exchangeCurrentDensity: try container.decode(Quantity<CurrentDensity>.self, forKey: .exchangeCurrentDensity),
      temperature: try container.decode(Quantity<Temperature>.self, forKey: .temperature))
  }

  /// Writes the parameters.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(law, forKey: .law)
    try container.encode(exchangeCurrentDensity, forKey: .exchangeCurrentDensity)
    try container.encode(temperature, forKey: .temperature)
  }
}
