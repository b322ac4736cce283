import Cycling
import Foundation
import Quantities
import TestProtocols
import Testing

@Suite("Shipped protocols")
struct ShippedProtocolTests {
  private static let capillary = CellFacts(area: Quantity(0.1, .squareCentimetre), working: "Li", counter: "Li")
  private static let coin = CellFacts(area: Quantity(1.267, .squareCentimetre), working: "Li", counter: "Li")
  private static let copper = CellFacts(area: Quantity(1.267, .squareCentimetre), working: "Cu", counter: "Li")

  private func shipped(_ name: String, _ facts: CellFacts) throws -> Plan {
    let file = project.appendingPathComponent("Protocols/\(name).yaml").path
    return try ProtocolDocument.read(file).resolve(for: facts, currents: shippedCurrents)
  }

  @Test("All resolve for their cells, none is forgotten here")
  func all() throws {
    let cells = [
      "sand-time": Self.capillary, "profile-plating": Self.capillary, "plate-strip-symmetric": Self.coin,
      "critical-current-density": Self.coin, "coulombic-efficiency-adams": Self.copper, "smoke": Self.copper,
      "lithium-copper-200": Self.copper, "plate-ahead-of-sand": Self.capillary,
    ]
    let folder = project.appendingPathComponent("Protocols").path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
    #expect(Set(files) == Set(cells.keys.map { "\($0).yaml" }))
    for (name, facts) in cells { #expect(try shipped(name, facts).notes.isEmpty) }
  }

  @Test("The example of the README resolves, and it names every step there is")
  func readme() throws {
    let readme = try String(contentsOf: project.appendingPathComponent("Protocols/README.md"), encoding: .utf8)
    let blocks = readme.components(separatedBy: "```")
    let example = try #require(blocks.dropFirst().first).replacing("yaml\n", with: "", maxReplacements: 1)
    #expect(try resolve(example, for: Self.copper).steps.map(\.verb) == ["rest", "plate"])
    for verb in TechniqueCatalogue.verbs { #expect(readme.contains("`\(verb): ")) }
  }

  @Test("Each says what it is before a cell is known")
  func names() throws {
    let document = try ProtocolDocument.read(project.appendingPathComponent("Protocols/sand-time.yaml").path)
    #expect(document.name == "Sand's time")
    #expect(document.about?.hasPrefix("Plates above the limiting current") == true)
    #expect(document.text.hasPrefix("sandglass: 1\n"))
  }

  @Test("Sand's time: to the alarm, back, and through it at twice the limiting current")
  func sandTime() throws {
    let steps = try shipped("sand-time", Self.capillary).steps
    #expect(steps.map(\.verb) == ["rest", "plate", "rest", "strip", "rest", "plate", "rest"])
    guard case .current(let current) = steps[1].control else {
      Issue.record("no current")
      return
    }
    #expect(agree(current.si, -1.867e-3))
    #expect(steps[1].ends.first == .event(.sandTimeDivergence, .alarm))
    #expect(steps[5].ends.first == .voltageMagnitude(.atLeast, volts(2)))
  }

  @Test("Adams: a reservoir of 5, ten cycles of 1 mAh/cm²")
  func adams() throws {
    let plan = try shipped("coulombic-efficiency-adams", Self.copper)
    #expect(plan.steps.map(\.verb) == ["rest", "plate", "strip", "plate", "strip", "plate", "strip"])
    #expect(plan.summary.stepsInAll == 25)
    guard case .charge(let reservoir) = plan.steps[3].ends[0], case .charge(let cycled) = plan.steps[4].ends[0] else {
      Issue.record("no charges")
      return
    }
    #expect(agree(reservoir / cycled, 5))
    #expect(agree(cycled.si, 1.267 * 3.6))
  }

  @Test("Pulses of profile-plating plate as much as is stripped")
  func pulses() throws {
    let steps = try shipped("profile-plating", Self.capillary).steps
    let plated = try #require(steps.first { $0.verb == "profile" }?.largestCharge)
    guard case .charge(let stripped) = steps.last?.ends.first else {
      Issue.record("no charge")
      return
    }
    #expect(agree(plated.si, stripped.si))
  }

  @Test("Shipped current profiles are all readable", arguments: ["pulse-plating", "reverse-pulse", "ramp"])
  func currents(name: String) throws {
    #expect(shippedCurrents.names.contains(name))
    #expect(try shippedCurrents.profile(named: name).duration > 0)
  }

  @Test("The capillary's protocol is refused on a coin cell")
  func otherCell() {
    #expect(throws: (any Error).self) { try shipped("sand-time", Self.coin) }
    #expect(throws: (any Error).self) { try shipped("coulombic-efficiency-adams", Self.coin) }
  }
}
