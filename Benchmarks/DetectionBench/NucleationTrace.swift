import Cycling
import Foundation

/// Plating on a foreign metal: a dip of nucleation, then a plateau, for five minutes.
///
/// The dip rises with t and decays with e^(−t/t₀), or as its square root does: sharp and broad ones of 0.5 s to 20 s. Without nucleation the voltage
/// comes to its plateau from below, or from a little above as an ohmic film forms.
struct NucleationTrace: EventTrace {
  let duration = 300.0
  /// How far the highest voltage exceeds the plateau, V.
  let truth: Double
  private let height: Double
  private let time: Double
  private let isSharp: Bool
  private let plateau: Double
  private let film: Double
  private let filmTime: Double
  private let amperes: Double
  private var stamps: Stamps
  private var disturbances: Disturbances
  private var random: Randomness

  init(nucleates: Bool, _ conditions: Conditions, seed: Randomness) {
    var random = seed
    height = nucleates ? random.logUniform(0.01, 0.15) : 0
    time = random.logUniform(0.5, 20)
    isSharp = random.happens(0.5)
    plateau = random.logUniform(0.005, 0.1)
    // From below, by as much as the plateau; or from above by 3 mV at most.
    film =
      nucleates
      ? 0 : random.happens(0.5) ? -plateau * random.uniform(0, 1) : random.uniform(0, 3e-3)
    filmTime = random.logUniform(1, 30)
    truth = height
    amperes = -random.logUniform(1e-4, 1e-2)
    stamps = Stamps(rate: conditions.rate, from: &random)
    disturbances = Disturbances(conditions, from: &random)
    self.random = random
  }

  mutating func next() -> Reading? {
    let now = stamps.next(from: &random)
    guard now < duration else { return nil }
    let u = now / time
    let dip = isSharp ? u * exp(1 - u) : (2 * u * exp(1 - 2 * u)).squareRoot()
    let volts = plateau + height * dip + film * exp(-now / filmTime)
    let seen = disturbances.measure(volts, thermal: volts, at: now, from: &random)
    return stamps.reading(now, volts: -seen, amperes: amperes, from: &random)
  }
}
