import Cycling
import Foundation
import Quantities
import Runner
import TestProtocols
import Testing

@Suite("Run machine: event to action")
struct RunMachineTests {
  @Test("A run begins with the first step's set-point and ends in the safe state")
  func beginAndEnd() {
    var machine = RunMachine(plan: plan([step(.amperes(-1e-3), .seconds(2))]))
    let begun = machine.handle(.begin)
    #expect(begun.contains(.apply(.current(Quantity(si: -1e-3)))))
    #expect(machine.due?.after == .zero)
    _ = machine.handle(reading(at: 0, current: -1e-3))
    #expect(machine.due?.after == Quantity(si: 1))
    _ = machine.handle(reading(at: 1, current: -1e-3))
    let last = machine.handle(reading(at: 2, current: -1e-3))
    #expect(last.contains(.makeSafe))
    #expect(machine.end?.way == .completed)
    #expect(machine.due == nil)
    #expect(last.events.contains { if case .stepEnded(let end) = $0 { end.charge.si == -2e-3 } else { false } })
  }

  @Test("A charge limit is due at the exact time")
  func chargeDue() {
    var machine = RunMachine(plan: plan([step(.amperes(2e-3), .coulombs(1e-3))]))
    _ = machine.handle(.begin)
    _ = machine.handle(reading(at: 0, current: 2e-3))
    #expect(machine.due?.after == Quantity(si: 0.5))
    _ = machine.handle(reading(at: 0.5, current: 2e-3))
    #expect(machine.end?.way == .completed)
  }

  @Test("Nested loops run as often as they say")
  func loops() {
    let instructions = [
      step(.amperes(-1), .seconds(1), number: 1), step(.amperes(1), .seconds(1), number: 2),
      .again(from: 1, times: 3, label: nil), .again(from: 0, times: 2, label: nil),
    ]
    var machine = RunMachine(plan: plan(instructions))
    var time = 0.0
    var numbers: [Int] = []
    var actions = machine.handle(.begin)
    while machine.end == nil {
      for case .stepBegan(let start) in actions.events { numbers.append(start.stepNumber) }
      _ = machine.handle(reading(at: time))
      time += 1
      actions = machine.handle(reading(at: time))
    }
    #expect(numbers == [1, 2, 2, 2, 1, 2, 2, 2])
  }

  @Test("Zero volts is a limit", arguments: [(0.001, false), (0.0, true), (-0.001, true)])
  func zeroVolts(voltage: Double, ends: Bool) {
    var machine = RunMachine(
      plan: plan([step(.amperes(-1e-3), .voltage(.atMost, Quantity(si: 0)), .seconds(100))]))
    _ = machine.handle(.begin)
    _ = machine.handle(reading(at: 0, voltage: 0.5))
    #expect(machine.due?.window.voltage.lowerBound == 0)
    _ = machine.handle(reading(at: 1, voltage: voltage))
    #expect((machine.end != nil) == ends)
  }

  @Test("A detector event ends the step that waits for it, and no other")
  func event() {
    let alarm = Alarm(kind: .sandTimeDivergence, severity: .alarm, time: Quantity(si: 1))
    let watch = Alarm(kind: .sandTimeDivergence, severity: .watch, time: Quantity(si: 1))
    for (ends, alarms, isOver) in [
      ([EndCondition.event(.sandTimeDivergence, .alarm)], [alarm], true),
      ([EndCondition.event(.sandTimeDivergence, .alarm)], [watch], false),
      ([EndCondition.event(.sandTimeDivergence, .watch)], [alarm], true),
      ([EndCondition.event(.polarisationRunaway, .watch)], [alarm], false),
      ([EndCondition](), [alarm], false),
    ] {
      let only = PlanStep(
        number: 1, verb: "plate", label: nil, control: .amperes(-1), ends: ends + [.seconds(9)], record: everySecond)
      var machine = RunMachine(plan: plan([.step(only)]))
      _ = machine.handle(.begin)
      let actions = machine.handle(reading(at: 1, alarms: alarms))
      #expect((machine.end != nil) == isOver)
      #expect(actions.events.contains { if case .alarm = $0 { true } else { false } })
    }
  }

  @Test(
    "A hard short and an open circuit end the run; Sand's time is the protocol's business",
    arguments: [(AlarmKind.hardShort, true), (.openCircuit, true), (.sandTimeDivergence, false), (.compliance, false)])
  func trips(kind: AlarmKind, ends: Bool) {
    var machine = RunMachine(plan: plan([step(.amperes(-1), .seconds(9)), step(.rest, .seconds(9))]))
    _ = machine.handle(.begin)
    let trip = Alarm(kind: kind, severity: .trip, time: Quantity(si: 1))
    let actions = machine.handle(reading(at: 1, alarms: [trip]))
    #expect(machine.end?.way == (ends ? .tripped : nil))
    #expect(actions.contains(.makeSafe) == ends)
  }

