import Cycling
import Detection
import Foundation
import Quantities
import Testing

@Suite("Gradual and telegraph shorts, loose contacts")
struct SlowShortTests {
  @Test("a resistance that creeps down to half within an hour is watched, then an alarm")
  func gradual() throws {
    let trace = TestTrace(duration: 6 * 3600) { time in 200 * (1 - 0.5 * min(max(time / 3600 - 3, 0), 1)) }
    let alarms = trace.alarms()
    #expect(alarms.map(\.kind) == [.gradualShort, .gradualShort])
    #expect(alarms.map(\.severity) == [.watch, .alarm])
    let watch = try #require(alarms.first)
    #expect(watch.time.si > 3 * 3600 && watch.time.si < 3.6 * 3600)
    #expect(abs((watch["drop"] ?? 0) - 0.2) < 0.02)
  }

  @Test("a drift of 10 % over ten hours is none")
  func drift() {
    #expect(TestTrace(duration: 36_000) { 200 - 20 * $0 / 36_000 }.alarms().isEmpty)
  }

  @Test("in cycling it is found against the same stage of earlier half-cycles")
  func cycling() {
    let trace = TestTrace(
      duration: 40 * 3600, amperes: { Int($0 / 1800) % 2 == 0 ? -1e-3 : 1e-3 },
      ohms: { time in
        let phase = (time / 1800).truncatingRemainder(dividingBy: 1)
        let shape = 1 + 0.3 * exp(-phase / 0.08) + 0.2 * phase * phase
        return 150 * shape * (1 - 0.5 * min(max(time / 3600 - 20, 0) / 10, 1))
      })
    let alarms = trace.alarms(.gradualShort)
    #expect(alarms.map(\.severity) == [.watch, .alarm])
    #expect((alarms.first?.time.si ?? 0) > 20 * 3600)
  }

  @Test("a path that opens and closes every five seconds is a telegraph")
  func telegraph() throws {
    let trace = TestTrace(rate: 10, duration: 5400) { time in
      time > 1800 && Int(time / 5) % 2 == 0 ? 140 : 200
    }
    let alarms = trace.alarms(.telegraphShort)
    #expect(alarms.map(\.severity) == [.watch, .alarm])
    #expect((alarms.first?.time.si ?? 0) - 1800 < 120)
    #expect(TestTrace(rate: 10, duration: 5400) { _ in 200 }.alarms(.telegraphShort).isEmpty)
  }

  @Test("a contact that works loose is watched at the third reading, an alarm after five seconds")
  func contact() {
    let alarms = TestTrace(duration: 600) { $0 < 300 ? 200 : 500 }.alarms()
    #expect(alarms.map(\.kind) == [.contactDegradation, .contactDegradation])
    #expect(alarms.map(\.severity) == [.watch, .alarm])
    #expect(alarms.first?.time.si == 302)
    #expect(alarms.last?.time.si == 305)
  }

  @Test("a resistance that climbs to the same height, or one that comes back from a short, is no loose contact")
  func climbing() {
    let climb = TestTrace(duration: 600) { $0 < 300 ? 200 : min(200 + 10 * ($0 - 300), 500) }
    #expect(climb.alarms(.contactDegradation).isEmpty)
    let short = TestTrace(duration: 600) { (200..<400).contains($0) ? 60 : 200 }
    #expect(short.alarms(.contactDegradation).isEmpty)
  }

  @Test(
    "a short that was there when the half-cycle began, and heals, is no loose contact; what rises above the cell's own resistance is"
  )
  func healing() {
    func alarms(_ ohms: @escaping (Double) -> Double) -> [Alarm] {
      TestTrace(duration: 1800, amperes: { $0 < 600 ? -1e-3 : 1e-3 }, ohms: ohms).alarms(.contactDegradation)
    }
    #expect(alarms { (600..<640).contains($0) ? 43 : 86 }.isEmpty)
    #expect(alarms { (600..<640).contains($0) ? 43 : $0 < 600 ? 86 : 150 }.map(\.severity) == [.watch, .alarm])
    // A contact that was called is not what is usual.
    #expect(alarms { (300..<640).contains($0) == ($0 < 600) ? 86 : 43 }.count == 4)
  }
}
