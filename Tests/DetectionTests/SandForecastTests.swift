import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Countdown to Sand's time")
struct SandForecastTests {
  static let prior = SandPrior(
    limitingSemiIntegral: AnalyticCell.limitingSemiIntegral, limitingCurrent: Quantity(si: AnalyticCell.limitingCurrent)
  )

  /// A bank that has watched r = 3, noise 1 mV, for some seconds.
  static func bank(after seconds: Int, prior: SandPrior?) -> DetectorBank {
    let cell = AnalyticCell(r: 3)
    var random = SeededNoise(seed: 9)
    var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: prior))
    for second in 1...seconds { _ = bank.observe(cell.reading(at: Double(second), noise: 1e-3, from: &random)) }
    return bank
  }

  @Test("the cell profile's countdown shows from the first reading and says so")
  func fromPrior() throws {
    let forecast = try #require(Self.bank(after: 1, prior: Self.prior).sandForecast)
    let sandTime = AnalyticCell(r: 3).semiInfiniteSandTime
    #expect(forecast.basis == .prior)
    #expect(abs(forecast.sandTime.si / sandTime - 1) < 0.01)
    #expect(abs((forecast.remaining.si + 1) / sandTime - 1) < 0.01)
    #expect(abs(forecast.depletion - (1 / sandTime).squareRoot()) < 0.01)
  }

  /// Depletion of the finite gap, s, from an independent table.
  @Test(
    "near the limit the cell profile's countdown knows of the far electrode",
    arguments: [(1.1, 738.92764), (1.5, 300.14201)])
  func fromPriorNearLimit(r: Double, sandTime: Double) throws {
    var random = SeededNoise(seed: 1)
    var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: Self.prior))
    _ = bank.observe(AnalyticCell(r: r).reading(at: 1, from: &random))
    let forecast = try #require(bank.sandForecast)
    #expect(forecast.basis == .prior)
    #expect(abs(forecast.sandTime.si / sandTime - 1) < 0.01)
  }

  @Test("the readings take over, and the prior does not enter their estimate")
  func fromReadings() throws {
    let wrong = SandPrior(limitingSemiIntegral: 3 * AnalyticCell.limitingSemiIntegral)
    let misled = try #require(Self.bank(after: 60, prior: wrong).sandForecast)
    let blind = try #require(Self.bank(after: 60, prior: nil).sandForecast)
    #expect(misled == blind)
    #expect(blind.basis == .readings)
    #expect(abs(blind.sandTime.si / AnalyticCell(r: 3).semiInfiniteSandTime - 1) < 0.1)
  }

  @Test("there is no countdown without a current, below the limit, or without knowledge")
  func none() {
    var resting = Self.bank(after: 60, prior: Self.prior)
    _ = resting.observe(.at(61, volts: -0.1, amperes: 0))
    #expect(resting.sandForecast == nil)
    var slow = DetectorBank(configuration: DetectorConfiguration(sandPrior: Self.prior))
    _ = slow.observe(.at(1, volts: -0.1, amperes: -0.9 * AnalyticCell.limitingCurrent))
    #expect(slow.sandForecast == nil)
    #expect(Self.bank(after: 3, prior: nil).sandForecast == nil)
  }

  @Test("a step of the current changes the countdown at once, as superposition has it", arguments: [0.5, 1.5, 2])
  func step(factor: Double) throws {
    var bank = Self.bank(after: 30, prior: Self.prior)
    let before = try #require(bank.sandForecast).remaining.si
    let current = -3 * AnalyticCell.limitingCurrent * factor
    let alarms = bank.observe(.at(31, volts: -0.6 * factor, amperes: current))
    let after = try #require(bank.sandForecast)
    #expect(!alarms.contains { $0.kind == .sandTimeDivergence })
    #expect((after.remaining.si < before) == (factor > 1))

    // The semi-integral at the foretold time: 2/√π·(I₁√t + (I₂ − I₁)√(t − 30)) reaches the limit that it was foretold with.
    let first = 3 * AnalyticCell.limitingCurrent
    func semiIntegral(_ t: Double) -> Double {
      2 / Double.pi.squareRoot() * (first * t.squareRoot() + first * (factor - 1) * (t - 30).squareRoot())
    }
    let limit = semiIntegral(31) / after.depletion
    // At 1.5 times the limiting current the far electrode is felt by then.
    #expect(abs(semiIntegral(31 + after.remaining.si) / limit - 1) < 0.02)
  }

  /// Sand's time of r = 1.1, s, from an independent table; without a gap the fit would foretell two thirds of it for long.
  @Test("near the limit the fit knows of the far electrode where the profile does", arguments: 1...10)
  func gapInFit(seed: Int) throws {
    let sandTime = 738.92764
    var random = SeededNoise(seed: UInt64(seed))
    var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: Self.prior))
    var alarms: [Alarm] = []
    for second in 1...738 {
      alarms += bank.observe(AnalyticCell(r: 1.1).reading(at: Double(second), noise: 1e-3, from: &random))
    }
    let alarm = try #require(alarms.first { $0.severity == .alarm })
    #expect(alarm.kind == .sandTimeDivergence)
    #expect(abs((alarm["sand_time_s"] ?? 0) / sandTime - 1) < 0.1)
  }

  /// Alarms of pulses of 1 s with a pause of 3 s, at a multiple of the limiting current; too short for a fit.
  static func pulses(_ r: Double, until end: Int) -> (alarms: [Alarm], depletion: Double) {
    var (bank, memory) = (DetectorBank(configuration: DetectorConfiguration(sandPrior: Self.prior)), SemiIntegral())
    var alarms: [Alarm] = []
    for second in 1...end {
      let amperes = second % 4 == 0 ? -r * AnalyticCell.limitingCurrent : 0
      memory.advance(by: 1, current: amperes)
      alarms += bank.observe(.at(Double(second), volts: amperes * 100, amperes: amperes))
    }
    return (alarms, -memory.value / AnalyticCell.limitingSemiIntegral)
  }

  @Test("pulses that empty the electrode are watched by the profile's semi-integral, once")
  func pulses() throws {
    let alarms = Self.pulses(12, until: 120).alarms.filter { $0.kind == .sandTimeDivergence }
    #expect(alarms.map(\.severity) == [.watch])
    let watch = try #require(alarms.first)
    #expect((0.85...1).contains(watch["depletion_by_profile"] ?? 0))
    #expect((0.8...1.05).contains(Self.pulses(12, until: Int(watch.time.si)).depletion))
  }

  @Test("pulses whose mean the gap can feed are not, however long they last")
  func feebleAndLong() {
    #expect(Self.pulses(2, until: 40_000).alarms.allSatisfy { $0.kind != .sandTimeDivergence })
  }
}
