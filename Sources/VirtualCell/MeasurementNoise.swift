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

  /// A reading of a true voltage, V.
  mutating func read(_ voltage: Double) -> Double {
    let noisy = deviation > 0 ? voltage + deviation * gaussian() : voltage
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

/// xoshiro256**, seeded through SplitMix64 (D. Blackman, S. Vigna, 10.1145/3460772).
struct Xoshiro256: Hashable, Codable, Sendable {
  private var a, b, c, d: UInt64

  init(seed: UInt64) {
    var state = seed
    func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return z ^ (z >> 31)
    }
    (a, b, c, d) = (next(), next(), next(), next())
  }

  private mutating func next() -> UInt64 {
    func rotated(_ x: UInt64, _ k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
    let result = rotated(b &* 5, 7) &* 9
    let t = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotated(d, 45)
    return result
  }

  /// Uniform between −1 and 1.
  mutating func symmetric() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }
}
