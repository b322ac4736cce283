import Documents
import Quantities
import TestProtocols
import Testing

@Suite("Faulty protocols")
struct FaultyProtocolTests {
  @Test(
    "Each fault of a step is told with its place and how to mend it",
    arguments: [
      ("[{plaet: 1 mA, until: 1 h}]", 5, 10, "\"plaet\" is not a kind of step", "did you mean \"plate\"?"),
      ("[{until: 1 h, plate: 1 mA}]", 5, 10, "\"until\" is not a kind of step", "write the verb first:   - plate: …"),
      ("[{plate: 1, until: 1 h}]", 5, 17, "plate: \"1\" has no unit", "write   1 mA/cm2   if that is what you mean"),
      (
        "[{plate: 1 V, until: 1 h}]", 5, 17, "plate: \"1 V\" is a voltage, not a current density",
        "give it in a unit such as mA/cm2"
      ),
      ("[{plate: -1 mA, until: 1 h}]", 5, 17, "plate: \"-1 mA\" has a sign", "write   plate: 1 mA   or   strip: 1 mA"),
      (
        "[{plate: NaN mA, until: 1 h}]", 5, 17, "plate: \"NaN mA\" does not begin with a finite number",
        "write a number and a unit, such as 0.5 mA/cm2"
      ),
      ("[{plate: 1e300 mA, until: 1 h}]", 5, 17, "plate is 1e300 mA", "write a value within that"),
      ("[{plate: 0 mA/cm2, until: 1 h}]", 5, 17, "plate is 0 mA/cm2", "write a value within that"),
      ("[{plate: 1 mA}]", 5, 9, "step 1 \"plate\" never ends", "add   until: 1 mAh/cm2"),
      ("[{plate: 1 mA, until: voltage <= -1 V}]", 5, 9, "step 1 \"plate\" may never end", "add   until: 1 mAh/cm2"),
      ("[{hold: 1 V, until: \"|current| <= 1 uA\"}]", 5, 9, "step 1 \"hold\" may never end", "add   until: 1 h"),
      ("[{hold: 1 V, until: 1 mAh}]", 5, 9, "step 1 \"hold\" may never end", "add   until: 1 h"),
      ("[{plate: 1 pA, until: 1 Ah}]", 5, 9, "step 1 \"plate\" may last 4.167e+10 d", "add a time"),
      ("[{plate: 1 mA, until: [voltage => 1 V, 1 h]}]", 5, 31, "until: \"=>\" is not a comparator", "write   >="),
      (
        "[{plate: 1 mA, until: [voltage = 1 V, 1 h]}]", 5, 31, "until: \"=\" is not a comparator",
        "measured values never equal a limit: use >= or <="
      ),
      (
        "[{plate: 1 mA, until: [current <= 1 mA, 1 h]}]", 5, 31, "until: \"current\" cannot be compared with a limit",
        "write   \"|current| <= 10 uA\""
      ),
      (
        "[{plate: 1 mA, until: [volage >= 1 V, 1 h]}]", 5, 31, "until: \"volage\" cannot be compared with a limit",
        "did you mean \"voltage\"?"
      ),
      (
        "[{plate: 1 mA, until: [voltage >= 1, 1 h]}]", 5, 31, "voltage: \"1\" has no unit",
        "write   1 V   if that is what you mean"
      ),
      (
        "[{plate: 1 mA, until: [\"|voltage| < 0 V\", 1 h]}]", 5, 31, "a magnitude is never below 0",
        "write   |voltage| <= 0"
      ),
      ("[{plate: 1 mA, until: [1 V, 1 h]}]", 5, 31, "until: \"1 V\" is not an end", "write   voltage >= 1 V"),
      ("[{plate: 1 mA, until: [5, 1 h]}]", 5, 31, "until: \"5\" is not an end", "write a unit:   5 min,   5 mAh/cm2"),
      ("[{plate: 1 mA, until: 0 s}]", 5, 30, "until is 0 s", "write a value within that"),
      ("[{plate: 1 mA, until: 20 d}, {rest: 1e9 h}]", 5, 44, "rest is 1e9 h", "write a value within that"),
      ("[{plate: 1 mA, until: []}]", 5, 30, "the list of ends is empty", "write   until: 1 h"),
      (
        "[{plate: 1 mA, until: [event sand-tme-divergence, 1 h]}]", 5, 31,
        "until: no detector reports \"sand-tme-divergence\"", "did you mean \"sand-time-divergence\"?"
      ),
      (
        "[{plate: 1 mA, until: [event hard-short loud, 1 h]}]", 5, 31, "until: \"loud\" is not a severity",
        "write   event: {sand-time-divergence: alarm}"
      ),
      (
        "[{plate: 1 mA, until: [{evnt: hard-short}, 1 h]}]", 5, 31, "until 1 has no \"event\"",
        "add   event: sand-time-divergence"
      ),
      ("[{rest: 1 h, until: 1 mAh}]", 5, 9, "step 1 \"rest\" waits for a charge", "end it by time"),
      ("[rest]", 5, 9, "\"rest\" is not a step", "write   - rest: 10 min"),
      ("[{repeat: 0, steps: [rest: 1 s]}]", 5, 18, "repeat is 0", "write a value within that"),
      ("[{repeat: 2000000, steps: [rest: 1 s]}]", 5, 18, "repeat is 2000000", "write a value within that"),
      (
        "[{repeat: 2.5, steps: [rest: 1 s]}]", 5, 18, "repeat: \"2.5\" is not a whole number",
        "write digits alone, such as 10"
      ),
      ("[{repeat: 2}]", 5, 9, "step \"repeat\" has no \"steps\"", "add   steps: […]"),
      ("[{repeat: 2, steps: []}]", 5, 28, "there are no steps", "add   - rest: 10 min"),
      ("[]", 5, 8, "there are no steps", "add   - rest: 10 min"),
      (
        "[{plate: 1 mA, untli: 1 h, until: 1 h}]", 5, 23, "unknown key \"untli\" in step \"plate\"",
        "did you mean \"until\"?"
      ),
      (
        "[{rest: 1 s, strip: 1 mA}]", 5, 21, "unknown key \"strip\" in step \"rest\"",
        "one verb a step: begin a new one with `- `"
      ),
      ("[{profile: pulse-platin}]", 5, 19, "there is no profile \"pulse-platin\"", "did you mean \"pulse-plating\"?"),
      (
        "[{profile: ../../etc/passwd}]", 5, 19, "\"../../etc/passwd\" is not the name of a profile",
        "write the file's name without folder and .csv"
      ),
      ("[{profile: ramp, scale: -1}]", 5, 32, "scale is -1", "write a value within that"),
      (
        "[{hold: 9 V, until: 1 h}]", 5, 9, "step 1 \"hold\" sets 9 V, above the safety limit of 5 V",
        "change the step or the safety limit"
      ),
      (
        "[{plate: 1 mA, until: [voltage >= 6 V, 1 h]}]", 5, 9,
        "step 1 \"plate\" waits for voltage ≥ 6 V, but the safety limit of 5 V ends the run before",
        "change the step or the safety limit"
      ),
    ] as [(String, Int, Int, String, String?)])
  func steps(steps: String, line: Int, column: Int, what: String, mend: String?) throws {
    let found = try faults(in: withSteps(steps))
    #expect(found.map(\.what).contains(what), "\(found)")
    let fault = try #require(found.first { $0.what == what })
    #expect(fault.place == Place(file: "p.yaml", line: line, column: column))
    #expect(fault.mend == mend)
  }

