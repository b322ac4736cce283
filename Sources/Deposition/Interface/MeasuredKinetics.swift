public import Quantities

/// Kinetics of bare lithium in four electrolytes, measured by fast scans.
///
/// Source: this project's fits of `MarcusHushChidsey` to a third party's digitisation (github BattModels/DiffEC) of Fig. 4a of Boyle et al.,
/// ACS Energy Lett. 5 (2020) 701: 12 to 26 points without error bars, |η| ≤ 0.25 V. They are not the authors' own numbers. An electrode that
/// has its interphase shows far smaller exchange currents.
public enum MeasuredKinetics: String, Hashable, Codable, CaseIterable, Sendable {
  /// EC:DEC with 10 % FEC.
  case fluoroethyleneCarbonate = "10% FEC"
  /// EC:DEC.
  case ethyleneDiethylCarbonate = "EC:DEC"
  /// DEC.
  case diethylCarbonate = "DEC"
  /// PC.
  case propyleneCarbonate = "PC"

  /// Exchange current density of the fit.
  public var exchangeCurrentDensity: Quantity<CurrentDensity> { Quantity(fit.0, .milliamperePerSquareCentimetre) }
  /// Reorganisation energy of the fit.
  public var reorganisationEnergy: Quantity<Energy> { Quantity(fit.1, .electronvolt) }

  /// The kinetics at the temperature of the fit, 25 °C.
  public var kinetics: ChargeTransferKinetics {
    ChargeTransferKinetics(
      law: .marcusHushChidsey(reorganisationEnergy: reorganisationEnergy),
      exchangeCurrentDensity: exchangeCurrentDensity, temperature: Quantity(25, .celsius))
  }

  /// mA/cm² and eV; residuals of 8, 9.2, 3.5 and 1.0 mA/cm².
  private var fit: (Double, Double) {
    switch self {
    case .fluoroethyleneCarbonate: (13.7, 0.204)
    case .ethyleneDiethylCarbonate: (8.88, 0.224)
    case .diethylCarbonate: (2.19, 0.262)
    case .propyleneCarbonate: (1.98, 0.209)
    }
  }
}
