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
    #expect(abs(semiIntegral(31 + after.remaining.si) / limit - 1) < 0.01)
  }
}
