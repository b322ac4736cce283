import Foundation

/// The semi-integral of the current, m(t) = (1/√π) ∫ i(t′)/√(t − t′) dt′, A·s^½: the one live quantity behind Sand's time.
///
/// Salt at a plating electrode is gone when m reaches z·F·c₀·√D/(1 − t₊) per area, whatever the course of the current
/// was. The kernel 1/√(πt) = (1/π) ∫ e^(u/2) exp(−e^u t) du is summed at 24 rates, a factor e^1.15 apart from 1e-8 /s,
/// so a reading costs 24 exponentials' decay: exact for any sampling as long as the current is constant between readings.
/// What is faster than the fastest rate follows the current at once. Within 0.2 % from 0.05 s to 2000 s of constant current.
///
/// In a gap of known width the far electrode's salt arrives in the end. There the kernel of the surface concentration is
/// (4/√T) Σ exp(−k²π²t/T) over odd k, T = L²/D, which is 1/√(πt) at first: eight modes, and for the higher ones their integral at 16 rates.
/// The value then stands for m: salt is gone where it reaches the same limit, and a current below the limiting one never gets there.
public struct SemiIntegral: Hashable, Codable, Sendable {
  private static let spacing = 1.15
  private static let slowest = -18.420680743952367  // ln 1e-8
  private static let semiInfinite: Kernel = {
    let rates = (0..<24).map { exp(slowest + spacing * Double($0)) }
    return Kernel(
      rates: rates, weights: rates.map { spacing / .pi * $0.squareRoot() },
      feedThrough: 2 / .pi * exp(-(slowest + spacing * 23 + spacing / 2) / 2))
  }()
  /// The kernel of a gap with T = 1 s: in others rates go with 1/T, weights with 1/√T.
  private static let gap: Kernel = {
    let (modes, spacing) = (8, 0.75)
    // Odd k above 15 stand for the ranges from 16 on.
    let edge = 2 * log(16 * Double.pi)
    let slow = (0..<modes).map { (2 * Double($0) + 1) * (2 * Double($0) + 1) * Double.pi * Double.pi }
    let fast = (0..<(24 - modes)).map { exp(edge + spacing * (Double($0) + 0.5)) }
    return Kernel(
      rates: slow + fast, weights: slow.map { _ in 4 } + fast.map { spacing / .pi * $0.squareRoot() },
      feedThrough: 2 / .pi * exp(-(edge + spacing * Double(fast.count)) / 2))
  }()

  private struct Kernel: Sendable {
    /// Eight at a time.
    let rates: [SIMD8<Double>]
    let weights: [SIMD8<Double>]
    /// What faster rates would add, per ampere.
    let feedThrough: Double

    init(rates: [Double], weights: [Double], feedThrough: Double) {
      func eights(_ numbers: [Double]) -> [SIMD8<Double>] { (0..<3).map { SIMD8(numbers[8 * $0..<8 * ($0 + 1)]) } }
      (self.rates, self.weights, self.feedThrough) = (eights(rates), eights(weights), feedThrough)
    }
  }

  private var low = SIMD8<Double>.zero
  private var middle = SIMD8<Double>.zero
  private var high = SIMD8<Double>.zero
  private var current = 0.0
  private var step: Step
  /// T = L²/D of the gap, s; nil for a semi-infinite electrolyte.
  public let gapTime: Double?

  /// The semi-integral of nothing: in an electrolyte without end, or in a gap of a diffusion time L²/D, s, which has to be positive.
  public init(gapTime: Double? = nil) {
    let time = gapTime.flatMap { $0.isFinite && $0 > 0 ? $0 : nil }
    (self.gapTime, step) = (time, Step(interval: 0, gapTime: time))
  }

  /// The semi-integral now, A·s^½, with the sign of the current.
  @inline(__always)
  public var value: Double {
    low.sum() + middle.sum() + high.sum() + current * step.feedThrough
  }

  /// Lets a constant current, A, flow for a time, s.
  public mutating func advance(by interval: Double, current: Double) {
    self.current = current
    guard interval > 0 else { return }
    if interval != step.interval { step = Step(interval: interval, gapTime: gapTime) }
    low = low * step.lowDecay + current * step.lowGain
    middle = middle * step.middleDecay + current * step.middleGain
    high = high * step.highDecay + current * step.highGain
  }

  /// What the semi-integral will be when a constant current, A, flows on for a time, s.
  public func value(after interval: Double, current: Double) -> Double {
    var future = self
    future.advance(by: interval, current: current)
    return future.value
  }
}

extension SemiIntegral {
  /// Decay and gain of each rate over one interval, kept because the interval hardly ever changes.
  private struct Step: Hashable, Codable, Sendable {
    var interval: Double
    var lowDecay = SIMD8<Double>.zero
    var middleDecay = SIMD8<Double>.zero
    var highDecay = SIMD8<Double>.zero
    var lowGain = SIMD8<Double>.zero
    var middleGain = SIMD8<Double>.zero
    var highGain = SIMD8<Double>.zero

    var feedThrough: Double

    init(interval: Double, gapTime: Double?) {
      self.interval = interval
      let (kernel, time) = gapTime.map { (gap, $0) } ?? (semiInfinite, 1)
      let scale = time.squareRoot()
      feedThrough = kernel.feedThrough * scale
      func decayAndGain(_ rates: SIMD8<Double>, _ weights: SIMD8<Double>) -> (SIMD8<Double>, SIMD8<Double>) {
        let exponents = -rates * interval / time
        return (Self.each(exponents, exp), -weights * scale * Self.each(exponents, expm1) / rates)
      }
      (lowDecay, lowGain) = decayAndGain(kernel.rates[0], kernel.weights[0])
      (middleDecay, middleGain) = decayAndGain(kernel.rates[1], kernel.weights[1])
      (highDecay, highGain) = decayAndGain(kernel.rates[2], kernel.weights[2])
    }

    /// A function of each number; lane by lane, as an index that varies would go through memory.
    @inline(__always)
    private static func each(_ x: SIMD8<Double>, _ f: (Double) -> Double) -> SIMD8<Double> {
      SIMD8(f(x[0]), f(x[1]), f(x[2]), f(x[3]), f(x[4]), f(x[5]), f(x[6]), f(x[7]))
    }
  }
}
