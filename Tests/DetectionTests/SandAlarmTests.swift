import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Sand alarm before Sand's time")
struct SandAlarmTests {
  /// Sand's times of the reference cell, s, from the series with 40 digits.
  static let sandTimes = [1.5: 0.0900426 * 1e4 / 3, 2: 163.942283, 3: 0.0218167 * 1e4 / 3]

  /// The alarms while a current flows up to Sand's time, one reading a second.
  static func alarms(r: Double, noise: Double, seed: UInt64, until end: Double, prior: SandPrior? = SandPrior())
    -> [Alarm]
  {
    let cell = AnalyticCell(r: r)
    var random = SeededNoise(seed: seed)
    var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: prior))
    var alarms: [Alarm] = []
    for second in 1...Int(end) {
      alarms += bank.observe(cell.reading(at: Double(second), noise: noise, from: &random))
    }
    return alarms
  }

  @Test("the alarm comes before, and its countdown is right, for nine of ten seeds", arguments: [1.5, 2, 3])
  func countdown(r: Double) throws {
    let sandTime = try #require(Self.sandTimes[r])
    var (early, close, closeToRest) = (0, 0, 0)
    for seed in 1...10 {
      let alarms = Self.alarms(r: r, noise: 1e-3, seed: UInt64(seed), until: sandTime)
      guard let alarm = alarms.first(where: { $0.severity == .alarm }) else { continue }
      let left = sandTime - alarm.time.si
      let countdown = try #require(alarm["countdown_s"])
      #expect(alarm.kind == .sandTimeDivergence)
      #expect(abs((alarm["sand_time_s"] ?? 0) - alarm.time.si - countdown) < 1e-6)
      if left > 0 { early += 1 }
      if abs(countdown - left) <= 0.1 * sandTime { close += 1 }
      if abs(countdown - left) <= 0.1 * left { closeToRest += 1 }
    }
    #expect(early == 10)
    #expect(close >= 9)
    #expect(closeToRest >= 9)
  }

  @Test("each severity speaks once, in rising order")
  func escalation() {
    let alarms = Self.alarms(r: 2, noise: 1e-3, seed: 4, until: 164)
    let severities = alarms.map(\.severity)
    #expect(severities.starts(with: [.watch, .alarm]))
    #expect(severities == severities.sorted())
    #expect(Set(severities).count == severities.count)
  }

  @Test("no seed gives a wrong Sand's time in noise of 5 mV by more than a fifth")
  func noisy() {
    for seed in 1...10 {
      let alarm = Self.alarms(r: 2, noise: 5e-3, seed: UInt64(seed), until: 170).first { $0.severity == .alarm }
      #expect(abs((alarm?["sand_time_s"] ?? 0) / 163.942 - 1) < 0.2)
    }
  }

  @Test(
    "below the limiting current there is never a Sand event, whatever the noise", arguments: [0.5, 0.9, 0.95, 0.99, 1])
  func belowLimit(r: Double) {
    let prior = SandPrior(
      limitingSemiIntegral: AnalyticCell.limitingSemiIntegral,
      limitingCurrent: Quantity(si: AnalyticCell.limitingCurrent))
    for (noise, seed) in [(0.0, 1), (1e-3, 2), (1e-3, 3), (5e-3, 4)] {
      let alarms = Self.alarms(r: r, noise: noise, seed: UInt64(seed), until: 20_000, prior: prior)
      #expect(!alarms.contains { $0.kind == .sandTimeDivergence })
    }
  }

  @Test("a divergence below the known limiting current is a polarisation runaway without a countdown")
  func runaway() {
    let prior = SandPrior(limitingCurrent: Quantity(si: 10 * AnalyticCell.limitingCurrent))
    let alarms = Self.alarms(r: 2, noise: 1e-3, seed: 1, until: 164, prior: prior)
    #expect(alarms.contains { $0.severity == .alarm })
    #expect(alarms.allSatisfy { $0.kind == .polarisationRunaway && $0["countdown_s"] == nil })
  }

  /// The alarms of one bank while two currents run into depletion, one behind the other with an hour of rest between.
  static func twoCurrents(_ first: Double, _ second: Double, as claimed: Double, prior: SandPrior?) -> [Alarm] {
    var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: prior))
    var random = SeededNoise(seed: 3)
    var alarms: [Alarm] = []
    for second in 1...Int(sandTimes[first] ?? 0) {
      alarms += bank.observe(AnalyticCell(r: first).reading(at: Double(second), noise: 5e-4, from: &random))
    }
    for rest in 1...400 { _ = bank.observe(.at(1000 + 10 * Double(rest), volts: 0, amperes: 0)) }
    let other = AnalyticCell(r: second)
    for tick in 1...Int(sandTimes[second] ?? 0) {
      var reading = other.reading(at: Double(tick), noise: 5e-4, from: &random)
      reading.time.si += 5000
      // A claimed current of its own makes the same voltage another law.
      reading.current.si *= claimed
      reading.setpoint = .current(reading.current)
      alarms += bank.observe(reading)
    }
    return alarms.filter { $0.time.si > 5000 && $0.severity == .alarm }
  }

  @Test("the same I√τ at two currents is Sand's law, whatever is known of the cell; another one is not")
  func law() {
    #expect(Self.twoCurrents(2, 3, as: 1, prior: nil).map(\.kind) == [.sandTimeDivergence])
    #expect(Self.twoCurrents(2, 3, as: 1, prior: SandPrior()).map(\.kind) == [.sandTimeDivergence])
    #expect(Self.twoCurrents(2, 3, as: 2, prior: SandPrior()).map(\.kind) == [.polarisationRunaway])
  }

  @Test("where nothing is known of the cell the divergence has no Sand's name")
  func unknownCell() {
    let alarms = Self.alarms(r: 2, noise: 1e-3, seed: 1, until: 164, prior: nil)
    #expect(alarms.contains { $0.severity == .alarm })
    #expect(alarms.allSatisfy { $0.kind == .polarisationRunaway })
  }

  @Test("with 5 mV and a reading a second the alarm still comes in time: 72 readings", arguments: 1...20)
  func noisyAndShort(seed: Int) {
    let alarms = Self.alarms(r: 3, noise: 5e-3, seed: UInt64(seed), until: 72)
    #expect(alarms.contains { $0.severity == .alarm })
  }

  @Test(
    "a shelf in a voltage that otherwise rises with the semi-integral makes the rest of it no divergence",
    arguments: 1...4)
  func shelf(seed: Int) {
    var (random, bank) = (
      SeededNoise(seed: UInt64(seed)), DetectorBank(configuration: DetectorConfiguration(sandPrior: SandPrior()))
    )
    var alarms: [Alarm] = []
    for tick in 1...36_000 {
      let growth = (Double(tick) / 36_000).squareRoot()
      let risen = growth < 0.4 ? min(growth, 0.3) : growth - 0.1
      alarms += bank.observe(
        .at(0.1 * Double(tick), volts: -0.1 - 0.4 * risen + 1e-4 * random.gaussian(), amperes: -1e-3))
    }
    #expect(!alarms.contains { $0.severity >= .alarm })
  }
}
