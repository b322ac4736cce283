import Foundation

/// xoshiro256**, seeded through SplitMix64 (D. Blackman, S. Vigna, 10.1145/3460772): the same draws for the same seed everywhere.
public struct Xoshiro256: RandomNumberGenerator, Hashable, Codable, Sendable {
  private var a, b, c, d: UInt64

  /// A generator from a seed; any seed is good.
  public init(seed: UInt64) {
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

  /// A generator from its four words of state, not all zero.
  public init(words: (UInt64, UInt64, UInt64, UInt64)) { (a, b, c, d) = words }

  /// 64 random bits.
  public mutating func next() -> UInt64 {
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
  public mutating func symmetric() -> Double { Double(next() >> 11) * 0x1p-52 - 1 }

  /// Exponentially distributed with mean 1; finite and not negative.
  public mutating func exponential() -> Double { -log(Double((next() >> 11) + 1) * 0x1p-53) }
}
