import Cycling
import Foundation
import Quantities
import Runner
import TestProtocols
import Testing

@Suite("Run machine: random events")
struct RandomWalkTests {
  /// A small deterministic generator: the walk is the same every time.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  @Test("Whatever comes, the cell is safe at the end and nothing follows it", arguments: 0..<200 as Range<UInt64>)
  func walk(seed: UInt64) {
    var random = Generator(state: seed)
    let instructions = [
      step(.amperes(-1e-3), .seconds(5), .voltage(.atMost, Quantity(si: -1))), step(.rest, .seconds(2)),
      step(.voltage(Quantity(si: 0.1)), .seconds(3), .currentMagnitude(.atMost, Quantity(si: 1e-5))),
      .again(from: 0, times: 3, label: nil),
    ]
    let limits = SafetyLimits(
      maximumVoltage: Quantity(si: 1.5), maximumStepCharge: Quantity(si: 1), delay: Quantity(si: 1))
    var machine = RunMachine(plan: plan(instructions, safety: limits))
    var actions = machine.handle(.begin)
    var time = 0.0
    for _ in 0..<2000 where machine.end == nil {
      #expect(!actions.contains(.makeSafe))
      if let due = machine.due {
        #expect(due.after.si >= 0 && due.after.si <= 1)
        time += Bool.random(using: &random) ? due.after.si : Double.random(in: 0...3, using: &random)
      }
      switch Int.random(in: 0..<400, using: &random) {
      case 0: actions = machine.handle(.stopRequested(reason: "walk"))
      case 1: actions = machine.handle(.fault(reason: "walk"))
      case 2: actions = machine.handle(reading(at: time, voltage: .nan, current: .nan))
      default:
        actions = machine.handle(
          reading(
            at: time, voltage: Double.random(in: -1.2...1.6, using: &random),
            current: Double.random(in: -2e-3...2e-3, using: &random)))
      }
    }
    #expect(machine.end != nil)
    #expect(actions.contains(.makeSafe))
    #expect(machine.handle(reading(at: time + 1)).isEmpty)
    #expect(machine.handle(.stopRequested(reason: "late")).isEmpty)
  }

  @Test(
    "However a run is paused, resumed, interrupted and reacted to, a pause holds the cell open and costs the step nothing",
    arguments: 0..<200 as Range<UInt64>)
  func pauses(seed: UInt64) throws {
    var random = Generator(state: seed &+ 77)
    let reactions = [
      EventReaction(on: .sandTimeDivergence, .trip, .goTo(1, label: "rest")),
      EventReaction(on: .sandTimeDivergence, .alarm, .pause(Quantity(si: 4))),
      EventReaction(on: .sandTimeDivergence, .watch, .reduce(.part(0.5))),
      EventReaction(on: .compliance, .alarm, .pause(nil)),
    ]
    let plating = PlanStep(
      number: 1, verb: "plate", label: nil, control: .amperes(-1e-3), ends: [.coulombs(8e-3)], record: everySecond,
      reactions: reactions)
    let instructions: [Instruction] = [
      .step(plating), step(.rest, .seconds(3)), step(.amperes(1e-3), .seconds(7)),
      .again(from: 0, times: 5, label: nil),
    ]
    var machine = RunMachine(plan: plan(instructions))
    var held = Setpoint.open
    var time = 0.0
    var pausedFor = 0.0
    var stepsTime = 0.0
    func perform(_ actions: [RunMachine.Action]) {
      for action in actions {
        switch action {
        case .apply(let setpoint): held = setpoint
        case .makeSafe: held = .open
        case .emit(.stepEnded(let end)): stepsTime += end.duration.si
        case .emit: break
        }
      }
    }
    perform(machine.handle(.begin))
    var readings = 0
    while machine.end == nil, readings < 20_000 {
      let wasPaused = machine.isPaused
      let before = machine.step
      switch Int.random(in: 0..<30, using: &random) {
      case 0: perform(machine.handle(.pauseRequested(reason: "walk")))
      case 1, 2, 3: perform(machine.handle(.resumeRequested(reason: "walk")))
      case 4:
        machine = try JSONDecoder().decode(RunMachine.self, from: JSONEncoder().encode(machine))
        perform(machine.handle(.interrupted(gap: nil, cellWasOpened: Bool.random(using: &random))))
      default:
        let due = try #require(machine.due)
        let passed = due.after.si * (Bool.random(using: &random) ? 1 : Double.random(in: 0...1, using: &random))
        time += passed
        if wasPaused { pausedFor += passed }
        readings += 1
        let amperes: Double = if case .current(let current) = held { current.si } else { 0 }
        var alarms: [Alarm] = []
        if Int.random(in: 0..<15, using: &random) == 0 {
          let kind: AlarmKind = Bool.random(using: &random) ? .sandTimeDivergence : .compliance
          let severity = Severity.allCases.randomElement(using: &random) ?? .info
          alarms = [Alarm(kind: kind, severity: severity, time: Quantity(si: time))]
        }
        perform(machine.handle(reading(at: time, current: amperes, alarms: alarms)))
        if wasPaused, let before, let after = machine.step {
          #expect(after.count == before.count && after.charge == before.charge)
        }
      }
      if machine.isPaused {
        #expect(held == .open)
      } else if machine.end == nil {
        #expect(held == machine.step?.setpoint)
      }
    }
    #expect(machine.end?.way == .completed)
    #expect(held == .open)
    // All time is either a step's or a pause's.
    #expect(abs(time - stepsTime - pausedFor) < 1e-6 * max(time, 1))
  }
}
