import Cycling
import Quantities
import Recording
import Testing

@Suite("Critical current density of a staircase")
struct CriticalCurrentTests {
  private static let area = Quantity<Area>(2, .squareCentimetre)

  /// Rungs of 1, 2, … mA/cm² on 2 cm²: a plating and a stripping half-cycle each, with a short rest before each rung.
  private func staircase(
    rungs: Int, charge: (Int) -> Double, short: (rung: Int, kind: AlarmKind, severity: Severity)? = nil
  ) -> CriticalCurrentDensity? {
    var run = HandMadeRun()
    for rung in 1...rungs {
      run.step("rest", charge: 0, current: 0)
      let current = 2e-3 * Double(rung)
      run.step("plate", charge: -charge(rung), current: -current, cycle: rung)
      if let short, short.rung == rung {
        // The alarm comes with the last reading of the stripping half-cycle.
        run.step("strip", charge: charge(rung), current: current, cycle: rung)
        let end = run.takeLast()
        run.alarm(short.kind, short.severity)
        run.put(end)
        break
      }
      run.step("strip", charge: charge(rung), current: current, cycle: rung)
    }
    run.end()
    var summary = RunSummary(area: Self.area)
    for event in run.events { summary.observe(event) }
    return summary.criticalCurrentDensity
  }

  @Test("Half-cycles of fixed time: the last sound rung, the rung that shorted, and all charge until then")
  func timeControlled() throws {
    // 0.5 h a half-cycle: 0.5 mAh/cm² and rung, times 2 cm².
    let found = try #require(
      staircase(rungs: 5, charge: { 3.6 * Double($0) }, short: (4, .softShort, .alarm)))
    #expect(abs(try #require(found.value).value(in: .milliamperePerSquareCentimetre) - 3) < 1e-9)
    #expect(abs(try #require(found.shortedAt).value(in: .milliamperePerSquareCentimetre) - 4) < 1e-9)
    #expect(found.shortKind == .softShort)
    #expect(found.mode == .time)
    let capacity = found.cumulativeArealCapacity.value(in: .milliampereHourPerSquareCentimetre)
    #expect(abs(capacity - 2 * 0.5 * (1 + 2 + 3 + 4)) < 1e-9)
  }

  @Test("Half-cycles of fixed charge are called so; a hard short counts, too")
  func capacityControlled() throws {
    let found = try #require(staircase(rungs: 3, charge: { _ in 7.2 }, short: (3, .hardShort, .trip)))
    #expect(found.mode == .capacity)
    #expect(abs(try #require(found.value).value(in: .milliamperePerSquareCentimetre) - 2) < 1e-9)
    let capacity = found.cumulativeArealCapacity.value(in: .milliampereHourPerSquareCentimetre)
    #expect(abs(capacity - 6) < 1e-9)
  }

  @Test("Half-cycles that follow no rule are mixed; without a short the value is only a lower limit")
  func noShort() throws {
    let found = try #require(staircase(rungs: 3, charge: { $0 == 2 ? 5 : 3 }))
    #expect(found.mode == .mixed)
    #expect(found.shortedAt == nil && found.shortTime == nil)
    #expect(abs(try #require(found.value).value(in: .milliamperePerSquareCentimetre) - 3) < 1e-9)
  }

  @Test("A short in the first rung that is climbed leaves the rung below; a watch of a gradual one is no short yet")
  func small() throws {
    let second = try #require(staircase(rungs: 2, charge: { _ in 3.6 }, short: (2, .telegraphShort, .alarm)))
    #expect(abs(try #require(second.value).value(in: .milliamperePerSquareCentimetre) - 1) < 1e-9)
    #expect(second.mode == .capacity)
    let watch = try #require(staircase(rungs: 2, charge: { _ in 3.6 }, short: (2, .gradualShort, .watch)))
    #expect(watch.shortedAt == nil)
    #expect(abs(try #require(watch.suspectedAt).value(in: .milliamperePerSquareCentimetre) - 2) < 1e-9)
  }

  @Test("Cycling at one current, and a current that falls, are no staircase")
  func none() {
    #expect(staircase(rungs: 1, charge: { _ in 3.6 }) == nil)
    var run = HandMadeRun()
    for current in [-2e-3, 2e-3, -1e-3, 1e-3, -3e-3] { run.step("x", charge: current * 1000, current: current) }
    run.end()
    var summary = RunSummary(area: Self.area)
    for event in run.events { summary.observe(event) }
    #expect(summary.criticalCurrentDensity == nil)
  }
}
