import Foundation

/// A lithium cell of closed forms: finite-gap diffusion, concentration overpotential, Butler–Volmer kinetics at both
/// electrodes, an electrolyte that is resistive where it is depleted, a start-up film, and a space-charge tail after Sand's time.
struct ModalCell: Sendable {
  private static let thermal = 0.025693  // RT/F at 25 °C, V

  /// L²/D, s.
  var diffusionTime: Double
  /// Limiting current, A.
  var limitingCurrent: Double
  private var transference: Double
  private var ohmic: Double
  private var kinetic: Double
  private var layer: Double
  private var film: (amplitude: Double, time: Double)
  private var hump: (amplitude: Double, time: Double)
  private var tail: Double

  /// Draws a cell whose ohmic drop is plausible at a current r.
  ///
  /// `scale` is the time, s, in which Sand's time of such cells would come: a film that takes longer to form than that
  /// could not be told from it by anybody.
  init(diffusionTime: Double, r: Double, scale: Double, from random: inout Randomness) {
    self.diffusionTime = diffusionTime
    limitingCurrent = random.logUniform(1e-4, 1e-2)
    transference = random.uniform(0.2, 0.5)
    ohmic = random.logUniform(5e-3, 0.3) / r
    kinetic = random.logUniform(0.1, 5) / r
    layer = random.uniform(0, 0.5)
    film = (random.uniform(-0.03, 0.03), random.logUniform(0.3, min(8, 0.1 * scale)))
    hump = (random.happens(0.3) ? random.uniform(5e-3, 0.03) : 0, random.logUniform(1, min(20, 0.06 * scale)))
    tail = random.uniform(3, 8)
  }

  /// Voltage in the direction of the current, V, and the part of it that goes with the temperature.
  ///
  /// r > 0 is the magnitude of the current, x the depletion, `age` the time since the level began, s, `renewal` the share of the film
  /// that the level forms anew, `overdue` the time since Sand's time over Sand's time.
  func voltage(
    r: Double, depletion x: Double, age: Double, renewal: Double, overdue: Double
  ) -> (whole: Double, thermal: Double) {
    let kT = Self.thermal
    let left = 1 - x
    let c = 0.5 * (left + (left * left + 4e-6).squareRoot())
    let rich = max(1 + x, 0.05)
    let resistive = r * ohmic
    let kinetics = 2 * kT * (asinh(r * kinetic / (2 * c.squareRoot())) + asinh(r * kinetic / (2 * rich.squareRoot())))
    let logarithm = log(c)
    var volts = resistive + kinetics + 2 * kT * (1 - transference) * (log(rich) - logarithm)
    volts += resistive * layer * max(-logarithm - max(x, 0), 0) * 0.3
    if film.amplitude != 0, age < 20 * film.time { volts += renewal * film.amplitude * exp(-age / film.time) }
    if hump.amplitude > 0, age < 30 * hump.time {
      volts += renewal * hump.amplitude * age / hump.time * exp(1 - age / hump.time)
    }
    if overdue > 0 { volts += tail * pow(overdue / 0.34, 1.5) }
    return (volts, resistive + kinetics)
  }
}
