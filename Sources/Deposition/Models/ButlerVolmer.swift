// Charge transfer at a lithium electrode.
//
//   J = 2 i₀ sinh(F η / (2RT)),  i₀ = i₀ref √(c_s/c₀)     so     η = (2RT/F) asinh(J / (2 i₀))
//
//   dη/dJ = (2RT/F)/√(J² + 4 i₀²),   dη/dln c_s = −(RT/F) J/√(J² + 4 i₀²)         small signals
//
//   J  current density, A/m², positive where lithium is stripped      η  overpotential, V
//   i₀ref exchange current density at c₀, A/m²      c_s/c₀  salt at the surface over salt at rest
//   T  temperature, K
//
// Symmetric (α = ½), one electron. Above about 0.1 V Marcus–Hush–Chidsey kinetics fall below it: by 27 % at 100 mV and by a factor
// 2.6 at 200 mV for a reorganisation energy of 0.3 eV.
// J. Newman, K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., Wiley 2004, ch. 8.
import Foundation
public import Quantities

/// Butler–Volmer kinetics with a symmetric barrier.
public struct ButlerVolmer: DepositionModel, Hashable, Sendable {
  /// What it answers.
  public static let summary = "charge transfer, i₀ ∝ √c"
  /// Where it stops.
  public static let validity =
    "overpotentials up to about 0.1 V; above it Marcus–Hush–Chidsey falls below it"
  /// Where it is from.
  public static let source = "Newman & Thomas-Alyea 2004, ch. 8"

  /// Exchange current density at the resting concentration, i₀ref.
  public let exchangeCurrentDensity: Quantity<CurrentDensity>
  /// Temperature.
  public let temperature: Quantity<Temperature>
  /// 2RT/F, V, and 1/(2 i₀ref), m²/A: a reading waits for no division by what stays.
  private let doubleThermalVoltage, perDoubleExchange: Double

  /// Kinetics of one electrode.
  public init(exchangeCurrentDensity: Quantity<CurrentDensity>, temperature: Quantity<Temperature>) {
    (self.exchangeCurrentDensity, self.temperature) = (exchangeCurrentDensity, temperature)
    doubleThermalVoltage = 2 * thermalVoltage(at: temperature)
    perDoubleExchange = 1 / (2 * exchangeCurrentDensity.si)
  }

  /// Overpotential in V of a current density in A/m², at a surface concentration over that at rest (above zero).
  public func overpotential(at current: Double, relativeConcentration: Double) -> Double {
    doubleThermalVoltage * inverseHyperbolicSine(current * perDoubleExchange, overRootOf: relativeConcentration)
  }

  /// Current density in A/m² at an overpotential in V, at a surface concentration over that at rest (above zero).
  ///
  /// Held finite: beyond ±1400 RT/F (36 V) it grows no more.
  public func current(at overpotential: Double, relativeConcentration: Double) -> Double {
    let exchange = exchangeCurrentDensity.si * relativeConcentration.squareRoot()
    let half = overpotential / doubleThermalVoltage
    return 2 * exchange * sinh(min(max(half, -Self.largestExponent), Self.largestExponent))
  }

  /// dη/dJ in Ω·m² at a current density in A/m², at a surface concentration over that at rest (above zero).
  public func differentialResistance(at current: Double, relativeConcentration: Double) -> Double {
    doubleThermalVoltage / signal(at: current, relativeConcentration: relativeConcentration)
  }

  /// dη/dln c_s in V at a current density in A/m² and a surface concentration over that at rest (above zero).
  public func concentrationSlope(at current: Double, relativeConcentration: Double) -> Double {
    -0.5 * doubleThermalVoltage * current / signal(at: current, relativeConcentration: relativeConcentration)
  }

  /// √(J² + 4 i₀²), A/m².
  private func signal(at current: Double, relativeConcentration: Double) -> Double {
    let exchange = exchangeCurrentDensity.si
    return (current * current + 4 * exchange * exchange * relativeConcentration).squareRoot()
  }

  /// Below ln of the largest Double, 709.8, by enough for an exchange current density.
  private static let largestExponent = 700.0
}

/// RT/F in V: 25.69 mV at 25 °C.
@inlinable
public func thermalVoltage(at temperature: Quantity<Temperature>) -> Double {
  PhysicalConstants.gas * temperature.si / PhysicalConstants.faraday
}
