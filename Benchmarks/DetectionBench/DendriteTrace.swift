import Cycling
import Foundation

/// One current that depletes a `ModalCell`; behind Sand's time dendrites reach the salt, and the voltage falls back.
///
/// The tail of the voltage is that of the cell; from 2 to 15 % behind Sand's time on it decays by 40 to 95 % within a twentieth to a third of
/// Sand's time, evenly or in jerks. Without dendrites it climbs on, or keeps the height that it has, as where convection feeds the electrode.
struct DendriteTrace: EventTrace {
  let duration: Double
  /// When the voltage is highest, s.
  let truth: Double
  private let cell: ModalCell
  private let r: Double
  private let sandTime: Double
  private let course: DepletionCourse
  private let share: Double
  private let decay: Double
  private let jerk: Double
  private let staysHigh: Bool
  private let grows: Bool
  private let polarity: Double
  private var stamps: Stamps
  private var disturbances: Disturbances
  private var random: Randomness

  init(grows: Bool, _ conditions: Conditions, seed: Randomness) {
    var random = seed
    self.grows = grows
    r = random.logUniform(1.3, 6)
    let scale = random.logUniform(30, 1000)
    let diffusionTime = scale / GapDiffusion.depletionTheta(r)
    cell = ModalCell(diffusionTime: diffusionTime, r: r, scale: scale, from: &random)
    sandTime = scale
    truth = scale * random.uniform(1.02, 1.15)
    duration = 1.6 * scale
    course = DepletionCourse(
      levels: [CurrentLevel(start: 0, r: r)], until: 1.6 * scale, diffusionTime: diffusionTime)
    share = random.uniform(0.4, 0.95)
    decay = scale * random.logUniform(0.05, 0.33)
    jerk = random.happens(0.3) ? random.uniform(0, 0.1) : 0
    staysHigh = random.happens(0.5)
    polarity = random.happens(0.5) ? 1 : -1
    stamps = Stamps(rate: conditions.rate, from: &random)
    disturbances = Disturbances(conditions, from: &random)
    self.random = random
  }

  mutating func next() -> Reading? {
    let time = stamps.next(from: &random)
    guard time < duration else { return nil }
    var volts = voltage(at: grows || staysHigh ? min(time, truth) : time)
    if grows, time > truth {
      let fallen = share * (1 - exp(-(time - truth) / decay))
      // What falls back is what depletion has added.
      volts.whole -=
        (volts.whole - voltage(at: 0.3 * sandTime).whole) * fallen
        * (1 + jerk * sin(40 * time / decay))
    }
    guard volts.whole < 5 else { return nil }
    let seen = disturbances.measure(volts.whole, thermal: volts.thermal, at: time, from: &random)
    return stamps.reading(
      time, volts: polarity * seen, amperes: polarity * r * cell.limitingCurrent, from: &random)
  }

  private func voltage(at time: Double) -> (whole: Double, thermal: Double) {
    cell.voltage(
      r: r, depletion: course.depletion(at: time), age: time, renewal: 1,
      overdue: max(time / sandTime - 1, 0))
  }
}
