import DeviceProfiles
import Documents
import Testing

/// A profile that is right, and what is said when a line of it is not.
@Suite("Faulty device profiles")
struct FaultyProfileTests {
  static let right = """
    name: Supply
    kind: cycler
    language: modbus
    transports:
      - {kind: modbus-rtu, baud: 9600, unit: 1}
    timing: {gap: 10 ms, answer: 0.5 s, reading: 0.1 s, stale: 2 s}
    models:
      - name: S1
        identity: [{register: id, is: 7}]
        voltage: {from: 0 V, to: 10 V, step: 1 mV}
        current: {from: 0 A, to: 1 A, step: 1 mA}
    registers:
      id: {address: 0}
      voltage set: {address: 8, access: rw, scale: 0.001 V, raw: [0, 10000]}
      current set: {address: 9, access: rw, scale: 0.001 A}
      voltage: {address: 10, scale: 0.001 V}
      current: {address: 11, scale: 0.001 A}
      output: {address: 18, access: rw, values: {off: 0, on: 1}}
      calibration: {address: 54, access: rw}
    sequences:
      hold current:
        - {write: voltage set, value: "{compliance voltage}"}
        - {write: current set, value: "{source current}"}
      output on: [{write: output, value: on}]
      open: [{write: output, value: off}]
      make safe: [{write: output, value: off}]
    reading: {blocks: [[voltage, current]], voltage: voltage, current: current}
    status:
      - {register: output, bits: 0, means: output on}
    refused:
      - {addresses: [54, 62], why: calibration}
    """

  @Test("The right one is read")
  func rightOne() throws { #expect(try DeviceProfile.parse(yaml: Self.right, file: "s.yaml").name == "Supply") }

  /// Line of the profile to change, what to put there, and what must be said about it.
  static let faults: [(from: String, to: String, said: [String])] = [
    ("kind: cycler", "kind: cycler\nbaudrate: 9600", ["unknown key \"baudrate\"", "s.yaml:3:1"]),
    ("kind: cycler", "kind: cycle", ["\"cycle\" is not known", "did you mean \"cycler\""]),
    (
      "language: modbus", "language: scpi",
      ["modbus-rtu does not carry scpi", "not one of an instrument that speaks scpi"]
    ),
    (
      "{write: output, value: off}]\n    reading", "{write: outptu, value: off}]\n    reading",
      ["there is no register \"outptu\"", "did you mean \"output\""]
    ),
    (
      "output on: [{write: output, value: on}]", "output on: [{write: calibration, value: 1}]",
      ["nobody may write address 54", "calibration", "s.yaml:24"]
    ),
    ("output on: [{write: output, value: on}]", "output on: [{write: voltage, value: 1}]", ["may only be read"]),
    (
      "output on: [{write: output, value: on}]", "output on: [{write: voltage set, value: 11}]",
      ["must be from 0 to 10"]
    ),
    (
      "output on: [{write: output, value: on}]", "output on: [{write: output, value: onn}]",
      ["there is no value of output \"onn\"", "did you mean \"on\""]
    ),
    (
      "output on: [{write: output, value: on}]", "output on: [{write: output, value: \"{curent}\"}]",
      ["{curent} is not known", "did you mean \"current\""]
    ),
    (
      "output on: [{write: output, value: on}]", "output on: [{write: output, value: on, wait: 1 s}]",
      ["says write and wait"]
    ),
    (
      "output on: [{write: output, value: on}]", "output on: [{send: \"ON\"}]",
      ["not one of an instrument that speaks modbus"]
    ),
    ("  make safe: [{write: output, value: off}]\n", "", ["no sequence \"make safe\"", "must be left safe"]),
    ("scale: 0.001 V, raw", "scale: 0.001 v, raw", ["the unit \"v\" is not known", "did you mean \"V\""]),
    ("scale: 0.001 V, raw", "scale: volts, raw", ["there is no scale \"volts\""]),
    ("address: 8,", "address: 65536,", ["it must be from 0 to 65535"]),
    ("address: 8,", "address: 0x8, type: u64,", ["\"u64\" is not known", "u32"]),
    ("raw: [0, 10000]", "raw: [10000, 0]", ["the lower one first"]),
    (
      "blocks: [[voltage, current]]", "blocks: [[voltage]]", ["\"current\" is part of a reading, but no block reads it"]
    ),
    (", voltage: voltage, current: current}", ", voltage: voltage}", ["the reading has no current"]),
    ("bits: 0", "bits: 32", ["it must be from 0 to 31"]),
    ("from: 0 A, to: 1 A", "from: 1 A, to: 0 A", ["from high to low"]),
    ("from: 0 A, to: 1 A", "from: 0 A, to: 1 V", ["is a voltage, not a current"]),
    ("{register: id, is: 7}", "{register: idd, is: 7}", ["there is no register \"idd\""]),
    ("gap: 10 ms", "gap: 10", ["has no unit"]),
    ("- name: S1", "- name: S1\n    max: 5", ["unknown key \"max\" in models 1"]),
  ]

  @Test("A fault has its place, its limit and what to write instead", arguments: faults.indices)
  func faulty(index: Int) throws {
    let fault = Self.faults[index]
    let yaml = Self.right.replacing(fault.from.dedented, with: fault.to.dedented)
    try #require(yaml != Self.right, "\(fault.from)")
    do {
      _ = try DeviceProfile.parse(yaml: yaml, file: "s.yaml")
      Issue.record("nothing was said about: \(fault.to)")
    } catch {
      for words in fault.said { #expect("\(error)".contains(words), "\(error)") }
    }
  }

  @Test("A profile that lacks a line, whichever, is refused or still whole; it never stops the program")
  func missingLines() {
    let lines = Self.right.split(separator: "\n", omittingEmptySubsequences: false)
    var refused = 0
    for index in lines.indices {
      var fewer = lines
      fewer.remove(at: index)
      do { _ = try DeviceProfile.parse(yaml: fewer.joined(separator: "\n"), file: "s.yaml") } catch { refused += 1 }
    }
    #expect(refused > lines.count / 2)
  }
}

extension String {
  /// Without the four spaces of indent that the literals above have behind a line break.
  fileprivate var dedented: String { replacing("\n    reading", with: "\nreading") }
}
