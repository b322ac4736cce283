import Documents
import Quantities
import Testing

@Suite("Fields of a document")
struct FieldsTests {
  private struct Cell: Equatable {
    var name: String
    var area: Quantity<Area>
    var noise: Quantity<Voltage>?
    var cycles: Int
    var substrates: [String]
  }

  private func read(_ yaml: String) throws -> Cell {
    try Fields.read(try Document.parse(yaml: yaml, file: "c.yaml"), as: "cell profile") { fields in
      Cell(
        name: fields.text("name"), area: fields.quantity("area", .positive(to: Quantity(si: 1))),
        noise: fields.optionalMapping("measurement") { $0.quantity("noise", .notNegative) },
        cycles: fields.optionalInteger("cycles", in: 1...100) ?? 1,
        substrates: fields.list("substrates") { $0.text() })
    }
  }

  private func faults(_ yaml: String) throws -> [String] {
    try #require(#expect(throws: Diagnostics.self) { try read(yaml) }).list.map(\.description)
  }

  @Test("A sound document is read")
  func sound() throws {
    let cell = try read("name: Li|Cu\narea: 1.267 cm2\nmeasurement: {noise: 0 V}\ncycles: 5\nsubstrates: [Li, Cu]\n")
    #expect(cell.name == "Li|Cu")
    #expect(abs(cell.area.si - 1.267e-4) < 1e-15)
    #expect(cell.noise == .zero)
    #expect(cell.cycles == 5)
    #expect(cell.substrates == ["Li", "Cu"])
  }

  @Test("All faults come together, from top to bottom")
  func together() throws {
    let found = try faults("aera: 1 cm2\nmeasurement: {noise: 5, nosie: 1 mV}\ncycles: 0\nsubstrates: Li\n")
    #expect(
      found
        == [
          "c.yaml:1:1  cell profile has no \"name\"\n  mend: add   name: …",
          "c.yaml:1:1  cell profile has no \"area\"\n  mend: add   area: 1 cm2",
          "c.yaml:1:1  unknown key \"aera\" in cell profile\n  known here: name, area, measurement, cycles, substrates\n"
            + "  mend: did you mean \"area\"?",
          "c.yaml:2:22  noise: \"5\" has no unit\n  it is a voltage\n  mend: write   5 V   if that is what you mean",
          "c.yaml:2:25  unknown key \"nosie\" in measurement\n  known here: noise\n  mend: did you mean \"noise\"?",
          "c.yaml:3:9  cycles is 0\n  it must be from 1 to 100\n  mend: write a value within that",
          "c.yaml:4:13  substrates is \"Li\", not a list\n  mend: begin each item with `- `",
        ])
  }

  @Test(
    "Quantities say what is wrong with them",
    arguments: [
      ("5 mA", "area: \"5 mA\" is a current, not an area", "give it in a unit such as cm2"),
      ("5 Cm2", "area: the unit \"Cm2\" is not known", "did you mean \"cm\"? Capitals count"),
      (
        "NaN cm2", "area: \"NaN cm2\" does not begin with a finite number",
        "write a number and a unit, such as 0.5 mA/cm2"
      ),
      ("", "area has no value", "write   area: 1 cm2"),
      ("[1 cm2]", "area is a list of 1, not a single value", nil),
    ])
  func quantities(text: String, what: String, mend: String?) throws {
    let yaml = "name: x\narea: \(text)\nsubstrates: []\n"
    let fault = try #require(#expect(throws: Diagnostics.self) { try read(yaml) }).first
    #expect(fault.what == what)
    #expect(fault.mend == mend)
    #expect(fault.place?.line == 2)
  }

  @Test("Limits are said in the unit that was typed")
  func limits() throws {
    #expect(
      try faults("name: x\narea: 1e9 cm2\nsubstrates: []\n")
        == ["c.yaml:2:7  area is 1e9 cm2\n  it must be at most 10000 cm2\n  mend: write a value within that"])
    #expect(
      try faults("name: x\narea: -1 mm2\nsubstrates: []\n")
        == ["c.yaml:2:7  area is -1 mm2\n  it must be above 0 mm2\n  mend: write a value within that"])
    #expect(
      try faults("name: x\narea: 1 cm2\nsubstrates: []\ncycles: 99999999999999999999\n")
        == ["c.yaml:4:9  cycles is 99999999999999999999\n  it must be from 1 to 100\n  mend: write a value within that"]
    )
  }

  private enum Substrate: String, CaseIterable { case lithium = "Li", copper = "Cu" }

  @Test("A word of a set is read, another comes with the set")
  func choice() throws {
    func substrate(_ text: String) throws -> Substrate? {
      try Fields.read(try Document.parse(yaml: "substrate: \(text)", file: "c.yaml"), as: "electrode") { fields in
        fields.required("substrate")?.choice(Substrate.self)
      }
    }
    #expect(try substrate("Cu") == .copper)
    let fault = try #require(#expect(throws: Diagnostics.self) { try substrate("cu") }).first
    #expect(fault.what == "substrate: \"cu\" is not known")
    #expect(fault.detail == "known here: Li, Cu")
    #expect(fault.mend == "did you mean \"Cu\"?")
  }

  @Test("A hundred faults are listed, the others counted")
  func many() throws {
    let wrong = (1...250).map { "k\($0): 1\n" }.joined()
    let thrown = try #require(
      #expect(throws: Diagnostics.self) { try read("name: x\narea: 1 cm2\nsubstrates: []\n" + wrong) })
    #expect(thrown.list.count == 100)
    #expect(thrown.unlisted == 150)
    #expect(thrown.description.hasSuffix("… and 150 more faults"))
  }

  @Test("A document that is no mapping says what it is")
  func noMapping() throws {
    #expect(
      try faults("just words\n") == [
        "c.yaml:1:1  cell profile is \"just words\", not `key: value` lines\n  mend: write   key: value   lines"
      ])
  }

  @Test(
    "The nearest name is found, and nothing is made up",
    arguments: [
      ("plaet", "plate"), ("Strip", "strip"), ("diffusivty", "diffusivity"), ("sand_time", "sand time"), ("xyz", nil),
      ("", nil),
    ])
  func nearest(typed: String, meant: String?) {
    #expect(NearestName.of(typed, among: ["plate", "strip", "diffusivity", "sand time"]) == meant)
  }
}
