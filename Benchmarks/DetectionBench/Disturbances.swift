import Foundation

/// What instrument and room add to the true voltage of one trace.
struct Disturbances: Sendable {
  private let conditions: Conditions
  /// Amplitude, V, and frequency, Hz, of what the leads pick up from the mains.
  private let mains: (amplitude: Double, frequency: Double, phase: Double)
  private let drift: Double
  private var flicker: Flicker
  private var wander: Wander
  private let glitchProbability: Double

  /// Draws the disturbances of a trace.
  init(_ conditions: Conditions, from random: inout Randomness) {
    self.conditions = conditions
    mains = (
      random.happens(0.5) ? random.uniform(0, 0.5) * conditions.noise : 0, random.uniform(49.95, 50.05),
      random.uniform(0, 2 * Double.pi)
    )
    drift = random.uniform(-2e-3, 2e-3) / 3600
    flicker = Flicker(deviation: random.uniform(0, 0.3) * conditions.noise)
    wander = Wander(from: &random)
    glitchProbability = (random.happens(0.5) ? random.uniform(0, 4) : 0) / 3600 / conditions.rate
  }

  /// What the voltmeter shows of a true voltage, V, of which a share goes with the temperature.
  mutating func measure(_ volts: Double, thermal: Double, at time: Double, from random: inout Randomness) -> Double {
    var seen = volts + thermal * wander.value(at: time) + drift * time
    seen += conditions.noise * random.gaussian() + flicker.next(from: &random)
    if mains.amplitude > 0 { seen += mains.amplitude * sin(2 * Double.pi * mains.frequency * time + mains.phase) }
    // A relay that switches the range throws single readings off.
    if glitchProbability > 0, random.happens(glitchProbability) {
      seen += (random.happens(0.5) ? 1 : -1) * random.logUniform(5e-3, 0.2)
    }
    return (seen / conditions.resolution).rounded() * conditions.resolution
  }
}

/// Wandering temperature: two slow waves, together at most 2 %.
private struct Wander: Sendable {
  private let amplitude: (Double, Double)
  private let rate: (Double, Double)
  private let phase: (Double, Double)
  private var knot = (time: -1.0, value: 0.0, slope: 0.0)

  init(from random: inout Randomness) {
    let share = random.uniform(0, 1)
    let whole = random.uniform(0, 0.02)
    amplitude = (whole * share, whole * (1 - share))
    rate = (2 * Double.pi / random.logUniform(600, 7200), 2 * Double.pi / random.logUniform(120, 1800))
    phase = (random.uniform(0, 2 * Double.pi), random.uniform(0, 2 * Double.pi))
  }

  /// The relative change at a time; straight between knots a second apart.
  mutating func value(at time: Double) -> Double {
    if time < knot.time || time >= knot.time + 1 {
      let here = exact(time)
      knot = (time, here, exact(time + 1) - here)
    }
    return knot.value + knot.slope * (time - knot.time)
  }

  private func exact(_ time: Double) -> Double {
    amplitude.0 * sin(rate.0 * time + phase.0) + amplitude.1 * sin(rate.1 * time + phase.1)
  }
}

/// 1/f noise by Voss and McCartney: ten generators, each renewed half as often as the one before.
private struct Flicker: Sendable {
  private static let count = 10
  private var values = SIMD16<Double>.zero
  private var index: UInt64 = 0
  private let deviation: Double

  init(deviation: Double) { self.deviation = deviation / Double(Self.count).squareRoot() }

  mutating func next(from random: inout Randomness) -> Double {
    guard deviation > 0 else { return 0 }
    index += 1
    values[min(index.trailingZeroBitCount, Self.count - 1)] = deviation * random.gaussian()
    return values.sum()
  }
}
