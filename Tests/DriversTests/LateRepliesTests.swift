import Drivers
import Testing

@Suite("However late answers are, in whatever numbers, none is taken for another's", .timeLimit(.minutes(1)))
struct LateRepliesTests {
  /// A wire whose answers come in their order, each when chance wants it: perhaps at once, perhaps after several further questions.
  final class DawdlingLink: ModbusLink {
    let numbersRequests = false
    var timing = ModbusLineTests.timing
    private(set) var isOpen = false
    private var onTheWay: [[UInt8]] = []
    private var chance: SeededChance
    private let (late, flushed): (Double, Double)

    init(seed: UInt64, late: Double, flushed: Double) {
      (chance, self.late, self.flushed) = (SeededChance(seed), late, flushed)
    }

    func open() { isOpen = true }
    func close() { isOpen = false }

    /// Throws away what has come in, which is some of what is on the way.
    func flush() {
      while !onTheWay.isEmpty, chance.next() < flushed { onTheWay.removeFirst() }
    }

    func exchange(_ request: [UInt8], with unit: UInt8) throws(LineFault) -> [UInt8] {
      onTheWay.append(ModbusLineTests.counting(request))
      if chance.next() < late { throw .silent }
      return onTheWay.removeFirst()
    }
  }

  @Test(
    "Two thousand reads a wire, on wires of all kinds of slowness", arguments: [0.05, 0.2, 0.5, 0.8],
    [0.0, 0.05, 0.3, 0.9]
  )
  func dawdling(late: Double, flushed: Double) async throws {
    try await blocking {
      var (right, failed) = (0, 0)
      for seed in 0..<20 as Range<UInt64> {
        let line = ModbusLine(DawdlingLink(seed: seed, late: late, flushed: flushed), time: NoTime())
        line.attach(1, ModbusUnit(timing: ModbusLineTests.timing) { _ in nil })
        line.learn(
          [KnownAnswer(address: 0, count: 1, words: [1000]), KnownAnswer(address: 1, count: 2, words: [1001, 1002])],
          of: 1)
        line.tries = 5
        for n in 0..<100 {
          let (address, count) = (UInt16(n % 40), 1 + n % 3)
          guard let words = try? line.registers(at: address, count: count, of: 1) else {
            failed += 1
            continue
          }
          right += 1
          try #require(
            words == (0..<count).map { UInt16(1000 + Int(address) + $0) },
            "seed \(seed), read \(n), of \(count) at \(address)")
        }
      }
      #expect(right + failed == 2000)
      // A wire on which answers pass each other for ever is given up; one that can be emptied recovers.
      if late <= 0.05, flushed >= 0.3 { #expect(right > 1800) }
    }
  }
}

/// The same numbers for the same seed.
struct SeededChance {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

  /// A number from 0 to 1.
  mutating func next() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(state >> 11) / Double(1 << 53)
  }
}
