import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Soft short")
struct SoftShortTests {
  /// 200 Ω with a parallel resistance, Ω, from 300 s on for a time, s.
  static func trace(beside ohms: Double, for length: Double, rate: Double = 1, seed: UInt64 = 1) -> TestTrace {
    TestTrace(rate: rate, seed: seed, duration: 600) { time in
      time >= 300 && time < 300 + length ? 200 * ohms / (200 + ohms) : 200
    }
  }

  @Test(
    "a parallel resistance is found within three readings, and read", arguments: [1.0, 10, 100], [30.0, 150, 1000])
  func found(rate: Double, ohms: Double) throws {
    let alarms = Self.trace(beside: ohms, for: 40, rate: rate).alarms()
    #expect(alarms.map(\.kind) == [.softShort])
    let alarm = try #require(alarms.first)
    #expect(alarm.time.si >= 300 && alarm.time.si <= 300 + 4 / rate)
    let read = try #require(alarm["short_resistance_ohm"])
    #expect(abs(read / ohms - 1) < 0.25, "read \(read) Ω for \(ohms) Ω")
    #expect(alarm.severity == (ohms < 200 ? .alarm : .watch))
  }

  @Test("what lasts longer than a minute is an alarm")
  func lasting() {
    let alarms = Self.trace(beside: 1000, for: 300).alarms(.softShort)
    #expect(alarms.map(\.severity) == [.watch, .alarm])
    #expect((alarms.last?.time.si ?? 0) - 300 < 65)
  }

  @Test("a second short behind a recovery is found again")
  func again() {
    let trace = TestTrace(duration: 900) { time in (300..<340).contains(time) || (600..<640).contains(time) ? 150 : 200
    }
    #expect(trace.alarms(.softShort).count == 2)
  }

  @Test("a sawtooth that climbs and falls back is none", arguments: [5.0, 12, 40])
  func sawtooth(period: Double) {
    let trace = TestTrace(rate: 20, noise: 2e-3, duration: 600) { time in
      200 + 60 * (time / period).truncatingRemainder(dividingBy: 1)
    }
    #expect(trace.alarms().filter { $0.kind != .polarisationRunaway }.isEmpty)
  }

  @Test("a voltage that sinks within a minute, as behind a nucleation, is none", arguments: [0, 2e-4])
  func sinking(noise: Double) {
    let trace = TestTrace(noise: noise, duration: 3600) { time in 90 + 20 / (1 + exp((time - 100) / 12)) }
    #expect(trace.alarms(.softShort).isEmpty)
  }

  @Test("single readings thrown off by a range switch are none")
  func glitches() {
    let trace = TestTrace(duration: 36_000) { time in Int(time) % 97 == 0 ? 120 : 200 }
    #expect(trace.alarms().isEmpty)
  }

  @Test("arcs and peaks of half-cycles are none, over 200 h")
  func arcs() {
    let trace = TestTrace(
      seed: 7, duration: 720_000, amperes: { Int($0 / 1800) % 2 == 0 ? -1e-3 : 1e-3 },
      ohms: { time in
        let phase = (time / 1800).truncatingRemainder(dividingBy: 1)
        return 150 * (1 + 0.3 * exp(-phase / 0.08) - 0.25 * phase * phase)
      })
    #expect(trace.alarms().filter { $0.kind != .nucleationOverpotential }.isEmpty)
  }

  @Test("a cell that is shorted from the beginning trips in seconds, a sound one at a tiny current does not")
  func shortedAtStart() throws {
    let alarms = TestTrace(noise: 1e-4, duration: 60) { _ in 1 }.alarms(.shortedAtStart)
    #expect(alarms.map(\.severity) == [.trip])
    #expect((alarms.first?.time.si ?? 100) < 8)
    #expect(abs((alarms.first?["resistance_ohm"] ?? 0) - 1) < 0.2)
    let tiny = TestTrace(noise: 1e-4, duration: 60, amperes: { _ in -1e-5 }, ohms: { _ in 200 })
    #expect(tiny.alarms(.shortedAtStart).isEmpty)
  }
}