  @Test(
    "Each fault of the header is told",
    arguments: [
      ("sandglass: 1", "sandglass: 2", "this program reads version 1 of the protocol language"),
      ("sandglass: 1", "sandglass: one", "sandglass: \"one\" is not a whole number"),
      ("name: t", "nmae: t", "test protocol has no \"name\""),
      ("safety: {voltage: [-5 V, 5 V]}", "", "test protocol has no \"safety\""),
      ("{voltage: [-5 V, 5 V]}", "{current: 1 mA}", "safety has no \"voltage\""),
      ("[-5 V, 5 V]", "[5 V, -5 V]", "the lower limit of voltage is not below the upper one"),
      ("[-5 V, 5 V]", "[-5 V, 5 V, 6 V]", "voltage needs two limits, and has 3"),
      ("[-5 V, 5 V]", "[null, null]", "voltage limits nothing"),
      ("[-5 V, 5 V]", "[-5 V, 5]", "voltage: \"5\" has no unit"),
      ("{every: 1 s}", "{dV: 1 mV}", "record has no \"every\""),
      ("{every: 1 s}", "{every: 0 s}", "every is 0 s"),
      ("{every: 1 s}", "{every: 1 s, dV: 0 mV}", "dV is 0 mV"),
      ("steps: [rest: 1 s]", "", "test protocol has no \"steps\""),
      (
        "name: t", "name: t\ncell: {area: 1.02 cm2}", "the protocol is for a cell of 1.02 cm2, the cell's area is 1 cm2"
      ),
      ("name: t", "name: t\ncell: {working: Cu}", "the protocol is for a working electrode of Cu, the cell has Li"),
      (
        "name: t", "name: t\ncell: {capacity: 3 mAh}",
        "the protocol is for a cell of 3 mAh, the cell's capacity is 2 mAh"
      ),
      ("name: t", "name: t\ncell: {aera: 1 cm2}", "unknown key \"aera\" in cell"),
    ] as [(String, String, String)])
  func header(old: String, new: String, what: String) throws {
    let text = withSteps("[rest: 1 s]").replacing(old, with: new)
    #expect(try faults(in: text).map(\.what).contains(what))
  }

