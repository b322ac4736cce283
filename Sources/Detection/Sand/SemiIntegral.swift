import Foundation

/// The semi-integral of the current, m(t) = (1/√π) ∫ i(t′)/√(t − t′) dt′, A·s^½: the one live quantity behind Sand's time.
///
/// Salt at a plating electrode is gone when m reaches z·F·c₀·√D/(1 − t₊) per area, whatever the course of the current
/// was. The kernel 1/√(πt) = (1/π) ∫ e^(u/2) exp(−e^u t) du is summed at 24 rates, a factor e^1.15 apart from 1e-8 /s,
/// so a reading costs 24 exponentials' decay: exact for any sampling as long as the current is constant between readings.
/// What is faster than the fastest rate follows the current at once. Within 0.2 % from 0.05 s to 2000 s of constant current.
public struct SemiIntegral: Hashable, Codable, Sendable {
  private static let spacing = 1.15
  private static let slowest = -18.420680743952367  // ln 1e-8
  private static let rates: [Double] = (0..<24).map { exp(slowest + spacing * Double($0)) }
  private static let weights: [Double] = rates.map { spacing / .pi * $0.squareRoot() }
  private static let feedThrough = 2 / .pi * exp(-(slowest + spacing * 23 + spacing / 2) / 2)

  private var low = SIMD8<Double>.zero
  private var middle = SIMD8<Double>.zero
  private var high = SIMD8<Double>.zero
  private var current = 0.0
  private var step = Step(interval: 0)

  /// The semi-integral of nothing.
  public init() {}

  /// The semi-integral now, A·s^½, with the sign of the current.
  public var value: Double {
    low.sum() + middle.sum() + high.sum() + current * Self.feedThrough
  }

  /// Lets a constant current, A, flow for a time, s.
  public mutating func advance(by interval: Double, current: Double) {
    self.current = current
    guard interval > 0 else { return }
    if interval != step.interval { step = Step(interval: interval) }
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

    init(interval: Double) {
      self.interval = interval
      for lane in 0..<8 {
        (lowDecay[lane], lowGain[lane]) = Self.decayAndGain(lane, interval)
        (middleDecay[lane], middleGain[lane]) = Self.decayAndGain(lane + 8, interval)
        (highDecay[lane], highGain[lane]) = Self.decayAndGain(lane + 16, interval)
      }
    }

    private static func decayAndGain(_ index: Int, _ interval: Double) -> (Double, Double) {
      let exponent = -rates[index] * interval
      return (exp(exponent), -weights[index] * expm1(exponent) / rates[index])
    }
  }
}
