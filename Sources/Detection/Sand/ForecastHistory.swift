import Foundation

/// The estimates of m_c that were made while m grew: a forecast that keeps coming true is worth more than a good fit.
///
/// Films and a wandering temperature bend a voltage like the beginning of Sand's divergence, and the fit then puts m_c a little
/// ahead of m, wherever m is. Only where salt runs out does the estimate stay while m comes nearer.
struct ForecastHistory: Codable, Sendable {
  private struct Forecast: Codable {
    var semiIntegral: Double
    var limit: Double
  }

  private static let capacity = 16
  private var forecasts: [Forecast] = []

  /// Keeps an estimate of m_c made at m, both in A·s^½.
  mutating func add(limit: Double, semiIntegral: Double) {
    if let last = forecasts.last, semiIntegral < 1.015 * last.semiIntegral { return }
    if forecasts.count == Self.capacity { forecasts.removeFirst() }
    forecasts.append(Forecast(semiIntegral: semiIntegral, limit: limit))
  }

  /// Forgets everything.
  mutating func clear() { forecasts.removeAll() }

  /// By how much the estimates have differed, as a logarithm of m_c, since m was a share of what it is now; nil where they do not reach back so
  /// far.
  func spread(limit: Double, semiIntegral: Double, since share: Double) -> Double? {
    var (low, high) = (limit, limit)
    for forecast in forecasts.reversed() {
      (low, high) = (min(low, forecast.limit), max(high, forecast.limit))
      if forecast.semiIntegral <= share * semiIntegral { return log(high / low) }
    }
    return nil
  }
}
