import Cycling
import Detection
import Foundation
import Testing

@Suite("Hard short")
struct HardShortTests {
  /// Alarms of a trace of voltages at a constant current of −1 mA, and the reading they came at, from 1.
  static func shorts(rate: Double, count: Int, amperes: Double = -1e-3, volts: (Int) -> Double) -> [Int] {
    var bank = DetectorBank()
    return (1...count).flatMap { index in
      bank.observe(.at(Double(index) / rate, volts: volts(index), amperes: amperes))
        .filter { $0.kind == .hardShort }.map { _ in index }
    }
  }

  @Test("it trips at the third reading, once, with the resistances", arguments: [1.0, 10])
  func trips(rate: Double) {
    var random = SeededNoise(seed: 31)
    let onset = Int(60 * rate)
    let found = Self.shorts(rate: rate, count: 3 * onset) { index in
      (index < onset ? -0.2 : -0.002) + 1e-3 * random.gaussian()
    }
    #expect(found == [onset + 2])
  }

  @Test("the evidence holds both resistances")
  func evidence() throws {
    var bank = DetectorBank()
    var alarms: [Alarm] = []
    for second in 1...60 {
      alarms += bank.observe(.at(Double(second), volts: second < 50 ? -0.2 : -0.002, amperes: -1e-3))
    }
    #expect(alarms.map(\.kind) == [.hardShort])
    let alarm = try #require(alarms.first)
    #expect(alarm.severity == .trip)
    #expect(abs((alarm["resistance_ohm"] ?? 0) - 2) < 1e-9)
    #expect(abs((alarm["baseline_ohm"] ?? 0) - 200) < 1)
  }

  @Test(
    "no decision rests on a reading that the instrument has flagged",
    arguments: [ReadingFlags.rangeChange, .gap, .overload])
  func flagged(flags: ReadingFlags) {
    var (bank, alarms) = (DetectorBank(), 0)
    for second in 1...200 {
      let isLow = second > 100
      alarms +=
        bank.observe(.at(Double(second), volts: isLow ? -0.002 : -0.2, amperes: -1e-3, flags: isLow ? flags : []))
        .count
    }
    #expect(alarms == 0)
  }

  @Test("a voltmeter that is 3 mV off hides no short, nor does noise of 5 mV")
  func offset() {
    var random = SeededNoise(seed: 33)
    #expect(
      Self.shorts(rate: 10, count: 1000) { ($0 < 900 ? -0.072 : -0.0007) - 3e-3 + 1e-3 * random.gaussian() } == [902])
    let late = (0..<50).filter { _ in
      Self.shorts(rate: 1, count: 110) { ($0 < 100 ? -0.1 : -0.001) + 5e-3 * random.gaussian() } != [102]
    }
    #expect(late.isEmpty)
  }

  @Test("what falls step by step to a tenth is no hard short")
  func fading() {
    #expect(Self.shorts(rate: 1, count: 300) { $0 < 100 ? -0.02 : -0.002 - 0.018 * exp(-Double($0 - 100) / 5) } == [])
  }

  @Test("two low readings are no short")
  func glitch() {
    #expect(Self.shorts(rate: 1, count: 200) { $0 % 50 >= 48 ? -0.001 : -0.2 } == [])
  }

  @Test("noise at a current too small to show a resistance is no short")
  func tinyCurrent() {
    var random = SeededNoise(seed: 32)
    #expect(Self.shorts(rate: 1, count: 100_000, amperes: -1e-6) { _ in -0.002 + 1e-3 * random.gaussian() } == [])
  }

  @Test("a reversal, where the voltage crosses zero, is no short")
  func reversal() {
    var (bank, alarms) = (DetectorBank(), 0)
    for second in 1...36_000 {
      let phase = Double(second % 1800)
      let sign = second / 1800 % 2 == 0 ? -1.0 : 1
      let volts = sign * (0.05 + 0.05 * (1 - 2 * exp(-phase / 120)))
      alarms +=
        bank.observe(.at(Double(second), volts: volts, amperes: sign * 1e-3)).filter { $0.kind == .hardShort }.count
    }
    #expect(alarms == 0)
  }

  @Test("the relaxation after a step down of the current is no short", arguments: [3.0, 10, 30, 100, 1000])
  func relaxation(decay: Double) {
    var (bank, alarms) = (DetectorBank(), 0)
    for second in 1...4000 {
      let isHigh = second < 600
      let volts = isHigh ? -0.3 : -0.0005 - 0.15 * exp(-Double(second - 600) / decay)
      alarms +=
        bank.observe(.at(Double(second), volts: volts, amperes: isHigh ? -1e-2 : -1e-5)).filter {
          $0.kind == .hardShort
        }.count
    }
    #expect(alarms == 0)
  }
  @Test("a voltage that ran away and falls to a sixth of it is no hard short, whatever the run did to the baseline")
  func runaway() {
    var random = SeededNoise(seed: 34)
    let times = Self.shorts(rate: 1, count: 800) { second in
      let volts = second < 600 ? 0.3 : second < 620 ? 0.3 + 0.0275 * Double(second - 600) : second < 700 ? 0.85 : 0.15
      return -volts + 5e-3 * random.gaussian()
    }
    #expect(times == [])
  }
}
