import Cycling
import Detection
import Foundation
import Quantities

/// A trace of a `ModalCell`, with or without Sand's time.
struct ModalTrace: SandTrace {
  /// What the current does to the salt.
  enum Fate: Sendable {
    /// It runs out: 1.3 to 6 times the limiting current, Sand's time 30 s to 1000 s; a quarter after two other currents.
    case depletes
    /// It runs out late, at 1.1 to 1.5 times the limiting current, when the salt of the far electrode has long been felt.
    case nears
    /// It never runs out: these shares of the limiting current, for ten minutes to two hours; a quarter after two other
    /// currents.
    case lasts(ClosedRange<Double>)
    /// It never runs out, and changes direction every 10 to 30 minutes.
    case reverses(ClosedRange<Double>)
  }

  let duration: Double
  let sandTime: Double?
  private let cell: ModalCell
  private let levels: [CurrentLevel]
  private var place = -1
  private var course: DepletionCourse?
  private var stamps: Stamps
  private var disturbances: Disturbances
  private var random: Randomness
  private let polarity: Double

  init(_ fate: Fate, _ conditions: Conditions, seed: Randomness) {
    var random = seed
    let over = if case .nears = fate { random.logUniform(1.1, 1.5) } else { random.logUniform(1.3, 6) }
    let scale = random.logUniform(30, 1000)
    let diffusionTime = scale / GapDiffusion.depletionTheta(over)
    let steps = random.happens(0.25)
    switch fate {
    case .depletes, .nears:
      cell = ModalCell(diffusionTime: diffusionTime, r: over, scale: scale, from: &random)
      let alone = GapDiffusion.depletionTheta(over) * diffusionTime
      let early = alone * random.uniform(0.1, 0.3)
      levels =
        steps
        ? [
          CurrentLevel(start: 0, r: over * random.uniform(0.3, 0.8)),
          CurrentLevel(start: early, r: over * random.uniform(0.3, 0.8)), CurrentLevel(start: 2 * early, r: over),
        ] : [CurrentLevel(start: 0, r: over)]
      let found = Self.depletion(levels, diffusionTime)
      sandTime = found
      duration = 1.5 * found
    case .lasts(let shares), .reverses(let shares):
      let r = random.uniform(shares.lowerBound, shares.upperBound)
      cell = ModalCell(diffusionTime: diffusionTime, r: r, scale: scale, from: &random)
      sandTime = nil
      duration = random.logUniform(600, 7200)
      if case .reverses = fate {
        let half = random.uniform(600, 1800)
        levels = (0..<Int((duration / half).rounded(.up))).map {
          CurrentLevel(start: Double($0) * half, r: $0 % 2 == 0 ? r : -r)
        }
      } else {
        let early = duration * random.uniform(0.05, 0.2)
        levels =
          steps
          ? [
            CurrentLevel(start: 0, r: r * random.uniform(0.3, 1)),
            CurrentLevel(start: early, r: r * random.uniform(0.3, 1)), CurrentLevel(start: 2 * early, r: r),
          ] : [CurrentLevel(start: 0, r: r)]
      }
    }
    polarity = random.happens(0.5) ? 1 : -1
    stamps = Stamps(rate: conditions.rate, from: &random)
    disturbances = Disturbances(conditions, from: &random)
    self.random = random
  }

  /// What a cell profile says whose diffusivity is off by a share of it.
  func prior(error: Double) -> SandPrior {
    SandPrior(
      limitingSemiIntegral: cell.limitingCurrent * (cell.diffusionTime * (1 + error)).squareRoot() / 2,
      limitingCurrent: Quantity(si: cell.limitingCurrent * (1 + error)))
  }

  /// When the last level of a course depletes the surface to a thousandth of the bulk, s.
  private static func depletion(_ levels: [CurrentLevel], _ diffusionTime: Double) -> Double {
    let start = levels[levels.count - 1].start
    var (low, high) = (start, start + 20 * diffusionTime)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      var (x, before) = (0.0, 0.0)
      for level in levels {
        x += (level.r - before) * GapDiffusion.response((middle - level.start) / diffusionTime)
        before = level.r
      }
      if x < 0.999 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  mutating func next() -> Reading? {
    let time = stamps.next(from: &random)
    guard time < duration else { return nil }
    while place + 1 < levels.count, place < 0 || levels[place + 1].start < time {
      place += 1
      let end = place + 1 < levels.count ? levels[place + 1].start : duration
      course = DepletionCourse(
        levels: Array(levels.prefix(place + 1)), until: end, diffusionTime: cell.diffusionTime)
    }
    let level = levels[place]
    let r = abs(level.r)
    let before = place > 0 ? levels[place - 1].r : 0
    let overdue = sandTime.map { max(time / $0 - 1, 0) } ?? 0
    let volts = cell.voltage(
      r: r, depletion: course?.depletion(at: time) ?? 0, age: time - level.start,
      renewal: min(abs(level.r - before) / r, 1), overdue: overdue)
    let seen = disturbances.measure(volts.whole, thermal: volts.thermal, at: time, from: &random)
    let sign = polarity * (level.r < 0 ? -1 : 1)
    guard volts.whole < 5 else { return nil }
    return stamps.reading(time, volts: sign * seen, amperes: sign * r * cell.limitingCurrent, from: &random)
  }
}
