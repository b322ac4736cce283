import Cycling
import Foundation
import Quantities
import Runner
import TestProtocols
import Testing

@Suite("Pause and resume")
struct PauseTests {
  @Test("A pause opens the cell; time, charge and set-point of the step stand still until it is over")
  func exact() {
    var machine = RunMachine(plan: plan([step(.amperes(-1e-3), .coulombs(5e-3)), step(.rest, .seconds(1))]))
    _ = machine.handle(.begin)
    _ = machine.handle(reading(at: 0, current: -1e-3))
    _ = machine.handle(reading(at: 2, current: -1e-3))
    let paused = machine.handle(.pauseRequested(reason: "lunch"))
    #expect(paused.first == .apply(.open))
    #expect(paused.journal.map(\.kind) == [.paused])
    #expect(machine.isPaused && machine.waitsForPerson)
    #expect(machine.due?.after == .zero)
    var kept: [RecordedReading] = []
    for time in [2.0, 3, 100, 1000] {
      kept += machine.handle(reading(at: time, voltage: 0.01, current: 0)).events.readings
      #expect(machine.due?.after == Quantity(si: 1))
    }
    #expect(kept.count == 4)
    #expect(kept.allSatisfy { $0.reading.flags.contains(.paused) && $0.stepCharge.si == -2e-3 })
    let resumed = machine.handle(.resumeRequested(reason: "back"))
    #expect(resumed.setpoints == [.current(Quantity(si: -1e-3))])
    #expect(resumed.journal.map(\.duration) == [Quantity(si: 998)])
    #expect(machine.due?.after == .zero)
    let first = machine.handle(reading(at: 1000, current: -1e-3)).events.readings
    #expect(first.map(\.stepCharge.si) == [-2e-3])
    #expect(first.first?.reading.flags == [])
    _ = machine.handle(reading(at: 1001, current: -1e-3))
    #expect(machine.due?.after == Quantity(si: 1))
    let last = machine.handle(reading(at: 1003, current: -1e-3))
    let end = last.events.compactMap { if case .stepEnded(let end) = $0 { end } else { nil } }.first
    #expect(end?.duration == Quantity(si: 5))
    #expect(end?.charge.si == -5e-3)
    #expect(end?.time == Quantity(si: 1003))
  }

  @Test("In a pause no end comes and no detector acts, but a safety limit still trips")
  func onlySafety() {
    let limits = SafetyLimits(maximumVoltage: Quantity(si: 1), delay: Quantity(si: 2))
    let ends = step(.amperes(1e-3), .seconds(9), .voltage(.atLeast, Quantity(si: 0.5)), .event(.hardShort, .alarm))
    var machine = RunMachine(plan: plan([ends], safety: limits))
    _ = machine.handle(.begin)
    _ = machine.handle(reading(at: 0, voltage: 0.1, current: 1e-3))
    _ = machine.handle(.pauseRequested(reason: "look"))
    let trip = Alarm(kind: .hardShort, severity: .trip, time: Quantity(si: 1))
    let said = machine.handle(reading(at: 60, voltage: 0.6, alarms: [trip]))
    #expect(machine.end == nil)
    #expect(said.events.contains { if case .alarm(trip, _) = $0 { true } else { false } })
    _ = machine.handle(reading(at: 61, voltage: 1.2))
    #expect(machine.end == nil)
    #expect(machine.handle(reading(at: 63, voltage: 1.2)).contains(.makeSafe))
    #expect(machine.end?.way == .tripped)
  }

  @Test("Pausing twice, or resuming what is not paused, does nothing")
  func idle() {
    var machine = RunMachine(plan: plan([step(.amperes(1e-3), .seconds(9))]))
    #expect(machine.handle(.pauseRequested(reason: "early")).isEmpty)
    _ = machine.handle(.begin)
    #expect(machine.handle(.resumeRequested(reason: "no")).isEmpty)
    _ = machine.handle(.pauseRequested(reason: "one"))
    #expect(machine.handle(.pauseRequested(reason: "two")).isEmpty)
  }

  @Test("Behind a gap the set-point is applied anew and the next reading is marked; a stored virtual cell goes on")
  func gap() {
    for cellWasOpened in [true, false] {
      var machine = RunMachine(plan: plan([step(.amperes(1e-3), .coulombs(3e-3))]))
      _ = machine.handle(.begin)
      _ = machine.handle(reading(at: 0, current: 1e-3))
      _ = machine.handle(reading(at: 1, current: 1e-3))
      let actions = machine.handle(.interrupted(gap: Quantity(si: 3600), cellWasOpened: cellWasOpened))
      #expect(actions.journal.map(\.duration) == [Quantity(si: 3600)])
      #expect(actions.setpoints == (cellWasOpened ? [.current(Quantity(si: 1e-3))] : []))
      #expect(machine.marks == (cellWasOpened ? .gap : []))
      #expect(machine.due?.after == Quantity(si: cellWasOpened ? 0 : 1))
      if cellWasOpened {
        let first = machine.handle(reading(at: 1.5, current: 1e-3)).events.readings
        #expect(first.map(\.reading.flags) == [.gap])
        #expect(machine.step?.charge.si == 1.5e-3)
      }
      _ = machine.handle(reading(at: 2, current: 1e-3))
      #expect(machine.marks == [])
      _ = machine.handle(reading(at: 3, current: 1e-3))
      #expect(machine.end?.time == Quantity(si: 3))
    }
  }

  @Test("A run that was interrupted in a pause is still paused")
  func gapInPause() throws {
    var machine = RunMachine(plan: plan([step(.amperes(1e-3), .seconds(9))]))
    _ = machine.handle(.begin)
    _ = machine.handle(reading(at: 1, current: 1e-3))
    _ = machine.handle(.pauseRequested(reason: "night"))
    machine = try JSONDecoder().decode(RunMachine.self, from: JSONEncoder().encode(machine))
    #expect(machine.handle(.interrupted(gap: nil, cellWasOpened: true)).setpoints == [.open])
    #expect(machine.isPaused)
  }
}

extension [RunMachine.Action] {
  var journal: [JournalEntry] { events.compactMap { if case .journal(let entry) = $0 { entry } else { nil } } }
}

extension [RunEvent] {
  var readings: [RecordedReading] { compactMap { if case .reading(let reading) = $0 { reading } else { nil } } }
}
