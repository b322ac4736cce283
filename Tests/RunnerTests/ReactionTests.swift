import Cycling
import Foundation
import Quantities
import Runner
import TestProtocols
import Testing

@Suite("Reactions to detectors")
struct ReactionTests {
  static let watch = Alarm(kind: .sandTimeDivergence, severity: .watch, time: .zero)
  static let alarm = Alarm(kind: .sandTimeDivergence, severity: .alarm, time: .zero)

  /// Plates at 1 A for 9 s with these reactions, then rests, then strips for 5 s: instructions 0, 1, 2.
  private func machine(_ reactions: EventReaction..., ends: [EndCondition] = [.seconds(9)]) -> RunMachine {
    let plating = PlanStep(
      number: 1, verb: "plate", label: nil, control: .amperes(-1), ends: ends, record: everySecond,
      reactions: reactions)
    var machine = RunMachine(
      plan: plan([.step(plating), step(.rest, .seconds(5), number: 2), step(.amperes(1), .seconds(5), number: 3)]))
    _ = machine.handle(.begin)
    _ = machine.handle(reading(at: 0, current: -1))
    return machine
  }

  @Test("Reduce lowers the planned current once, keeps the charge exact, and never raises it")
  func reduce() {
    var machine = machine(
      EventReaction(on: .sandTimeDivergence, .alarm, .reduce(.magnitude(Quantity(si: 0.25)))),
      EventReaction(on: .sandTimeDivergence, .watch, .reduce(.part(0.5))), ends: [.coulombs(3)])
    _ = machine.handle(reading(at: 1, current: -1))
    let first = machine.handle(reading(at: 2, current: -1, alarms: [Self.watch]))
    #expect(first.setpoints == [.current(Quantity(si: -0.5))])
    #expect(first.journal.map(\.words) == ["sand-time-divergence (watch): reduce to 50 %: -500 mA"])
    #expect(machine.handle(reading(at: 3, current: -0.5, alarms: [Self.watch])).setpoints.isEmpty)
    #expect(machine.step?.charge.si == -2.5)
    #expect(
      machine.handle(reading(at: 3.5, current: -0.5, alarms: [Self.alarm])).setpoints
        == [.current(Quantity(si: -0.25))])
    #expect(machine.handle(reading(at: 3.5, current: -0.25, alarms: [Self.watch])).setpoints.isEmpty)
    #expect(machine.due?.after == Quantity(si: 0.5))
    let last = machine.handle(reading(at: 4.5, current: -0.25))
    #expect(last.events.contains { if case .stepEnded(let end) = $0 { end.charge.si == -3 } else { false } })
  }

  @Test("A reduced profile stays reduced")
  func reducedProfile() {
    let pulses = CurrentProfile(name: "pulse", starts: [0, 2], currents: [-1, 0.2], duration: 4, repeats: 2)
    let playing = PlanStep(
      number: 1, verb: "profile", label: nil, control: .profile(pulses), ends: [], record: everySecond,
      reactions: [EventReaction(on: .sandTimeDivergence, .watch, .reduce(.part(0.5)))])
    var machine = RunMachine(plan: plan([.step(playing)]))
    var applied = machine.handle(.begin).setpoints
    for time in 0..<8 {
      applied += machine.handle(reading(at: Double(time), alarms: time == 1 ? [Self.watch] : [])).setpoints
    }
    #expect(applied == [-1, -0.5, 0.1, -0.5, 0.1].map { .current(Quantity(si: $0)) })
  }

  @Test("A pause for a time ends by itself; the step goes on with what is left of it")
  func pause() {
    var machine = machine(EventReaction(on: .sandTimeDivergence, .alarm, .pause(Quantity(si: 10))))
    #expect(machine.handle(reading(at: 1, current: -1, alarms: [Self.watch])).setpoints.isEmpty)
    #expect(machine.handle(reading(at: 2, current: -1, alarms: [Self.alarm])).setpoints == [.open])
    #expect(machine.isPaused && !machine.waitsForPerson)
    _ = machine.handle(reading(at: 2))
    _ = machine.handle(reading(at: 11.5))
    #expect(machine.due?.after == Quantity(si: 0.5))
    #expect(machine.handle(reading(at: 12)).setpoints == [.current(Quantity(si: -1))])
    _ = machine.handle(reading(at: 12, current: -1))
    _ = machine.handle(reading(at: 18.9, current: -1))
    let last = machine.handle(reading(at: 19, current: -1))
    #expect(last.events.contains { if case .stepEnded(let end) = $0 { end.duration.si == 9 } else { false } })
  }

  @Test("A pause that comes with the end of a step opens the cell before the next begins")
  func pauseAtEnd() {
    var machine = machine(
      EventReaction(on: .sandTimeDivergence, .alarm, .pause(nil)),
      ends: [.event(.sandTimeDivergence, .alarm), .seconds(9)])
    let actions = machine.handle(reading(at: 1, current: -1, alarms: [Self.alarm]))
    #expect(actions.setpoints == [.open])
    #expect(machine.step?.step.number == 2)
    #expect(machine.isPaused)
  }

  @Test("A jump ends the step and begins the one with the label, before the step's own ends")
  func jump() {
    var machine = machine(
      EventReaction(on: .sandTimeDivergence, .alarm, .goTo(2, label: "strip")),
      ends: [.event(.sandTimeDivergence, .alarm), .seconds(9)])
    let actions = machine.handle(reading(at: 1, current: -1, alarms: [Self.alarm]))
    #expect(machine.step?.step.number == 3)
    #expect(actions.setpoints == [.current(Quantity(si: 1))])
    let reasons = actions.events.compactMap { if case .stepEnded(let end) = $0 { end.reason } else { nil } }
    #expect(reasons == ["sand-time-divergence: go to strip"])
  }

  @Test("A jump out of a loop forgets its count; one within it does not; endless jumping ends")
  func loops() {
    let back = PlanStep(
      number: 2, verb: "rest", label: nil, control: .rest, ends: [.seconds(1)], record: everySecond,
      reactions: [EventReaction(on: .sandTimeDivergence, .alarm, .goTo(0, label: "start"))])
    let instructions = [
      step(.amperes(-1), .seconds(1), number: 1), .step(back), .again(from: 1, times: 2, label: nil),
      step(.amperes(1), .seconds(1), number: 3),
    ]
    var machine = RunMachine(plan: plan(instructions))
    var numbers: [Int] = []
    var time = 0.0
    var jumped = 0
    var actions = machine.handle(.begin)
    while machine.end == nil {
      for case .stepBegan(let start) in actions.events { numbers.append(start.stepNumber) }
      _ = machine.handle(reading(at: time))
      time += 1
      let jumps = numbers == [1, 2, 2]
      jumped += jumps ? 1 : 0
      actions = machine.handle(reading(at: time, alarms: jumps ? [Self.alarm] : []))
    }
    #expect(jumped == 1)
    #expect(numbers == [1, 2, 2, 1, 2, 2, 3])

    machine = RunMachine(plan: plan(instructions))
    _ = machine.handle(.begin)
    var readings = 0
    while machine.end == nil, readings < 10_000 {
      readings += 1
      _ = machine.handle(reading(at: Double(readings), alarms: [Self.alarm]))
    }
    #expect(machine.end?.way == .stopped)
    #expect(machine.end?.reason.hasPrefix("1000 jumps were made") == true)
  }

  @Test(
    "Stop ends tidily, abort as tripped, log does nothing",
    arguments: [
      (Reaction.stop, RunEnd.Way.stopped as RunEnd.Way?), (.abort, .tripped), (.log, nil),
    ])
  func ends(reaction: Reaction, way: RunEnd.Way?) {
    var machine = machine(EventReaction(on: .sandTimeDivergence, .alarm, reaction))
    let actions = machine.handle(reading(at: 1, current: -1, alarms: [Self.alarm]))
    #expect(machine.end?.way == way)
    #expect(actions.contains(.makeSafe) == (way != nil))
    #expect(actions.journal.isEmpty)
  }

  @Test("The strongest reaction counts when several meet, and a trip of a short is none of them")
  func several() {
    let open = Alarm(kind: .compliance, severity: .alarm, time: .zero)
    var machine = machine(
      EventReaction(on: .sandTimeDivergence, .watch, .reduce(.part(0.5))),
      EventReaction(on: .compliance, .alarm, .stop), EventReaction(on: .hardShort, .alarm, .log))
    var other = machine
    _ = machine.handle(reading(at: 1, current: -1, alarms: [Self.alarm, open]))
    #expect(machine.end?.way == .stopped)
    let short = Alarm(kind: .hardShort, severity: .trip, time: .zero)
    _ = other.handle(reading(at: 1, current: -1, alarms: [short]))
    #expect(other.end?.way == .tripped)
  }

  @Test("A plan written before there were reactions is still read")
  func oldPlan() throws {
    let plan = plan([step(.rest, .seconds(1))])
    let text = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
      .replacingOccurrences(of: #""reactions":[],"#, with: "").replacingOccurrences(of: #","reactions":[]"#, with: "")
    #expect(!text.contains("reactions"))
    #expect(try JSONDecoder().decode(Plan.self, from: Data(text.utf8)) == plan)
  }
}
