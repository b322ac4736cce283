import Foundation

/// SplitMix64 (Steele, Lea, Flood 2014, 10.1145/2714064.2660195) with the draws that traces are made of.
struct Randomness: Sendable {
  private var state: UInt64
  private var spare: Double?

  /// The numbers of one trace: of its row's name, its place in the row and the seed of the whole benchmark.
  init(seed: UInt64, row: String, trace: Int) {
    // FNV-1a, which unlike `Hasher` is the same in every run.
    let name = row.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    state = seed &* 0x9E37_79B9_7F4A_7C15 ^ name ^ UInt64(trace) &* 0xD1B5_4A32_D192_ED03
    _ = next()
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// Even on (0, 1).
  mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) * 0x1p-53 }

  /// Even between two bounds.
  mutating func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * uniform() }

  /// Even in the logarithm between two bounds.
  mutating func logUniform(_ low: Double, _ high: Double) -> Double { low * exp(log(high / low) * uniform()) }

  /// Waiting time with a mean.
  mutating func exponential(mean: Double) -> Double { -mean * log(uniform()) }

  /// True with a probability.
  mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

  /// Normal with mean 0 and standard deviation 1, by Marsaglia's polar method.
  mutating func gaussian() -> Double {
    if let draw = spare {
      spare = nil
      return draw
    }
    while true {
      let (u, v) = (2 * uniform() - 1, 2 * uniform() - 1)
      let square = u * u + v * v
      guard square > 0, square < 1 else { continue }
      let factor = (-2 * log(square) / square).squareRoot()
      spare = v * factor
      return u * factor
    }
  }
}
