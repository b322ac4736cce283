import Bench
import Cycling
import DeviceProfiles
import Documents
import Foundation
import Quantities
import TestProtocols
import Testing

@Suite("Whether an instrument can do what a plan asks")
struct InstrumentFitTests {
  static func device(_ name: String) throws -> NamedDevice {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try ShippedFiles(root: root).device(named: name)
  }

  static func plan(
    _ control: Control, ends: [EndCondition] = [], safety: SafetyLimits = SafetyLimits(), every: Double = 10
  ) -> Plan {
    let record = RecordRule(every: Quantity(si: every))
    let step = PlanStep(
      number: 3, verb: "plate", label: nil, control: control, ends: ends + [.time(Quantity(si: 3600))], record: record)
    return Plan(
      name: "test", area: Quantity(si: 1e-4), safety: safety, record: record, instructions: [.step(step)])
  }

  static func amperes(_ value: Double) -> Control { .current(Quantity(si: value)) }

  @Test(
    "What it cannot do is said, with the numbers",
    arguments: [
      ("ea-psb-10000", plan(amperes(1e-3)), "steps of 2.289 mA", "from 114.5 mA on"),
      ("ea-psb-10000", plan(amperes(61)), "asks for 61 A, outside", "it sets -60 A to 60 A"),
      ("ea-psb-10000", plan(.voltage(Quantity(si: -0.1))), "asks for -0.1 V, outside", "it sets 0 V to 60 V"),
      ("ea-psb-10000", plan(amperes(5), every: 0.02), "records every 0.02 s", "reads every 0.05 s at best"),
      ("riden-rd60xx", plan(amperes(-1)), "cannot sink current", "bidirectional"),
      ("riden-rd60xx:RD6012", plan(amperes(0.4)), "steps of 10 mA", "from 500 mA on"),
      ("riden-rd60xx", plan(.rest), "does not measure the cell's voltage", "leave the rests out"),
      ("keithley-2400", plan(amperes(2)), "asks for 2 A, outside", "-1.05 A to 1.05 A"),
      ("keithley-2400", plan(amperes(1e-9)), "steps of 50 pA", "from 2.5 nA on"),
      ("keithley-2450", plan(.voltage(Quantity(si: 1))), "holds a voltage", "take an instrument that does"),
      ("palmsens-emstat-pico", plan(amperes(1e-4)), "holds voltages only", "galvanostat"),
      ("rodeostat", plan(amperes(1e-4)), "holds voltages only", "galvanostat"),
      ("eurotherm-3200", plan(.rest), "is a chamber", "name a cycler"),
      (
        "palmsens-emstat4", plan(amperes(1e-3), ends: [.voltage(.atLeast, Quantity(si: 4.2))]),
        "waits for voltage ≥ 4.2 V, where", "it goes from -3 V to 3 V"
      ),
      (
        "ea-psb-10000", plan(amperes(-5), safety: SafetyLimits(minimumVoltage: Quantity(si: -1))),
        "let the voltage go to -1 V", "both signs"
      ),
    ])
  func faults(device: String, plan: Plan, first: String, second: String) throws {
    let faults = InstrumentFit(plan, on: try Self.device(device)).faults
    #expect(faults.count == 1, "\(faults)")
    let text = faults.map(\.description).joined()
    #expect(text.contains(first) && text.contains(second), "\(text)")
  }

  @Test(
    "What it can do is not refused",
    arguments: [
      ("ea-psb-10000", plan(amperes(-5), ends: [.voltage(.atMost, Quantity(si: 2.5))])), ("ea-psb-10000", plan(.rest)),
      ("keithley-2400", plan(amperes(-1e-4), safety: SafetyLimits(minimumVoltage: Quantity(si: -2)))),
      ("keithley-2400", plan(.rest)), ("keithley-2400", plan(.voltage(Quantity(si: 1)))),
      ("palmsens-emstat4:EmStat4 HR", plan(amperes(50e-3), ends: [.voltage(.atLeast, Quantity(si: 4.2))])),
      ("riden-rd60xx:RD6006P", plan(amperes(5.5))),
    ])
  func fits(device: String, plan: Plan) throws {
    let faults = InstrumentFit(plan, on: try Self.device(device)).faults
    #expect(faults.isEmpty, "\(faults)")
  }

  @Test("Every current of a profile is asked for, and its pauses are rests")
  func currentProfile() throws {
    let profile = CurrentProfile(name: "p", starts: [0, 1, 2], currents: [-0.5, 0, 2], duration: 3, repeats: 2)
    let faults = InstrumentFit(Self.plan(.profile(profile)), on: try Self.device("riden-rd60xx:RD6012")).faults
    #expect(faults.map { $0.description.contains("cannot sink") }.contains(true))
    #expect(faults.map { $0.description.contains("does not measure") }.contains(true))
    #expect(faults.count == 2)
  }

  @Test("Limits are the plan's safety, within the instrument; without any, what the plan names, a tenth wider")
  func limits() throws {
    let device = try Self.device("keithley-2400")
    let safety = SafetyLimits(
      minimumVoltage: Quantity(si: -1), maximumVoltage: Quantity(si: 50), minimumCurrent: Quantity(si: -1e-3),
      maximumCurrent: Quantity(si: 2e-3))
    let own = Self.plan(Self.amperes(1e-4), safety: safety).limits(on: device)
    #expect(own.voltage == -1...21)
    #expect(own.current == -1e-3...2e-3)
    #expect(own.longestHold == 3660)
    let named = Self.plan(
      Self.amperes(-1e-4), ends: [.voltageMagnitude(.atLeast, Quantity(si: 0.5))]
    ).limits(on: device)
    #expect((named.voltage.lowerBound + 0.6).magnitude < 1e-12 && (named.voltage.upperBound - 0.6).magnitude < 1e-12)
    #expect((named.current.lowerBound + 1.1e-4).magnitude < 1e-12 && named.current.upperBound == 0)
    let free = Self.plan(.voltage(Quantity(si: 1))).limits(on: device)
    #expect(free.current == -1.05...1.05, "nobody knows what flows at a voltage")
    #expect(free.voltage == -21...21)
  }

  @Test("A model is named behind a colon; an unknown one is refused with those there are")
  func models() throws {
    #expect(try Self.device("riden-rd60xx").model.name == "RD6006")
    #expect(try Self.device("riden-rd60xx:RD6018").model.name == "RD6018")
    let error = #expect(throws: Diagnostics.self) { try Self.device("riden-rd60xx:RD601") }
    #expect("\(try #require(error))".contains("RD6006P"))
  }
}
