import Foundation
import Testing

@Suite("Bad input ends with exit code 2, place and mend, and starts nothing", .onOwnThreads)
struct BadInputTests {
  static let header = "sandglass: 1\nname: x\nsafety: {voltage: [-5 V, 5 V]}\nrecord: {every: 1 s}\n"

  /// Name, protocol text, what the message must say.
  static let protocols: [(String, String, [String])] = [
    ("typo in a key", header + "stepz:\n  - rest: 1 s\n", [":5:1", "stepz", "steps"]),
    ("typo in a verb", header + "steps:\n  - plait: 1 mA/cm2\n    until: 1 h\n", [":6:", "plait", "plate"]),
    ("missing unit", header + "steps:\n  - rest: 10\n", [":6:", "10", "mend"]),
    ("wrong dimension", header + "steps:\n  - plate: 5 V\n    until: 1 h\n", [":6:", "5 V"]),
    ("no end", header + "steps:\n  - plate: 1 mA/cm2\n", [":6:", "mend"]),
    ("only a voltage end", header + "steps:\n  - plate: 1 mA/cm2\n    until: voltage <= -1 V\n", [":6:", "mend"]),
    ("empty", "", ["empty"]),
    ("not YAML", "{]: \"", [":1:"]),
    ("huge number", header + "steps:\n  - rest: 1e300 h\n", [":6:"]),
    ("infinite number", header + "steps:\n  - rest: 1e999 h\n", [":6:"]),
    ("not a number", header + "steps:\n  - plate: NaN mA/cm2\n    until: 1 h\n", [":6:", "NaN"]),
    ("duplicate key", header + "name: y\nsteps:\n  - rest: 1 s\n", [":5:", "name"]),
    ("tabs", header + "steps:\n\t- rest: 1 s\n", [":6:", "tab"]),
    ("cyclic anchor", header + "steps: &a\n  - repeat: 2\n    steps: *a\n", ["anchor"]),
    ("many laughs", "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n", ["anchor"]),
    ("unknown event", header + "steps:\n  - plate: 1 mA/cm2\n    until: [event sand-tim, 1 h]\n", [":7:", "sand-tim"]),
    ("a sign typed", header + "steps:\n  - plate: -1 mA/cm2\n    until: 1 h\n", [":6:", "-1"]),
    ("wrong comparator", header + "steps:\n  - plate: 1 mA/cm2\n    until: [voltage = 1 V, 1 h]\n", [":7:"]),
    ("repeat 0", header + "steps:\n  - repeat: 0\n    steps:\n      - rest: 1 s\n", [":6:"]),
    ("unknown profile", header + "steps:\n  - profile: nope\n", [":6:", "nope"]),
    ("wrong electrode", header + "cell: {working: Cu}\nsteps:\n  - rest: 1 s\n", ["Cu", "Li"]),
    ("a list", "- 1\n- 2\n", [":1:"]),
    ("a key without value", header + "steps:\n  - rest:\n", [":6:"]),
    ("truncated JSON", "{\"unicycler\": {\"version\":", [":2:1", "mend"]),
    (
      "unicycler impedance",
      """
      {"unicycler": {"version": "0.4.6"}, "record": {"time_s": 1}, "method": [{"step": "impedance_spectroscopy",
      "amplitude_V": 0.01, "start_frequency_Hz": 1e5, "end_frequency_Hz": 0.1}]}
      """, ["impedance_spectroscopy"]
    ),
  ]

