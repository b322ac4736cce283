import Cycling
import Foundation

/// A stretch of time in which something is wrong with a cell.
struct Fault: Sendable {
  /// When it begins and ends, s.
  var start: Double
  var end: Double
  /// Parallel resistance, Ω.
  var resistance: Double
}

/// A symmetric cell at 1 mA that reverses every half hour with a minute of rest between: 70 to 360 Ω, arcs of ±30 % over a half-cycle.
///
/// A parallel resistance is what a short is: it is put beside the cell, so that V/I follows from two resistors.
struct ShortTrace: LabelledTrace {
  /// What goes wrong.
  enum Kind: Sendable {
    /// Nothing.
    case none
    /// Soft shorts of 1 Ω to 10 kΩ that last 0.1 s to 300 s in the mean, and a hard one at the end.
    case steps
    /// In one direction for hours; from some moment on the resistance creeps down to 30 to 60 % within 10 to 60 minutes.
    case gradual
    /// In one direction for hours, and nothing happens.
    case quietHours
    /// In one direction; for an hour a path of a tenth to a half of the cell's conductance opens and closes every 1 s to 10 s.
    case telegraph
  }

  let duration: Double
  let faults: [Fault]
  private let kind: Kind
  private let resistance: Double
  private let arcs: (tip: Double, end: Double)
  private let dwell: Double
  private var isOpen = false
  private var nextSwitch = 0.0
  private var place = 0
  private var stamps: Stamps
  private var disturbances: Disturbances
  private var random: Randomness

  private static let amperes = 1e-3
  private static let half = 1800.0
  private static let rest = 60.0

  init(_ kind: Kind, _ conditions: Conditions, seed: Randomness) {
    var random = seed
    self.kind = kind
    let ohms = random.uniform(70, 360)
    resistance = ohms
    arcs = (random.uniform(-0.3, 0.3), random.uniform(-0.3, 0.3))
    dwell = random.logUniform(1, 10)
    switch kind {
    case .none:
      (duration, faults) = (7200, [])
    case .quietHours: (duration, faults) = (random.uniform(6, 12) * 3600, [])
    case .steps:
      duration = 7200
      faults = Self.steps(beside: ohms, until: 7200, rate: conditions.rate, from: &random)
    case .gradual:
      let start = random.uniform(3, 6) * 3600
      duration = start + 2 * 3600
      faults = [
        Fault(start: start, end: start + random.uniform(600, 3600), resistance: ohms * random.uniform(0.43, 1.5))
      ]
    case .telegraph:
      duration = 3 * 3600
      let part = random.uniform(0.1, 0.5)
      faults = [Fault(start: 3600, end: 7200, resistance: ohms * (1 - part) / part)]
    }
    stamps = Stamps(rate: conditions.rate, from: &random)
    disturbances = Disturbances(conditions, from: &random)
    self.random = random
  }

  private static func steps(
    beside ohms: Double, until end: Double, rate: Double, from random: inout Randomness
  ) -> [Fault] {
    var faults: [Fault] = []
    let mean = random.logUniform(0.1, 300)
    var time = random.exponential(mean: 600)
    // A hard short ends the trace, half a minute long and clear of a reversal.
    while time < end - 400 {
      let length = random.exponential(mean: mean)
      faults.append(Fault(start: time, end: min(time + length, end - 300), resistance: random.logUniform(1, 1e4)))
      time += length + 60 + random.exponential(mean: 600)
    }
    faults.append(Fault(start: end - 100, end: end, resistance: ohms * random.logUniform(1e-3, 0.025)))
    return faults
  }

  mutating func next() -> Reading? {
    let time = stamps.next(from: &random)
    guard time < duration else { return nil }
    let (phase, sign) = phase(at: time)
    guard sign != 0 else {
      return stamps.reading(
        time, volts: disturbances.measure(0, thermal: 0, at: time, from: &random), amperes: 0, from: &random)
    }
    let volts = Self.amperes * apparent(at: time, phase: phase)
    let seen = disturbances.measure(volts, thermal: volts, at: time, from: &random)
    return stamps.reading(time, volts: sign * seen, amperes: sign * Self.amperes, from: &random)
  }

  /// Share of the half-cycle that is over, and the direction; 0 at rest.
  private func phase(at time: Double) -> (Double, Double) {
    switch kind {
    case .gradual, .telegraph, .quietHours: return (0.5, -1)
    case .none, .steps:
      let whole = Int(time / (Self.half + Self.rest))
      let within = time - Double(whole) * (Self.half + Self.rest)
      return within > Self.half ? (0, 0) : (within / Self.half, whole % 2 == 0 ? -1 : 1)
    }
  }

  /// The resistance that a meter sees, Ω.
  private mutating func apparent(at time: Double, phase: Double) -> Double {
    let cell = resistance * (1 + arcs.tip * exp(-phase / 0.08) + arcs.end * phase * phase)
    while place < faults.count, time > faults[place].end, kindEnds { place += 1 }
    guard place < faults.count, time >= faults[place].start else { return cell }
    let fault = faults[place]
    switch kind {
    case .gradual:
      // The conductance of the path grows evenly.
      let grown = min((time - fault.start) / (fault.end - fault.start), 1)
      return 1 / (1 / cell + grown / fault.resistance)
    case .telegraph:
      if time >= nextSwitch {
        (isOpen, nextSwitch) = (!isOpen, time + random.exponential(mean: dwell))
      }
      return isOpen ? 1 / (1 / cell + 1 / fault.resistance) : cell
    case .none, .steps, .quietHours: return 1 / (1 / cell + 1 / fault.resistance)
    }
  }

  /// A path that has grown stays.
  private var kindEnds: Bool { if case .gradual = kind { false } else { true } }

  /// Whether a fault lies inside one half-cycle, clear of its beginning by a time, s.
  func isVisible(_ fault: Fault, settling: Double) -> Bool {
    let (phase, sign) = phase(at: fault.start)
    return sign != 0 && phase * Self.half > settling && self.phase(at: fault.end).1 == sign
  }
}
