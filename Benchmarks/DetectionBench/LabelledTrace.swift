import Cycling
import Quantities

/// Readings whose truth is known.
protocol LabelledTrace {
  /// The next reading; nil at the end.
  mutating func next() -> Reading?
  /// Length, s.
  var duration: Double { get }
}

/// A trace about Sand's time.
protocol SandTrace: LabelledTrace {
  /// Test time of depletion, s; nil in a trace that has none.
  var sandTime: Double? { get }
}

/// How the readings of a trace are stamped: evenly, or as a busy computer takes them.
struct Stamps: Sendable {
  private let interval: Double
  private let jitter: Double
  /// Whether the set current is known, or only the measured one as in a foreign file.
  let isForeign: Bool
  private let currentNoise: Double
  private var index = 0

  /// Draws the manner of a trace.
  init(rate: Double, from random: inout Randomness) {
    interval = 1 / rate
    jitter = random.happens(0.3) ? random.uniform(0, 0.1) : 0
    isForeign = random.happens(0.5)
    currentNoise = random.logUniform(1e-5, 1e-3)
  }

  /// The time of the next reading, s.
  mutating func next(from random: inout Randomness) -> Double {
    index += 1
    return (Double(index) + (jitter > 0 ? jitter * random.uniform(-1, 1) : 0)) * interval
  }

  /// A reading of a voltage, V, while a current, A, is held.
  func reading(_ time: Double, volts: Double, amperes: Double, from random: inout Randomness) -> Reading {
    Reading(
      time: Quantity(si: time), voltage: Quantity(si: volts),
      current: Quantity(si: amperes * (1 + currentNoise * random.gaussian())),
      setpoint: isForeign ? nil : amperes == 0 ? .open : .current(Quantity(si: amperes)))
  }
}
