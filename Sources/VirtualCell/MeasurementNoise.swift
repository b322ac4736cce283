import Deposition
import Foundation
import Quantities

/// Noise and rounding of a voltage reading, the same for the same seed.
struct MeasurementNoise: Hashable, Codable, Sendable {
  private let deviation: Double
  private let resolution: Double
  private var generator: Xoshiro256
  private var spare: Double?

  init(_ measurement: Measurement, seed: UInt64) {
    deviation = measurement.noise.si
    resolution = measurement.resolution.si
    generator = Xoshiro256(seed: seed)
  }

  /// A reading of a true voltage, V, which is itself restless by so much.
  mutating func read(_ voltage: Double, restlessness: Double = 0) -> Double {
    let spread = restlessness > 0 ? (deviation * deviation + restlessness * restlessness).squareRoot() : deviation
    let noisy = spread > 0 ? voltage + spread * gaussian() : voltage
    return resolution > 0 ? (noisy / resolution).rounded() * resolution : noisy
  }

  /// A draw from the standard normal distribution, by Marsaglia's polar method, which makes two at a time.
  private mutating func gaussian() -> Double {
    if let draw = spare {
      spare = nil
      return draw
    }
    while true {
      let (u, v) = (generator.symmetric(), generator.symmetric())
      let square = u * u + v * v
      if square > 0, square < 1 {
        let factor = (-2 * log(square) / square).squareRoot()
        spare = v * factor
        return u * factor
      }
    }
  }
}
