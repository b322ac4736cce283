import Documents
import Foundation
import Quantities
import TestProtocols
import Testing

@Suite("Protocols of aurora-unicycler")
struct UnicyclerTests {
  private func fixture(_ name: String) throws -> String {
    try #require(Bundle.module.path(forResource: name, ofType: "json", inDirectory: "Fixtures"))
  }

  private func resolved(_ name: String, for facts: CellFacts = cell) throws -> Plan {
    try ProtocolDocument.read(try fixture(name)).resolve(for: facts, currents: shippedCurrents)
  }

  /// A file with this method.
  private func json(_ method: String, safety: String = "{}", capacity: String = "null") -> String {
    """
    {"record": {"time_s": 10, "voltage_V": "0.005", "current_mA": ""}, "sample": {"capacity_mAh": \(capacity)},
     "safety": \(safety), "method": [
    \(method)
    ]}
    """
  }

  private func plan(
    _ method: String, safety: String = "{}", capacity: String = "null", facts: CellFacts = CellFacts(area: cell.area)
  ) throws -> Plan {
    try resolve(json(method, safety: safety, capacity: capacity), file: "u.json", for: facts)
  }

  private func step(_ method: String, capacity: String = "null") throws -> PlanStep {
    try #require(try plan(method, capacity: capacity).steps.first)
  }

  @Test("Adams' test keeps its currents, its ends and its ten cycles")
  func adams() throws {
    let plan = try resolved("adams")
    #expect(plan.name == "adams")
    #expect(plan.steps.map(\.verb) == ["rest", "plate", "strip", "plate", "strip", "plate", "strip"])
    #expect(plan.steps[1].control == .current(milliamperes(-0.6335)))
    #expect(plan.steps[1].ends == [.time(hours(10))])
    #expect(plan.steps[2].ends == [.voltage(.atLeast, volts(1)), .time(Quantity(si: 40_000))])
    #expect(plan.instructions[6] == .again(from: 4, times: 10, label: nil))
    #expect(plan.safety.maximumVoltage == volts(1.5))
    #expect(plan.safety.minimumCurrent == milliamperes(-2))
    #expect(plan.safety.delay == Quantity(si: 5))
    #expect(plan.record == RecordRule(every: Quantity(si: 10), voltageChange: Quantity(si: 0.005)))
    #expect(plan.notes.isEmpty)
  }

  @Test("Symmetric cycling and the staircase resolve")
  func samples() throws {
    #expect(try resolved("symmetric").summary.stepsInAll == 1001)
    let staircase = try resolved("ccd")
    #expect(staircase.steps.count == 41)
    #expect(staircase.steps[1].ends.first == .voltage(.atMost, volts(-2)))
    #expect(staircase.steps[2].ends.first == .voltage(.atLeast, volts(2)))
  }