  @Test("A cell within a hundredth is the protocol's cell, and the cell's own area counts")
  func nearlyEqual() throws {
    let text = withSteps("[{plate: 1 mA/cm2, until: 1 h}]").replacing(
      "name: t", with: "name: t\ncell: {area: 1.009 cm2}")
    #expect(try resolve(text).area == cell.area)
    #expect(agree(try resolve(text, for: CellFacts()).area.si, 1.009e-4))
  }

  @Test("Without an area or a capacity, what needs them is refused")
  func unknownCell() throws {
    let areal = try faults(in: withSteps("[{plate: 1 mA/cm2, until: 1 h}]"), for: CellFacts())
    #expect(areal.map(\.what) == ["the electrode area is not known"])
    let rate = try faults(in: withSteps("[{charge: C/10, until: 1 h}]"), for: CellFacts(area: cell.area))
    #expect(rate.map(\.what) == ["the C-rate \"C/10\" needs the cell's capacity, which is not known"])
  }

  @Test("All faults of a protocol come in one report")
  func together() throws {
    let text = withSteps("[{plaet: 1 mA}, {rest: 5}, {strip: 1 mA}]").replacing("every: 1 s", with: "evry: 1 s")
    #expect(
      try faults(in: text).map(\.what) == [
        "record has no \"every\"", "unknown key \"evry\" in record", "\"plaet\" is not a kind of step",
        "rest: \"5\" has no unit", "step 2 \"strip\" never ends",
      ])
  }

  @Test(
    "Files that are no protocols",
    arguments: [
      ("", "the file is empty"), ("just words", "test protocol is \"just words\", not `key: value` lines"),
      ("[1, 2]", "test protocol is a list of 2, not `key: value` lines"),
      ("a: 1", "test protocol has no \"sandglass\""),
    ] as [(String, String)])
  func noProtocol(text: String, what: String) throws {
    #expect(try faults(in: text).map(\.what).contains(what))
  }

  @Test("Ten megabytes of nesting are refused before they are read")
  func nesting() throws {
    #expect(try faults(in: String(repeating: "[", count: 10 << 20)).map(\.what) == ["the file is too large"])
  }

  @Test("Loops in loops that would never end in a lifetime are refused")
  func hugeLoops() throws {
    let text = withSteps("[{repeat: 1000000, steps: [{repeat: 1000000, steps: [rest: 1 s]}]}]")
    #expect(try faults(in: text).map(\.what) == ["the protocol has 1e+12 steps, loops unrolled"])
  }

  @Test("A current beyond the safety limit is refused before it flows")
  func current() throws {
    let text = withSteps("[{plate: 20 mA, until: 1 h}, {profile: ramp}]")
      .replacing("[-5 V, 5 V]", with: "[-5 V, 5 V], current: 10 mA")
    #expect(
      try faults(in: text).map(\.what) == [
        "step 1 \"plate\" sets -20 mA, below the safety limit of -10 mA",
        "step 2 \"profile\" sets -20 mA, below the safety limit of -10 mA",
      ])
  }
}
