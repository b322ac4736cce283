import Deposition
import Documents
import Foundation
import Quantities
import Testing
import VirtualCell

@Suite("Deposits in cell profiles")
struct DepositReaderTests {
  private static let good = """
    name: Li|Cu
    area: 1 cm2
    temperature: 25 °C
    electrolyte:
      {concentration: 1 mol/L, diffusivity: 3e-10 m2/s, cation transference number: 0.38, conductivity: 1 S/m, solvent: ether, salt: LiTFSI, additives: {LiNO3: 0.2 mol/L}}
    gap: {thickness: 1 mm, porosity: 1, tortuosity: 1}
    working:
      substrate: Cu
      exchange current density: 2 mA/cm2
      SEI resistance: 0 ohm cm2
      bare potential: 1.2 V
      coulombic efficiency: 97 %
      interphase: {quality: 0.75, moss capacity: 1 mAh/cm2}
      deposit: {nucleation sites: 40, critical radius: 2 um}
      framework: {arrangement: intermittent, area ratio: 40, sites: [{area fraction: 0.4, binding energy: -3.64 eV, capacity: 2 mAh/cm2}, {area fraction: 0.6, nucleation overpotential: 20 mV, capacity: 8 mAh/cm2}]}
    counter: {substrate: Li, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2}
    """

  private func faults(_ yaml: String) -> [Diagnostic] {
    do {
      _ = try CellProfile.parse(yaml: yaml, file: "cell.yaml")
      return []
    } catch { return error.list }
  }

  @Test("All blocks are read in SI")
  func reading() throws {
    let profile = try CellProfile.parse(yaml: Self.good, file: "cell.yaml")
    let growth = profile.working.deposit
    #expect(profile.electrolyte.additives.lithiumNitrate.si == 200)
    let film = profile.electrolyte.additives.interphase(
      in: .ether, concentration: Quantity(si: 1000), quality: 0.75)
    #expect(growth.competition == film.competition && growth.stability.protectedCapacity == film.protectedCapacity)
    #expect(growth.stability.mossCapacity.si == 36_000)
    #expect(growth.nucleation?.sites == 40 && growth.nucleation?.exchangeCurrentDensity.si == 20)
    #expect(growth.criticalSize?.radius.si == 2e-6)
    #expect(growth.coulombicEfficiency == 0.97)
    let framework = try #require(growth.framework)
    #expect(framework.areaRatio == 40 && framework.elements.count == 2)
    #expect(framework.elements.thresholds[0].magnitude < 1e-9)
    #expect(abs(framework.elements.conductances[1] - 40 * 0.6 * 20) < 1e-9)
    #expect(profile.counter.deposit.isOnLithium && profile.counter.deposit.competition != growth.competition)
  }

  @Test(
    "The cells that say nothing of a deposit keep a film that neither limits nor cracks",
    arguments: ["li-li-capillary", "li-li-coin", "li-cu-coin"])
  func silent(name: String) throws {
    let working = try shipped(name).working
    var expected = DepositGrowth.ideal(
      onLithium: working.substrate == .lithium, coulombicEfficiency: working.coulombicEfficiency)
    expected.nucleation?.exchangeCurrentDensity = working.exchangeCurrentDensity
    #expect(working.deposit == expected)
  }

  @Test("The carbonate cell has the review's limiting current density")
  func reviewLimit() throws {
    let limit = try shipped("carbonate-jlim").diffusion.limitingCurrentDensity
    #expect(abs(limit.value(in: .milliamperePerSquareCentimetre) - 2.1) < 1e-3)
  }

  @Test(
    "A fault is told with its place",
    arguments: [
      ("LiNO3: 0.2 mol/L", "LiNO3: 0.2", "no unit", 5), ("LiNO3: 0.2 mol/L", "KNO3: 0.2 mol/L", "KNO3", 5),
      ("LiNO3: 0.2 mol/L", "LiNO3 supply: tap", "tap", 5), ("LiNO3: 0.2 mol/L", "FEC: 80 %", "80 %", 5),
      ("salt: LiTFSI", "salt: NaCl", "NaCl", 5), ("quality: 0.75", "quality: 1.5", "1.5", 13),
      ("quality: 0.75", "qualty: 0.75", "qualty", 13), ("quality: 0.75", "pretreatment: polish", "polish", 13),
      ("moss capacity: 1 mAh/cm2", "moss capacity: 1 mAh", "charge", 13),
      ("nucleation sites: 40", "nucleation sites: 0", "0", 14),
      ("critical radius: 2 um", "critical radius: 2 V", "voltage", 14),
      ("arrangement: intermittent", "arrangement: random", "random", 15),
      ("arrangement: intermittent", "arrangement: homogeneous", "one kind", 15),
      ("area ratio: 40", "area ratio: 0.5", "0.5", 15),
      ("area fraction: 0.6", "area fraction: 0.7", "add up", 15), ("-3.64 eV", "3.64 eV", "3.64 eV", 15),
      ("binding energy: -3.64 eV", "nucleation overpotential: 1 mV, binding energy: -3.64 eV", "not both", 15),
      ("binding energy: -3.64 eV, ", "", "needs a binding energy", 15),
      ("bare potential: 1.2 V\n", "\n", "bare potential", 8),
    ])
  func fault(find: String, replacement: String, word: String, line: Int) throws {
    let yaml = Self.good.replacing(find, with: replacement, maxReplacements: 1)
    let fault = try #require(faults(yaml).first { $0.description.contains(word) }, "\(faults(yaml))")
    #expect(fault.place?.file == "cell.yaml" && fault.place?.line == line, "\(fault)")
  }

  @Test("Lithium takes no framework, and nuclei only where a profile gives them")
  func lithium() throws {
    let foil = Self.good.replacing("substrate: Cu", with: "substrate: Li").replacing(
      "  bare potential: 1.2 V\n", with: "")
    #expect(faults(foil).contains { $0.description.contains("no framework") })
    let lines = foil.split(separator: "\n").filter { !$0.contains("framework") }
    let withNuclei = try CellProfile.parse(yaml: lines.joined(separator: "\n"), file: "cell.yaml")
    #expect(withNuclei.working.deposit.nucleation?.nucleationOverpotential.si == 0)
    let bare = lines.filter { !$0.contains("deposit") }
    #expect(try CellProfile.parse(yaml: bare.joined(separator: "\n"), file: "cell.yaml").working.deposit.isOnLithium)
  }
}