  @Test("A safety limit trips only after its delay, and an excursion resets it")
  func safetyDelay() {
    let limits = SafetyLimits(maximumVoltage: Quantity(si: 1), delay: Quantity(si: 3))
    var machine = RunMachine(plan: plan([step(.amperes(1e-3), .seconds(100))], safety: limits))
    _ = machine.handle(.begin)
    for (time, voltage) in [(0.0, 0.9), (1, 1.1), (2, 1.1), (3, 0.9), (4, 1.1), (5, 1.1), (6, 1.1)] {
      _ = machine.handle(reading(at: time, voltage: voltage))
      #expect(machine.end == nil, "at \(time) s")
    }
    let actions = machine.handle(reading(at: 7, voltage: 1.25))
    #expect(machine.end?.way == .tripped)
    #expect(machine.end?.reason == "voltage 1.25 V is above the safety limit of 1 V")
    #expect(actions.events.contains { if case .alarm(let alarm, _) = $0 { alarm.kind == .safetyLimit } else { false } })
  }

  @Test("Zero is a safety limit too")
  func zeroSafety() {
    var machine = RunMachine(
      plan: plan([step(.rest, .seconds(9))], safety: SafetyLimits(minimumVoltage: Quantity(si: 0))))
    _ = machine.handle(.begin)
    _ = machine.handle(reading(at: 0, voltage: -0.001))
    #expect(machine.end?.way == .tripped)
  }

  @Test("Readings are kept by time, by change of voltage and by change of current")
  func recordRule() {
    let rule = RecordRule(every: Quantity(si: 10), voltageChange: Quantity(si: 0.1), currentChange: Quantity(si: 0.01))
    var machine = RunMachine(plan: plan([step(.amperes(1), .seconds(100), record: rule)]))
    _ = machine.handle(.begin)
    var kept: [Double] = []
    for (time, voltage, current) in [
      (0.0, 0.0, 1.0), (1, 0.05, 1), (2, 0.11, 1), (3, 0.11, 1), (4, 0.11, 1.02), (5, 0.15, 1.02), (9.9, 0.15, 1.02),
      (10.4, 0.15, 1.02), (19, 0.15, 1.02), (20, 0.15, 1.02),
    ] {
      for case .reading(let record) in machine.handle(reading(at: time, voltage: voltage, current: current)).events {
        kept.append(record.reading.time.si)
      }
    }
    #expect(kept == [0, 2, 4, 9.9, 20])
  }

  @Test("A profile plays its segments and repeats them")
  func profile() {
    let pulses = CurrentProfile(name: "pulse", starts: [0, 2], currents: [-1, 0], duration: 3, repeats: 2)
    var machine = RunMachine(plan: plan([step(.profile(pulses))]))
    var applied: [Setpoint] = machine.handle(.begin).setpoints
    var time = 0.0
    _ = machine.handle(reading(at: 0, current: -1))
    while let due = machine.due, time < 100 {
      time += due.after.si
      let amperes: Double = if case .current(let set)? = applied.last { set.si } else { 0 }
      applied += machine.handle(reading(at: time, current: amperes)).setpoints
    }
    #expect(applied == [-1, 0, -1, 0].map { .current(Quantity(si: $0)) })
    #expect(machine.end?.time == Quantity(si: 6))
  }

  @Test("A snapshot goes on where it was taken, to the bit")
  func snapshot() throws {
    let instructions = [
      step(.amperes(-1e-3), .coulombs(7e-3)), step(.amperes(1e-3), .coulombs(5e-3)),
      .again(from: 0, times: 3, label: "cycles"),
    ]
    var machine = RunMachine(plan: plan(instructions))
    _ = machine.handle(.begin)
    var time = 0.0
    for _ in 0..<9 {
      _ = machine.handle(reading(at: time, voltage: 0.1, current: -1.1e-3))
      time += machine.due?.after.si ?? 1
    }
    var resumed = try JSONDecoder().decode(RunMachine.self, from: JSONEncoder().encode(machine))
    while machine.end == nil {
      let event = reading(at: time, voltage: 0.1, current: 0.9e-3)
      #expect(machine.handle(event) == resumed.handle(event))
      #expect(machine.due == resumed.due)
      time += machine.due?.after.si ?? 1
    }
    #expect(resumed.end == machine.end)
  }
}

extension [RunMachine.Action] {
  var events: [RunEvent] { compactMap { if case .emit(let event) = $0 { event } else { nil } } }
  var setpoints: [Setpoint] { compactMap { if case .apply(let setpoint) = $0 { setpoint } else { nil } } }
}
