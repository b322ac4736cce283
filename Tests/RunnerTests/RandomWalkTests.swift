import Cycling
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
}
