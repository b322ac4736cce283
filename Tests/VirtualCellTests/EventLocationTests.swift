import Deposition
import Foundation
import Quantities
import Testing
import VirtualCell

@Suite("When a voltage is crossed")
struct EventLocationTests {
  /// A state of a cell whose voltage goes one way at a steady current.
  private enum Situation: String, CaseIterable, Sendable {
    case shorted, depleted, bare, full, framework

    func start() throws -> (cell: VirtualCell, limit: Double, step: Double) {
      let names: [Situation: String] = [.bare: "li-cu-coin", .full: "li-nmc", .framework: "cc-zzco"]
      var profile = try shipped(names[self] ?? "li-li-capillary")
      profile.measurement = Measurement()
      (profile.short.openingRate, profile.short.growthRate, profile.short.hardConductance) = (0, 0, 1e9)
      profile.short.firstConductance = 1 / 50.0
      var cell = VirtualCell(profile: profile)
      func hold(_ density: Double) { cell.hold(.current(Quantity(si: density * profile.area.si))) }
      switch self {
      case .shorted:
        cell.hold(ratio: -3)
        cell.advance(seconds: 20_000)
        cell.hold(.open)
        cell.advance(seconds: 1e6)
        cell.hold(ratio: -3)
        let (new, later) = (cell.voltage.si, advanced(cell, by: 100).voltage.si)
        return (cell, 0.5 * (new + later), 20)
      case .depleted:
        cell.hold(ratio: -2)
        return (cell, -3, 60)
      case .bare:
        hold(-5)
        cell.advance(seconds: 1000)
        hold(5)
        return (cell, 1, 60)
      case .full:
        hold(10)
        return (cell, 4.2, 60)
      case .framework:
        hold(-10)
        cell.advance(seconds: 3000)
        hold(10)
        return (cell, 1, 60)
      }
    }

    private func advanced(_ cell: VirtualCell, by seconds: Double) -> VirtualCell {
      var cell = cell
      cell.advance(seconds: seconds)
      return cell
    }
  }

  /// The time of the crossing, s: steps until it is passed, which a copy then halves down to a tenth of a millisecond.
  private func crossing(_ start: VirtualCell, limit: Double, step: Double) -> Double {
    let rises = start.voltage.si < limit
    var (cell, time, part) = (start, 0.0, step)
    while part > 1e-4, time < 1e6 {
      var next = cell
      next.advance(seconds: part)
      if (next.voltage.si >= limit) == rises { part /= 2 } else { (cell, time) = (next, time + part) }
    }
    return time
  }

  @Test("A copy advanced by halving finds it to a millisecond, whatever the step", arguments: Situation.allCases)
  private func located(situation: Situation) throws {
    let (cell, limit, step) = try situation.start()
    let times = [step, 0.37 * step, 0.1 * step].map { crossing(cell, limit: limit, step: $0) }
    #expect(times[0] > 0 && times[0] < 1e6)
    if situation == .shorted {
      // Beside a short the current is found in parts: right to half a hundredth of the time.
      #expect(times.allSatisfy { abs($0 / times[0] - 1) < 5e-3 }, "\(times)")
    } else {
      #expect(times.allSatisfy { abs($0 - times[0]) <= 1e-3 }, "\(times)")
    }
    let rises = cell.voltage.si < limit
    var before = cell
    before.advance(seconds: times[0])
    var after = before
    // Beside a short a reading starts a part of its own, and the voltage is met to a tenth of a microvolt.
    after.advance(seconds: situation == .shorted ? 1 : 1e-3)
    #expect((after.voltage.si >= limit) == rises, "\(before.voltage) \(after.voltage)")
    if situation == .shorted { #expect(!before.known("short_resistance_ohm").isNaN) }
    if situation == .depleted { #expect(before.known("transport_state") == 2, "\(before.voltage)") }
  }
}
