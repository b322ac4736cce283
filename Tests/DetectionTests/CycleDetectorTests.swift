import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Detectors of cycles, beginnings and data")
struct CycleDetectorTests {
  /// Plating for 1000 s and stripping for the share that comes back, a reading every 10 s: what is said about efficiencies.
  static func alarms(_ efficiencies: [Double]) -> [Alarm] {
    var (bank, time, alarms) = (DetectorBank(), 0.0, [Alarm]())
    func flow(_ amperes: Double, for length: Double) {
      let end = time + length
      while time < end {
        time = min(time + 10, end)
        alarms += bank.observe(.at(time, volts: amperes * 100, amperes: amperes))
      }
    }
    for efficiency in efficiencies {
      flow(-1e-3, for: 1000)
      flow(1e-3, for: 1000 * efficiency)
    }
    flow(-1e-3, for: 10)
    return alarms.filter { $0.kind == .coulombicEfficiency }
  }

  /// 0.98 with a standard deviation of 0.3 %.
  static func steady(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededNoise(seed: seed)
    return (0..<count).map { _ in 0.98 + 3e-3 * random.gaussian() }
  }

  @Test("two hundred cycles that only scatter raise nothing")
  func scatter() {
    #expect(Self.alarms(Self.steady(200, seed: 3)).isEmpty)
  }

  @Test("a loss of 3 % is an alarm within five cycles, with the efficiency")
  func collapse() throws {
    let alarms = Self.alarms(Self.steady(30, seed: 4) + Self.steady(10, seed: 5).map { $0 - 0.03 })
    let alarm = try #require(alarms.first { $0.severity == .alarm })
    #expect((alarm["cycle"] ?? 0) > 30 && (alarm["cycle"] ?? 100) <= 35)
    #expect(abs((alarm["efficiency"] ?? 0) - 0.95) < 0.02)
    #expect(abs((alarm["usual_efficiency"] ?? 0) - 0.98) < 0.005)
  }

  @Test("more than 100.5 % is worth knowing, twice in a row to be watched")
  func above() {
    let once = Self.steady(12, seed: 6) + [1.01] + Self.steady(3, seed: 7)
    #expect(Self.alarms(once).map(\.severity) == [.info])
    let twice = Self.steady(12, seed: 6) + [1.01, 1.02]
    #expect(Self.alarms(twice).map(\.severity) == [.info, .watch])
  }

  @Test("the dip of nucleation is measured, and whether densely enough", arguments: [(10.0, 1.0), (0.2, 0)])
  func nucleation(rate: Double, dense: Double) throws {
    let trace = TestTrace(rate: rate, noise: 2e-4, duration: 300) { time in
      50 + 100 * (time / 4) * exp(1 - time / 4)
    }
    let alarms = trace.alarms(.nucleationOverpotential)
    #expect(alarms.count == 1)
    let alarm = try #require(alarms.first)
    #expect(alarm.severity == .info)
    #expect(alarm["is_sampled_densely"] == dense)
    if rate == 10 {
      #expect(abs((alarm["overpotential_V"] ?? 0) - 0.1) < 2e-3)
      #expect(abs((alarm["tip_time_s"] ?? 0) - 4) < 1)
    }
  }

  @Test("a late reading and a frozen voltage are stale data; a pause in noise is not")
  func stale() {
    var random = SeededNoise(seed: 8)
    var (bank, alarms) = (DetectorBank(), [Alarm]())
    for second in 1...2000 where !(500..<520).contains(second) {
      let isFrozen = second > 1000
      let volts = isFrozen ? -0.2 : -0.2 + 1e-3 * random.gaussian()
      alarms += bank.observe(.at(Double(second), volts: volts, amperes: -1e-3))
    }
    #expect(alarms.map(\.kind) == [.staleData, .staleData])
    #expect(alarms.first?.time.si == 520)
    #expect(alarms.first?["interval_s"] == 21)
    #expect((alarms.last?.time.si ?? 0) > 1099 && (alarms.last?.time.si ?? 0) < 1110)
  }

  @Test("a voltage that falls back behind Sand's alarm is the onset of dendrites")
  func dendrites() throws {
    let cell = AnalyticCell(r: 2)
    var random = SeededNoise(seed: 9)
    var bank = DetectorBank(configuration: DetectorConfiguration(sandPrior: SandPrior()))
    var alarms: [Alarm] = []
    for second in 1...200 {
      var reading = cell.reading(at: min(Double(second), 162), noise: 1e-3, from: &random)
      reading.time = Quantity(si: Double(second))
      if second > 165 { reading.voltage.si *= exp(-Double(second - 165) / 40) }
      alarms += bank.observe(reading)
    }
    let onset = try #require(alarms.first { $0.kind == .dendriteOnset })
    #expect(onset.severity == .alarm)
    #expect(onset.time.si > 165)
    #expect(alarms.filter { $0.kind == .dendriteOnset }.count == 1)
  }

  @Test("peaks that turn into arcs over half-cycles are watched")
  func arcing() {
    let trace = TestTrace(
      duration: 24 * 1800, amperes: { Int($0 / 1800) % 2 == 0 ? -1e-3 : 1e-3 },
      ohms: { time in
        let phase = (time / 1800).truncatingRemainder(dividingBy: 1)
        let bend = 4 * phase * (1 - phase) - 0.5
        return 150 * (1 + (time < 12 * 1800 ? -0.2 : 0.2) * bend)
      })
    let alarms = trace.alarms(.dendriteOnset)
    #expect(alarms.map(\.severity) == [.watch, .watch])
    #expect((alarms.first?.time.si ?? 0) > 12 * 1800)
  }
}