  @Test("A faulty protocol", arguments: protocols)
  func faultyProtocol(name: String, text: String, says: [String]) throws {
    let program = try Program()
    defer { program.remove() }
    let source = try program.file("faulty.yaml", text)
    let result = try program("run", source, "--cell", "li-li-capillary", "--out", "a.sandglass")
    #expect(result.status == 2, "\(name)")
    for words in says + ["mend: "] { #expect(result.errors.contains(words), "\(name): \(result.errors)") }
    #expect(result.errors.contains("faulty.yaml"))
    #expect(!FileManager.default.fileExists(atPath: program.folder.appending(path: "a.sandglass").path))
  }

  @Test("A live file that cannot be made leaves no run file in the way of the next attempt")
  func unwritableLiveFile() throws {
    let program = try Program()
    defer { program.remove() }
    let path = "nowhere/live.csv"
    for speed in ["max", "1000"] {
      let result = try program(
        "run", "sand-time", "--cell", "li-li-capillary", "--speed", speed, "--out", "a.sandglass", "--live-csv", path)
      #expect(result.status == 2 && result.errors.contains(path), "\(result.errors)")
      let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
      #expect(!left.contains { $0.hasPrefix("a.sandglass") }, "\(left)")
    }
  }

  @Test("Files that are no text")
  func hostileFiles() throws {
    let program = try Program()
    defer { program.remove() }
    let nested = Data(repeating: UInt8(ascii: "["), count: 10 << 20)
    for (name, data) in [
      ("nested.yaml", nested), ("nested.json", nested), ("binary.yaml", Data([0, 255, 254, 1, 2, 3])),
      ("deep.yaml", Data(repeating: UInt8(ascii: "{"), count: 100_000)),
    ] {
      let path = try program.file(name, data)
      for verb in ["run", "check"] {
        let result = try program(verb, path)
        #expect(result.status == 2, "\(verb) \(name)")
        #expect(result.errors.contains(name))
      }
    }
    let folder = try program("run", program.folder.path)
    #expect(folder.status == 2)
  }

  @Test(
    "A file that is not there, or is no readings, is said in words by every verb that reads one",
    arguments: [
      ["replay"], ["plot", "--out", "p.svg"], ["report"], ["verify"], ["export", "--format", "csv"], ["resume"],
    ]
  )
  func noReadings(verb: [String]) throws {
    let program = try Program()
    defer { program.remove() }
    _ = try program.file("letter.csv", "Dear colleague,")
    _ = try program.file("empty.csv", "")
    for name in ["absent.sandglass", "absent.csv", "letter.csv", "empty.csv"] {
      let result = try program.call(verb + [name])
      #expect(result.status == 2, "\(verb) \(name): \(result.errors)")
      #expect(result.errors.contains(name) && !result.errors.contains("NSCocoaError"), "\(verb): \(result.errors)")
    }
  }

  @Test(
    "A faulty cell profile",
    arguments: [
      ("area: 0.1 cm2", "area: 0.1", [":2:", "area"]), ("porosity: 1", "porosity: 7", ["porosity"]),
      ("temperature: 25 °C", "temprature: 25 °C", ["temprature", "temperature"]),
      ("diffusivity: 3e-10 m2/s", "diffusivity: 3e-10 m/s", ["diffusivity", "m2/s"]),
      ("substrate: Li", "substrate: Unobtainium", ["Unobtainium"]),
    ])
  func faultyCell(right: String, wrong: String, says: [String]) throws {
    let program = try Program()
    defer { program.remove() }
    let profile = """
      name: Li|Li capillary, 1 M LiPF6
      area: 0.1 cm2
      temperature: 25 °C
      electrolyte: {concentration: 1 mol/L, diffusivity: 3e-10 m2/s, cation transference number: 0.38, conductivity: 1 S/m, solvent: carbonate}
      gap: {thickness: 1 mm, porosity: 1, tortuosity: 1}
      working: {substrate: Li, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2}
      counter: {substrate: Li, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2}
      measurement: {noise: 0 mV, resolution: 0 mV}
      """
    let good = try program.file("good.yaml", profile)
    let fine = try program("run", "smoke", "--cell", good, "--out", "good.sandglass")
    #expect(fine.status == 0)
    let bad = try program.file("bad.yaml", profile.replacingOccurrences(of: right, with: wrong))
    let result = try program("run", "smoke", "--cell", bad, "--out", "bad.sandglass")
    #expect(result.status == 2)
    for words in says + ["bad.yaml"] { #expect(result.errors.contains(words), "\(result.errors)") }
  }

  @Test("A shipped name that is nearly right is told")
  func nearlyRight() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("check", "sandtime")
    #expect(result.status == 2)
    #expect(result.errors.contains("did you mean \"sand-time\"?"))
  }

  @Test(
    "Slips at the prompt",
    arguments: [
      ["rum", "smoke"], ["run"], ["run", "no-such-protocol"], ["run", "smoke", "--cell", "no-such-cell"],
      ["run", "smoke", "--speed", "0"], ["run", "smoke", "--speed", "fast"], ["run", "smoke", "--seed", "-1"],
      ["list", "protocol"], ["export", "no-such-run.sandglass"], ["plot", "no-such-run.sandglass"],
      ["plot", "a.sandglass", "b.sandglass"], ["plot", "--over", "cycle"], ["plot", "a.sandglass", "--over", "cycel"],
      ["plot", "a.sandglass", "./a.sandglass", "--over", "cycle"],
      ["plot", "a.sandglass", "--over", "cycle", "--from", "1 h"],
      ["replay", "no-such-file.csv"], ["run", "smoke", "--frobnicate"],
    ])
  func slips(arguments: [String]) throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.call(arguments)
    #expect(result.status == 2)
    #expect(!result.errors.isEmpty)
    #expect(result.output.isEmpty)
  }
}
