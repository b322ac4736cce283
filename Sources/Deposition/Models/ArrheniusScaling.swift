// How a property that is known at one temperature goes with temperature.
//
//   X(T) = X_ref exp(−(E_a/R) (1/T − 1/T_ref))
//
//   R  gas constant, J/(mol·K)
//   X  diffusivity, conductivity or exchange current density, any unit      E_a  activation energy, J/mol      T  temperature, K
//
// For properties whose activation energy does not itself depend on temperature: about ±20 K around T_ref in a liquid electrolyte.
// Near 298 K at 1 mol/L the fits of this module come to (computed from them)
//   ValoenReimers          D 22.3 kJ/mol    κ 13.0 kJ/mol
//   LandesfeindGasteiger   D 17.0 kJ/mol    κ 11.9 kJ/mol
// For the exchange current density about 50 kJ/mol in electrolytes with ethylene carbonate and 32 kJ/mol in dimethyl carbonate
// (estimated: abstract of Yamada 2009, on a lithium-lanthanum titanate ceramic and not on lithium metal).
// S. Arrhenius, Z. Phys. Chem. 4 (1889) 226, 10.1515/zpch-1889-0416.
import Foundation
public import Quantities

/// The Arrhenius scaling of transport properties and exchange current densities with temperature.
public struct ArrheniusScaling: DepositionModel, Hashable, Codable {
  /// What it answers.
  public static let summary = "properties at a temperature other than the one they are known at"
  /// Where it stops.
  public static let validity = "one activation energy: about ±20 K around the reference in a liquid electrolyte"
  /// Where it is from.
  public static let source = "10.1515/zpch-1889-0416"

  /// Activation energy E_a, J/mol.
  public var activationEnergy: Double
  /// The temperature at which the property is known, T_ref.
  public var referenceTemperature: Quantity<Temperature>

  /// A scaling by an activation energy in J/mol from a temperature (25 °C).
  public init(activationEnergy: Double, referenceTemperature: Quantity<Temperature> = Quantity(si: 298.15)) {
    (self.activationEnergy, self.referenceTemperature) = (activationEnergy, referenceTemperature)
  }

  /// X(T)/X_ref; 1 for a temperature that is not above zero.
  public func factor(at temperature: Quantity<Temperature>) -> Double {
    guard temperature.si > 0, referenceTemperature.si > 0 else { return 1 }
    return exp(-activationEnergy / PhysicalConstants.gas * (1 / temperature.si - 1 / referenceTemperature.si))
  }

  /// A property (diffusivity, conductivity, exchange current density) at a temperature, from its value at the reference temperature.
  public func value<Property>(_ reference: Quantity<Property>, at temperature: Quantity<Temperature>) -> Quantity<
    Property
  > {
    reference * factor(at: temperature)
  }
}
