// The voltage that a concentration difference makes by itself.
//
//   φ = (2RT/F) ∫ ν dln c,  ν = (1 − t₊)(1 + dln f/dln c)        constant properties:  (2RT/F) (1 − t₊) ln(c_a/c_b)
//
//   φ  potential of a against b, V      c_a, c_b  salt at the two surfaces, mol/m³      ν  diffusion factor, 1 − t₊ in an ideal solution
//
// Salt at both surfaces above zero; no other ions. The electrode with more salt is the more positive one.
// J. Newman, K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., Wiley 2004, ch. 12.
import Foundation
public import Quantities

/// The diffusion potential between two lithium electrodes.
public enum DiffusionPotential: DepositionModel {
  /// What it answers.
  public static let summary = "voltage of a concentration difference"
  /// Where it stops.
  public static let validity =
    "salt at both surfaces above zero"
  /// Where it is from.
  public static let source = "Newman & Thomas-Alyea 2004, ch. 12"

  /// Voltage in V of surface a against surface b, whose concentrations (mol/m³) are above zero, in an ideal solution.
  public static func voltage(
    between a: Double, and b: Double, anionTransferenceNumber: Double, temperature: Quantity<Temperature>
  ) -> Double {
    idealSlope(anionTransferenceNumber: anionTransferenceNumber, temperature: temperature) * log(a / b)
  }

  /// dφ/dln c in V of an ideal solution, (2RT/F) (1 − t₊).
  public static func idealSlope(anionTransferenceNumber: Double, temperature: Quantity<Temperature>) -> Double {
    2 * thermalVoltage(at: temperature) * anionTransferenceNumber
  }

  /// Voltage in V of a surface against another from whose concentration to its own ∫ν dln c is known.
  static func voltage(saltPotential integral: Double, temperature: Quantity<Temperature>) -> Double {
    2 * thermalVoltage(at: temperature) * integral
  }
}
