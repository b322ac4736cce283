// Open-circuit potential of lithium iron phosphate, LiₓFePO₄.
//
//   U = 3.4077 − 0.020269 x + 0.5 exp(−150 x) − 0.9 exp(−30 (1 − x))
//
//   U  potential against lithium, V      x  stoichiometry, lithium per formula unit, 0 … 1
//
// Room temperature; charge and discharge follow one curve (no hysteresis).
// It falls everywhere, from 3.908 V at x = 0 to 2.487 V at x = 1.
// S. Afshar, K. Morris, A. Khajepour, Efficient electrochemical model for lithium-ion cells, arXiv:1709.03970 (2017,
// not re-read); the curve of the LFP parameter set Prada2013 of PyBaMM.
import Foundation

/// The potential of an LFP electrode at rest.
public enum LFPPotential: DepositionModel {
  /// What it answers.
  public static let summary = "open-circuit potential of lithium iron phosphate"
  /// Where it stops.
  public static let validity = "room temperature, no hysteresis between charge and discharge"
  /// Where it is from.
  public static let source = "arXiv:1709.03970"

  /// Potential in V against lithium at a stoichiometry between 0 and 1.
  public static func potential(_ x: Double) -> Double {
    3.4077 - 0.020269 * x + 0.5 * exp(-150 * x) - 0.9 * exp(-30 * (1 - x))
  }

  /// dU/dx in V at a stoichiometry between 0 and 1.
  public static func slope(_ x: Double) -> Double { -0.020269 - 75 * exp(-150 * x) - 27 * exp(-30 * (1 - x)) }
}
