import Deposition
import Documents
import Foundation
import Quantities
import Testing
import VirtualCell

@Suite("Cell profiles")
struct CellProfileTests {
  static let good = """
    name: Li|Cu
    area: 1 cm2
    temperature: 25 °C
    electrolyte: {concentration: 1 mol/L, diffusivity: 3e-10 m2/s, cation transference number: 0.38, conductivity: 1 S/m, solvent: carbonate}
    gap: {thickness: 1 mm, porosity: 1, tortuosity: 1}
    working: {substrate: Cu, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2, bare potential: 1.2 V}
    counter: {substrate: Li, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2}
    measurement: {noise: 0 mV, resolution: 0 mV}
    """

  private func faults(_ yaml: String) -> [Diagnostic] {
    do {
      _ = try CellProfile.parse(yaml: yaml, file: "cell.yaml")
      return []
    } catch { return error.list }
  }

  @Test("A profile is read in SI")
  func reading() throws {
    let profile = try CellProfile.parse(yaml: Self.good, file: "cell.yaml")
    #expect(profile.name == "Li|Cu")
    #expect(profile.area.si == 1e-4)
    #expect(profile.working.substrate == .copper && profile.counter.substrate == .lithium)
    #expect(profile.working.barePotential?.si == 1.2)
    #expect(profile.working.coulombicEfficiency == 1)
    #expect(profile.working.doubleLayer.si == 0.2)
    #expect(profile.electrolyte.permittivity == 30)
    #expect(profile.diffusion.electrolyte.concentration.si == 1000)
  }

  @Test("Every shipped profile is read, and each of its values has a word on where it is from")
  func shippedProfiles() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: cellFolder.path).filter { $0.hasSuffix(".yaml") }
    #expect(Set(files).isSuperset(of: ["li-li-capillary.yaml", "li-li-coin.yaml", "li-cu-coin.yaml"]))
    for file in files {
      _ = try CellProfile.read(cellFolder.appending(path: file).path)
      let text = try String(contentsOf: cellFolder.appending(path: file), encoding: .utf8)
      for line in text.split(separator: "\n") where line.contains(where: \.isNumber) && line.contains(": ") {
        guard !line.hasPrefix("#"), !line.hasPrefix("name:") else { continue }
        #expect(line.contains("  # "), "\(file): \(line)")
      }
    }
  }

  @Test("The reference cell is the capillary")
  func referenceCell() throws {
    let profile = try shipped("li-li-capillary")
    #expect(abs(profile.diffusion.limitingCurrentDensity.si - 93.372902) < 1e-6)
    #expect(abs(profile.area.si - 1e-5) < 1e-18)
    #expect(profile.measurement == Measurement())
  }

  @Test("Shipped copper rests below the usual safety limit of 1.5 V")
  func bareCopper() throws {
    #expect(try #require(try shipped("li-cu-coin").working.barePotential).si <= 1.4)
  }

  @Test(
    "A fault is told with its place",
    arguments: [
      ("area: 1 cm2", "area: 1", "no unit", 2), ("area: 1 cm2", "area: 1 cm", "length", 2),
      ("area: 1 cm2", "aera: 1 cm2", "unknown key \"aera\"", 2), ("area: 1 cm2", "area: -1 cm2", "area is -1 cm2", 2),
      ("number: 0.38", "number: 1.2", "1.2", 4), ("number: 0.38", "number: 0", "0", 4),
      ("porosity: 1", "porosity: 1.5", "1.5", 5), ("tortuosity: 1", "tortuosity: 0.5", "0.5", 5),
      ("substrate: Cu", "substrate: Copper", "Copper", 6), ("substrate: Li", "substrate: Cu", "counter", 7),
      (", bare potential: 1.2 V", "", "bare potential", 6),
      ("substrate: Cu", "substrate: Li", "never bare", 6),
      ("bare potential: 1.2 V", "bare potential: 1.2 V, coulombic efficiency: 110 %", "110 %", 6),
      ("solvent: carbonate", "solvent: water", "water", 4),
      ("solvent: carbonate", "solvent: carbonate, model: Valoen-Reimers 2005", "diffusivity", 4),
      ("solvent: carbonate", "solvent: carbonate, model: Nernst 1889", "Nernst 1889", 4),
      ("25 °C", "25000 °C", "25000 °C", 3), ("25 °C", "25", "no unit", 3), ("noise: 0 mV", "noise: NaN mV", "NaN", 8),
      ("noise: 0 mV", "noise: 0 mA", "current", 8), ("name: Li|Cu", "", "name", 2),
    ])
  func fault(find: String, replacement: String, word: String, line: Int) throws {
    let yaml = Self.good.replacing(find, with: replacement, maxReplacements: 1)
    let fault = try #require(faults(yaml).first { $0.description.contains(word) }, "\(faults(yaml))")
    // A key that is missing is told at the mapping that lacks it.
    #expect(fault.place?.file == "cell.yaml")
    if !replacement.isEmpty { #expect(fault.place?.line == line) }
  }

  @Test("All faults are told together")
  func gathered() {
    let yaml = Self.good.replacing("area: 1 cm2", with: "area: 1").replacing("porosity: 1", with: "porosty: 1")
      .replacing("thickness: 1 mm", with: "thickness: 1 s")
    #expect(faults(yaml).count == 4)
  }

  @Test("A published electrolyte stands in for the three properties")
  func fit() throws {
    let yaml = Self.good.replacing(
      "diffusivity: 3e-10 m2/s, cation transference number: 0.38, conductivity: 1 S/m,",
      with: "model: Valoen-Reimers 2005,")
    let profile = try CellProfile.parse(yaml: yaml, file: "cell.yaml")
    #expect(abs(profile.diffusion.electrolyte.diffusivity.si - 3.22272e-10) < 1e-15)
    #expect(abs(profile.diffusion.limitingCurrentDensity.si - 100.305) < 1e-3)
    let cold = yaml.replacing("25 °C", with: "-40 °C")
    #expect(faults(cold).count == 1)
  }

  @Test("Not a profile at all", arguments: ["", "[]", "a: [", "42", "name: {a: b}", "electrolyte: 3"])
  func nonsense(yaml: String) { #expect(!faults(yaml).isEmpty) }
}