  @Test("Impedance and voltage scans are refused with their place and a reason, not dropped")
  func refused() throws {
    let path = try fixture("gitt_eis_scan")
    let list = try #require(
      #expect(throws: Diagnostics.self) {
        try ProtocolDocument.read(path).resolve(for: CellFacts(area: cell.area), currents: shippedCurrents)
      }
    ).list
    #expect(
      list.map(\.what) == [
        "the step \"impedance_spectroscopy\" cannot be run", "the step \"voltage_scan\" cannot be run",
      ])
    #expect(list.map(\.place?.line) == [25, 68])
    #expect(list[0].detail == "no instrument here measures an impedance spectrum")
  }

  @Test("A cut-off at 0 V is kept, in both directions")
  func zeroVolts() throws {
    let down = try step(
      "{\"step\": \"constant_current\", \"current_mA\": -1, \"until_time_s\": 3600, \"until_voltage_V\": 0.0}")
    #expect(down.ends == [.voltage(.atMost, .zero), .time(hours(1))])
    let up = try step(
      "{\"step\": \"constant_current\", \"current_mA\": 1, \"until_time_s\": 3600, \"until_voltage_V\": \"0\"}")
    #expect(up.ends == [.voltage(.atLeast, .zero), .time(hours(1))])
  }

  @Test(
    "Rates are fractions of the capacity, and D discharges",
    arguments: [
      ("0.5", 2.0), ("\"C/2\"", 2), ("\"D/2\"", -2), ("\"1/5\"", 0.8), ("\"3C/2\"", 6), ("\" C / 4 \"", 1), ("-1", -4),
    ] as [(String, Double)])
  func rates(rate: String, milliamps: Double) throws {
    let step = try step("{\"step\": \"constant_current\", \"rate_C\": \(rate), \"until_time_s\": 60}", capacity: "4.0")
    guard case .current(let current) = step.control else {
      Issue.record("no current")
      return
    }
    #expect(agree(current.si, milliamps * 1e-3))
  }

  @Test("A rate stands before a current, and the plan says so")
  func rateFirst() throws {
    let both = "{\"step\": \"constant_current\", \"rate_C\": 1, \"current_mA\": 9, \"until_time_s\": 60}"
    let plan = try plan(both, capacity: "4")
    #expect(plan.steps[0].control == .current(milliamperes(4)))
    #expect(plan.notes == ["step 1: rate_C stands before current_mA, as in aurora-unicycler"])
  }

  @Test("A step that only a voltage ends is bounded by what the file says of charge, and the plan says so")
  func voltageOnly() throws {
    let only = "{\"step\": \"constant_current\", \"current_mA\": 1, \"until_voltage_V\": 4.2}"
    let limited = try plan(only, safety: "{\"max_capacity_mAh\": 5}")
    #expect(agree(try #require(limited.steps[0].longestDuration).si, 1.01 * 5 * 3600))
    #expect(limited.notes.count == 1)
    let known = try plan(only, capacity: "3")
    #expect(agree(try #require(known.steps[0].longestDuration).si, 6 * 3600))
    #expect(known.notes.count == 1)
    #expect(
      try faults(in: json(only), for: CellFacts(area: cell.area)).map(\.what) == ["step 1 \"strip\" may never end"])
  }

  @Test("A hold ends at the magnitude of its current, after a day at the latest")
  func hold() throws {
    let plan = try plan("{\"step\": \"constant_voltage\", \"voltage_V\": 0, \"until_rate_C\": \"D/20\"}", capacity: "2")
    #expect(plan.steps[0].control == .voltage(.zero))
    #expect(plan.steps[0].ends == [.currentMagnitude(.atMost, milliamperes(0.1)), .time(hours(24))])
    #expect(plan.notes.count == 1)
  }

  private static let rest = "{\"step\": \"open_circuit_voltage\", \"until_time_s\": 1}"

  @Test("Loops nest, by tag and by number")
  func loops() throws {
    let method = [
      Self.rest, "{\"step\": \"tag\", \"tag\": \"a\"}", Self.rest,
      "{\"step\": \"loop\", \"loop_to\": \"a\", \"cycle_count\": 3}",
      "{\"step\": \"loop\", \"loop_to\": 1, \"cycle_count\": 2}",
    ]
    let plan = try plan(method.joined(separator: ","))
    #expect(plan.rounds == [2, 6, 6, 2])
    #expect(plan.instructions[3] == .again(from: 0, times: 2, label: nil))
  }

  @Test("A loop to a tag's number goes to the step behind the tag")
  func loopToNumberOfTag() throws {
    let method = [
      Self.rest, "{\"step\": \"tag\", \"tag\": \"a\"}", Self.rest, Self.rest,
      "{\"step\": \"loop\", \"loop_to\": 2, \"cycle_count\": 3}",
    ]
    #expect(try plan(method.joined(separator: ",")).rounds == [1, 3, 3, 3])
  }

  @Test(
    "Faults are told where they stand",
    arguments: [
      ("{\"step\": \"constant_current\", \"current_mA\": 1}", "step 1 \"strip\" never ends"),
      ("{\"step\": \"constant_current\", \"current_mA\": 0, \"until_time_s\": 1}", "the current is 0 A"),
      ("{\"step\": \"constant_current\", \"until_time_s\": 1}", "constant_current has neither rate_C nor current_mA"),
      (
        "{\"step\": \"constant_current\", \"rate_C\": 1, \"until_time_s\": 1}",
        "rate_C needs the cell's capacity, which is not known"
      ),
      ("{\"step\": \"constant_current\", \"rate_C\": \"2C\", \"until_time_s\": 1}", "rate_C: \"2C\" is not a C-rate"),
      ("{\"step\": \"constant_current\", \"current_mA\": 1, \"until_time_s\": -5}", "until_time_s is -5 s"),
      (
        "{\"step\": \"constant_current\", \"current_mA\": 1, \"until_time_s\": 0, \"until_voltage_V\": 1}",
        "until_time_s is 0 s"
      ),
      (
        "{\"step\": \"constant_current\", \"current_mA\": \"1 mA\", \"until_time_s\": 5}",
        "current_mA: \"1 mA\" is not a finite number"
      ),
      (
        "{\"step\": \"constant_current\", \"current_mA\": NaN, \"until_time_s\": 5}",
        "current_mA: \"NaN\" is not a finite number"
      ),
      (
        "{\"step\": \"constant_current\", \"current_mA\": 1, \"until_time_s\": 5, \"power_W\": 1}",
        "unknown key \"power_W\" in method 1"
      ),
      ("{\"step\": \"constant_voltage\", \"until_time_s\": 5}", "method 1 has no \"voltage_V\""),
      ("{\"step\": \"constant_voltage\", \"voltage_V\": 1}", "step 1 \"hold\" never ends"),
      ("{\"step\": \"constant_curent\"}", "\"constant_curent\" is not a step of aurora-unicycler"),
      ("{\"until_time_s\": 5}", "method 1 has no \"step\""),
      (rest + ",{\"step\": \"loop\", \"loop_to\": \"x\", \"cycle_count\": 3}", "no tag \"x\" stands before this loop"),
      (rest + ",{\"step\": \"loop\", \"loop_to\": 2, \"cycle_count\": 3}", "loop_to is 2"),
      (rest + ",{\"step\": \"loop\", \"cycle_count\": 0}", "cycle_count is 0"),
      (
        "{\"step\": \"tag\", \"tag\": \"x\"},{\"step\": \"loop\", \"loop_to\": \"x\", \"cycle_count\": 3}",
        "the loop holds no step"
      ),
      ("{\"step\": \"tag\", \"tag\": \"x\"},{\"step\": \"tag\", \"tag\": \"x\"}", "the tag \"x\" is given twice"),
      ("5", "method 1 is \"5\", not `key: value` lines"),
      ("", "the method has no steps"),
    ] as [(String, String)])
  func faulty(method: String, what: String) throws {
    #expect(try faults(in: json(method), file: "u.json", for: CellFacts(area: cell.area)).map(\.what).contains(what))
  }

  @Test("Loops that overlap are refused")
  func overlapping() throws {
    let method = [
      "{\"step\": \"tag\", \"tag\": \"a\"}", Self.rest, "{\"step\": \"tag\", \"tag\": \"b\"}", Self.rest,
      "{\"step\": \"loop\", \"loop_to\": \"a\", \"cycle_count\": 3}", Self.rest,
      "{\"step\": \"loop\", \"loop_to\": \"b\", \"cycle_count\": 3}",
    ]
    let found = try faults(in: json(method.joined(separator: ",\n")), file: "u.json", for: CellFacts(area: cell.area))
    #expect(found.map(\.what) == ["the loop begins inside another one and ends behind it"])
    #expect(found.first?.place == Place(file: "u.json", line: 9, column: 1))
  }

  @Test("A current above the safety limit and limits the wrong way round are refused")
  func safety() throws {
    let method = "{\"step\": \"constant_current\", \"current_mA\": 3, \"until_time_s\": 5}"
    let above = json(method, safety: "{\"max_current_mA\": 2}")
    #expect(try faults(in: above).map(\.what) == ["step 1 \"strip\" sets 3 mA, above the safety limit of 2 mA"])
    let crossed = json(method, safety: "{\"max_voltage_V\": 1, \"min_voltage_V\": 2}")
    #expect(try faults(in: crossed).map(\.what).contains("min_voltage_V is not below max_voltage_V"))
  }

  @Test("Broken JSON is refused with its place")
  func broken() throws {
    let fault = try #require(try faults(in: "{\"method\": [\n{\"step\": \"tag\",\n", file: "u.json").first)
    #expect(fault.what == "the text cannot be read as JSON")
    #expect(fault.place == Place(file: "u.json", line: 3, column: 1))
  }
}
