import Deposition
import Foundation
import Testing

@Suite("Random numbers")
struct Xoshiro256Tests {
  @Test("The first draws are those of the authors' program")
  func reference() {
    var generator = Xoshiro256(words: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360, 607_988_272_756_665_600,
      16_172_922_978_634_559_625, 8_476_171_486_693_032_832, 10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    let draws = expected.map { _ in generator.next() }
    #expect(draws == expected)
  }

  @Test("A seed goes through SplitMix64")
  func seeding() {
    var (zero, answer) = (Xoshiro256(seed: 0), Xoshiro256(seed: 42))
    let draws = (0..<3).map { _ in zero.next() }
    #expect(draws == [11_091_344_671_253_066_420, 13_793_997_310_169_335_082, 1_900_383_378_846_508_768])
    #expect(answer.next() == 1_546_998_764_402_558_742)
  }

  @Test("A real draw is made of the upper 53 bits")
  func symmetric() {
    var (reals, bits) = (Xoshiro256(seed: 0), Xoshiro256(seed: 0))
    for _ in 0..<100 {
      let draw = reals.symmetric()
      #expect(draw == Double(bits.next() >> 11) / 4_503_599_627_370_496 - 1)
      #expect(draw >= -1 && draw < 1)
    }
  }

  @Test("Exponential draws have the mean and the spread of one, and are finite for any bits")
  func exponential() {
    var generator = Xoshiro256(seed: 7)
    let draws = (0..<20_000).map { _ in generator.exponential() }
    let mean = draws.reduce(0, +) / 20_000
    let square = draws.reduce(0) { $0 + $1 * $1 } / 20_000
    // Standard errors: 1/√20000 = 0.0071 of the mean, √(20/20000) = 0.032 of the mean square.
    #expect(abs(mean - 1) < 0.03 && abs(square - 2) < 0.13)
    var none = Xoshiro256(words: (1, 0, 0, 0))
    let largest = none.exponential()
    #expect(largest.isFinite && abs(largest - 53 * log(2)) < 1e-12)
  }

  @Test("A saved generator goes on where it was")
  func saved() throws {
    var generator = Xoshiro256(seed: 3)
    _ = generator.next()
    var restored = try JSONDecoder().decode(Xoshiro256.self, from: JSONEncoder().encode(generator))
    #expect(restored.next() == generator.next())
  }
}
