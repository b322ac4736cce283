// Open-circuit potential of the positive electrode of an LG M50 cell, LiₓNi₀.₈Mn₀.₁Co₀.₁O₂.
//
//   U = 4.4875 − 0.8090 x − 0.0428 tanh(18.5138 (x − 0.5542))
//       − 17.7326 tanh(15.7890 (x − 0.3117)) + 17.5842 tanh(15.9308 (x − 0.3120))
//
//   U  potential against lithium, V      x  stoichiometry, lithium per formula unit
//
// 25 °C, fitted to a slow discharge. It falls everywhere between 0 and 1, but has no end where the lattice is full: 3.49 V at x = 1.
// `InsertionMaterial` gives it one.
// C.-H. Chen et al., J. Electrochem. Soc. 167 (2020) 080534, 10.1149/1945-7111/ab9050 (not re-read; the curve as in PyBaMM's Chen2020).
import Foundation

/// The potential of an NMC811 electrode at rest.
public enum NMC811Potential: DepositionModel {
  /// What it answers.
  public static let summary = "open-circuit potential of NMC811"
  /// Where it stops.
  public static let validity = "25 °C, stoichiometries of about 0.2 to 0.9"
  /// Where it is from.
  public static let source = "10.1149/1945-7111/ab9050"

  /// Potential in V against lithium at a stoichiometry between 0 and 1.
  public static func potential(_ x: Double) -> Double {
    4.4875 - 0.8090 * x - 0.0428 * tanh(18.5138 * (x - 0.5542)) - 17.7326 * tanh(15.7890 * (x - 0.3117))
      + 17.5842 * tanh(15.9308 * (x - 0.3120))
  }

  /// dU/dx in V at a stoichiometry between 0 and 1.
  public static func slope(_ x: Double) -> Double {
    func wave(_ height: Double, _ steepness: Double, _ centre: Double) -> Double {
      let t = tanh(steepness * (x - centre))
      return height * steepness * (1 - t * t)
    }
    return -0.8090 - wave(0.0428, 18.5138, 0.5542) - wave(17.7326, 15.7890, 0.3117) + wave(17.5842, 15.9308, 0.3120)
  }
}
