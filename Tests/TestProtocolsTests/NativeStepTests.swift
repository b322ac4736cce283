import Cycling
import Documents
import Foundation
import Quantities
import TestProtocols
import Testing

@Suite("Steps of the native language")
struct NativeStepTests {
  @Test(
    "Currents carry the direction of their verb",
    arguments: [
      ("plate: 0.5 mA/cm2", -0.5e-3), ("strip: 0.5 mA/cm2", 0.5e-3), ("charge: 2 mA", 2e-3),
      ("discharge: 2 mA", -2e-3), ("charge: C/10", 0.2e-3), ("discharge: 0.5C", -1e-3), ("charge: 3C/2", 3e-3),
      ("charge: 1 C", 2e-3), ("plate: 500 uA cm-2", -0.5e-3),
    ] as [(String, Double)])
  func currents(step: String, amperes: Double) throws {
    let control = try plan("[{\(step), until: 1 h}]").steps.first?.control
    guard case .current(let current) = control else {
      Issue.record("\(String(describing: control)) is no current")
      return
    }
    #expect(agree(current.si, amperes))
  }

  @Test("What only looks like a C-rate is refused", arguments: ["C/", "C/0", "2CC", "C/-2", "1e3C", "/2C"])
  func noRate(text: String) {
    #expect(throws: Diagnostics.self) { try plan("[{charge: \(text), until: 1 h}]") }
  }

  @Test("A current density is the current of the cell's area")
  func area() throws {
    let facts = CellFacts(area: Quantity(1.267, .squareCentimetre))
    let step = try resolve(withSteps("[{plate: 1 mA/cm2, until: 1 mAh/cm2}]"), for: facts).steps.first
    let control = try #require(step?.control)
    guard case .current(let current) = control, case .charge(let charge) = step?.ends.first else {
      Issue.record("no current or no charge")
      return
    }
    #expect(agree(current.si, -1.267e-3))
    #expect(agree(charge.si, 1.267 * 3.6))
  }

  @Test(
    "Ends in every spelling",
    arguments: [
      ("30 min", .time(Quantity(si: 1800))), ("2 mAh", .charge(milliampereHours(2))),
      ("1 mAh/cm2", .charge(milliampereHours(1))), ("voltage >= 1 V", .voltage(.atLeast, volts(1))),
      ("voltage<=-50 mV", .voltage(.atMost, volts(-0.05))), ("voltage ≥ 0 V", .voltage(.atLeast, volts(0))),
      ("\"|voltage| > 2 V\"", .voltageMagnitude(.above, volts(2))),
      ("\"|current| <= 10 uA\"", .currentMagnitude(.atMost, milliamperes(0.01))),
      ("\"|current| <= 0 A\"", .currentMagnitude(.atMost, .zero)),
      ("event sand-time-divergence", .event(.sandTimeDivergence, .alarm)),
      ("event sand-time-divergence watch", .event(.sandTimeDivergence, .watch)),
      ("{event: hard-short}", .event(.hardShort, .alarm)),
      ("{event: {hard-short: info}}", .event(.hardShort, .info)),
    ] as [(String, EndCondition)])
  func ends(text: String, end: EndCondition) throws {
    let ends = try plan("[{plate: 1 mA, until: [\(text), 7 h]}]").steps.first?.ends
    let found = try #require(ends?.first)
    #expect(ends?.count == 2)
    #expect(
      found.description(area: Quantity(1, .squareCentimetre)) == end.description(area: Quantity(1, .squareCentimetre)))
    #expect(ends?.last == .time(hours(7)))
  }

  @Test("A rest ends by its time, or before")
  func rest() throws {
    let steps = try plan("[{rest: 10 min}, {rest: 10 min, until: voltage <= 0.1 V}]").steps
    #expect(steps.map(\.control) == [.rest, .rest])
    #expect(steps[0].ends == [.time(Quantity(si: 600))])
    #expect(steps[1].ends == [.voltage(.atMost, volts(0.1)), .time(Quantity(si: 600))])
  }

  @Test("A hold at zero volts is a hold")
  func hold() throws {
    let step = try #require(try plan("[{hold: 0 V, until: [\"|current| <= 10 uA\", 1 h]}]").steps.first)
    #expect(step.control == .voltage(.zero))
  }

  @Test("Loops nest, and keep their labels")
  func loops() throws {
    let plan = try resolve(
      withSteps(
        """

          - rest: 1 s
          - repeat: 3
            label: outer
            steps:
              - rest: 2 s
              - repeat: 4
                steps: [rest: 3 s]
          - rest: 4 s
        """))
    #expect(plan.instructions.count == 6)
    #expect(plan.instructions[3] == .again(from: 2, times: 4, label: nil))
    #expect(plan.instructions[4] == .again(from: 1, times: 3, label: "outer"))
    #expect(plan.rounds == [1, 3, 12, 12, 3, 1])
    #expect(plan.steps.map(\.number) == [1, 2, 3, 4])
    #expect(plan.summary.stepsInAll == 17)
    #expect(plan.summary.longestDuration == Quantity(si: 1 + 3 * 2 + 12 * 3 + 4))
    #expect(plan.summary.loops.map(\.steps) == [3...3, 2...3])
  }

  @Test("A record rule of a step stands for the whole rule")
  func record() throws {
    let steps = try plan("[{rest: 1 s}, {rest: 1 s, record: {every: 0.1 s, dI: 1 uA}}]").steps
    #expect(steps[0].record == RecordRule(every: Quantity(si: 1)))
    #expect(steps[1].record == RecordRule(every: Quantity(si: 0.1), currentChange: Quantity(si: 1e-6)))
  }

  @Test("Safety limits of one side, of both, and areal ones")
  func safety() throws {
    let text = withSteps("[rest: 1 s]").replacingOccurrences(
      of: "{voltage: [-5 V, 5 V]}",
      with: "{voltage: [null, 0 V], current: 20 mA/cm2, charge: 3 mAh/cm2, delay: 2 s}")
    let limits = try resolve(text).safety
    #expect(limits.minimumVoltage == nil)
    #expect(limits.maximumVoltage == .zero)
    #expect(agree(try #require(limits.minimumCurrent).si, -0.02))
    #expect(agree(try #require(limits.maximumCurrent).si, 0.02))
    #expect(agree(try #require(limits.maximumStepCharge).si, 10.8))
    #expect(limits.delay == Quantity(si: 2))
  }

  @Test("A profile plates with negative current, scaled and repeated")
  func profile() throws {
    let step = try #require(try plan("[{profile: reverse-pulse, scale: 0.5, repeat: 10}]").steps.first)
    guard case .profile(let profile) = step.control else {
      Issue.record("no profile")
      return
    }
    #expect(profile.starts == [0, 8])
    #expect(profile.currents == [-2.5e-3, 2.5e-3])
    #expect(profile.duration == 10)
    #expect(profile.repeats == 10)
    #expect(step.ends.isEmpty)
    #expect(step.longestDuration == Quantity(si: 100))
    #expect(agree(try #require(step.largestCharge).si, 0.25))
  }

  @Test("Every file of Techniques is in the catalogue")
  func catalogue() throws {
    let folder = project.appendingPathComponent("Sources/TestProtocols/Techniques")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    for file in files {
      let source = try String(contentsOf: file, encoding: .utf8)
      let verb = source.firstMatch(of: /verb = "([a-z]+)"/).map { String($0.1) }
      #expect(verb.map(TechniqueCatalogue.verbs.contains) == true, "\(file.lastPathComponent) is not in the catalogue")
    }
    #expect(files.count == TechniqueCatalogue.verbs.count)
  }
}
