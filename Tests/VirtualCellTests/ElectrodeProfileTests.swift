import Deposition
import Documents
import Quantities
import Testing
import VirtualCell

@Suite("Electrodes, shorts and activation energies in cell profiles")
struct ElectrodeProfileTests {
  static let metal = CellProfileTests.good
  static let full = """
    name: LFP|Li
    area: 1 cm2
    temperature: 25 °C
    electrolyte: {concentration: 1 mol/L, diffusivity: 3e-10 m2/s, cation transference number: 0.38, conductivity: 1 S/m, solvent: carbonate}
    gap: {thickness: 25 um, porosity: 0.39, tortuosity: 1.6}
    working: {substrate: LFP, areal capacity: 2 mAh/cm2, stoichiometry: 0.99}
    counter: {substrate: Li, exchange current density: 1 mA/cm2, SEI resistance: 0 ohm cm2}
    """

  private func parse(_ yaml: String) throws -> CellProfile { try CellProfile.parse(yaml: yaml, file: "cell.yaml") }

  private func faults(_ yaml: String) -> [Diagnostic] {
    do {
      _ = try CellProfile.parse(yaml: yaml, file: "cell.yaml")
      return []
    } catch { return error.list }
  }

  @Test("What a positive electrode does not say is that of the published set", arguments: ["LFP", "NMC811"])
  func positive(substrate: String) throws {
    let profile = try parse(Self.full.replacing("substrate: LFP", with: "substrate: \(substrate)"))
    let material = try #require(InsertionMaterial(rawValue: substrate))
    let expected = InsertionElectrode(
      material: material, arealCapacity: Quantity(si: 72_000), temperature: profile.temperature,
      saltConcentration: Quantity(si: 1000))
    let host = try #require(profile.working.insertion)
    #expect(abs(host.arealCapacity.si - 72_000) < 1e-6)
    #expect(host.particleRadius == material.particleRadius && host.diffusivity == material.diffusivity)
    #expect(abs(host.activeAreaRatio / expected.activeAreaRatio - 1) < 1e-12)
    #expect(abs(host.exchangeCurrentDensity / expected.exchangeCurrentDensity - 1) < 1e-9)
    #expect(profile.working.initialStoichiometry == 0.99)
    #expect(profile.working.interphaseResistance.si == 0)
    #expect(profile.counter.lithiumThickness == nil)
  }

  @Test("The shipped full cells say what their published sets say", arguments: ["li-lfp", "li-nmc"])
  func shippedSets(name: String) throws {
    let profile = try shipped(name)
    let host = try #require(profile.working.insertion)
    let published = InsertionElectrode(
      material: host.material, arealCapacity: host.arealCapacity, temperature: profile.temperature,
      saltConcentration: Quantity(si: 1000))
    #expect(abs(host.exchangeCurrentDensity / published.exchangeCurrentDensity - 1) < 3e-6)
    #expect(abs(host.activeAreaRatio / published.activeAreaRatio - 1) < 1e-4)
    #expect(abs(host.particleRadius / published.particleRadius - 1) < 1e-12)
    #expect(abs(host.diffusivity / published.diffusivity - 1) < 1e-12)
    #expect(host.doubleLayer == published.doubleLayer)
    #expect(abs((profile.counter.lithiumThickness?.si ?? 0) - 50e-6) < 1e-15)
    let rest = VirtualCell(profile: profile).voltage.si
    #expect(rest > 2.5 && rest < 3.6)
  }

  @Test("Each number of a positive electrode can be given")
  func numbers() throws {
    let profile = try parse(
      Self.full.replacing(
        "stoichiometry: 0.99",
        with: """
          stoichiometry: 50 %, particle radius: 1 um, solid diffusivity: 1e-15 m2/s, exchange current density: 1 mA/cm2, \
          active area ratio: 30, double layer: 0.1 F/m2, SEI resistance: 5 ohm cm2
          """
      ).replacing("substrate: Li,", with: "substrate: Li, lithium thickness: 20 um,"))
    let host = try #require(profile.working.insertion)
    #expect(abs(host.particleRadius.si - 1e-6) < 1e-18 && host.diffusivity.si == 1e-15)
    #expect(host.exchangeCurrentDensity.si == 10 && host.activeAreaRatio == 30 && host.doubleLayer.si == 0.1)
    #expect(profile.working.initialStoichiometry == 0.5)
    #expect(abs(profile.working.interphaseResistance.si - 5e-4) < 1e-15)
    #expect(abs((profile.counter.lithiumThickness?.si ?? 0) - 20e-6) < 1e-18)
  }

  @Test("Both electrodes may say what they lose and how they age")
  func ageing() throws {
    let keys = """
      substrate: Li, coulombic efficiency: 95 %, double layer: 0.3 F/m2, SEI: {growth: 1e-23 m2/s, thickness: 5 nm}, \
      dead layer: {porosity: 0.5, tortuosity: 5}
      """
    let profile = try parse(Self.metal.replacing("substrate: Li", with: keys))
    let counter = profile.counter
    #expect(abs(counter.coulombicEfficiency - 0.95) < 1e-12)
    #expect(counter.deposit.coulombicEfficiency == counter.coulombicEfficiency)
    #expect(counter.doubleLayer.si == 0.3)
    #expect(abs((counter.ageing.interphase?.initialThickness.si ?? 0) - 5e-9) < 1e-18)
    #expect(profile.counter.ageing.deadLayer?.tortuosity == 5)
    #expect(profile.working.ageing == ElectrodeAgeing())
  }

  @Test("Kinetics, penetration and shorts are read")
  func kinetics() throws {
    let yaml =
      Self.metal.replacing(
        "substrate: Li",
        with: "substrate: Li, kinetics: {law: Marcus-Hush-Chidsey, reorganisation energy: 0.3 eV}"
      ).replacing("porosity: 1", with: "porosity: 1, penetration: 0.25") + """

        short: {open time: 10 min, contact time: 30 s, first resistance: 50 ohm, growth time: 100 s, growth charge: 2 C, \
        fuse current: 10 mA, recovery time: 5 s, hard below: 2 ohm}
        """
    let profile = try parse(yaml)
    #expect(
      profile.counter.kinetics == .marcusHushChidsey(reorganisationEnergy: Quantity(0.3, .electronvolt)))
    #expect(profile.working.kinetics == .butlerVolmer)
    #expect(profile.penetration == 0.25)
    let short = profile.short
    #expect(abs(short.connectionRate * 600 - 1) < 1e-12 && abs(short.openingRate * 30 - 1) < 1e-12)
    #expect(abs(short.firstConductance - 0.02) < 1e-15 && abs(short.hardConductance - 0.5) < 1e-15)
    // By its first conductance in 100 s, and by it for each 2 C.
    #expect(abs(short.growthRate - 2e-4) < 1e-15 && abs(short.growthPerCharge - 0.01) < 1e-15)
    #expect(short.fuseCurrent == 0.01 && short.recoveryTime == 5)
    let plain = try parse(Self.metal)
    #expect(plain.short == SoftShortProcess.Parameters() && plain.penetration == 1)
    #expect(try parse(Self.full).penetration == CellProfile.usualPenetration)
    let butlerVolmer = try parse(
      Self.metal.replacing("substrate: Li", with: "substrate: Li, kinetics: {law: Butler-Volmer}"))
    #expect(butlerVolmer == plain)
  }

  @Test("Properties given at 25 °C go with temperature by their activation energies", arguments: [25.0, 0, 45])
  func activation(celsius: Double) throws {
    let temperature = Quantity<Temperature>(celsius, .celsius)
    func factor(_ energy: Double) -> Double { ArrheniusScaling(activationEnergy: energy).factor(at: temperature) }
    let energies = "activation energy: {diffusivity: 22.5 kJ/mol, conductivity: 13.1 kJ/mol}"
    let yaml = Self.metal.replacing("25 °C", with: "\(celsius) °C")
      .replacing("solvent: carbonate", with: "solvent: carbonate, \(energies)")
      .replacing(
        "substrate: Li",
        with: """
          substrate: Li, activation energy: 50 kJ/mol, fresh lithium: {exchange current density: 10 mA/cm2, pits: 1e6 /cm2, \
          filament diameter: 2 um}
          """)
    let profile = try parse(yaml)
    let electrolyte = profile.electrolyte.atRest(temperature)
    #expect(abs(electrolyte.diffusivity.si / (3e-10 * factor(22_500)) - 1) < 1e-12)
    #expect(abs(electrolyte.conductivity.si / factor(13_100) - 1) < 1e-12)
    #expect(abs(profile.counter.exchangeCurrentDensity.si / (10 * factor(50_000)) - 1) < 1e-12)
    let fresh = try #require(profile.counter.ageing.freshSurface)
    #expect(abs(fresh.exchangeCurrentDensity.si / (100 * factor(50_000)) - 1) < 1e-12)
    #expect(profile.working.exchangeCurrentDensity.si == 10)
    let positive = try parse(
      Self.full.replacing("25 °C", with: "\(celsius) °C").replacing(
        "stoichiometry: 0.99",
        with: "stoichiometry: 0.99, exchange current density: 1 mA/cm2, activation energy: 40 kJ/mol"))
    let host = try #require(positive.working.insertion)
    #expect(abs(host.exchangeCurrentDensity.si / (10 * factor(40_000)) - 1) < 1e-12)
  }

  @Test(
    "A fault of a positive electrode is told with its place and a mend",
    arguments: [
      ("areal capacity: 2 mAh/cm2, ", "", "areal capacity", 6), (", stoichiometry: 0.99", "", "stoichiometry", 6),
      ("stoichiometry: 0.99", "stoichiometry: 1.1", "1.1", 6), ("2 mAh/cm2", "2 mAh", "charge", 6),
      ("0.99", "0.99, bare potential: 1 V", "bare potential is given for LFP", 6),
      ("0.99", "0.99, coulombic efficiency: 99 %", "coulombic efficiency is given for LFP", 6),
      ("0.99", "0.99, lithium thickness: 1 um", "lithium thickness is given for LFP", 6),
      ("0.99", "0.99, interphase: {quality: 1}", "interphase is given for LFP", 6),
      ("0.99", "0.99, dead layer: {porosity: 0.5}", "dead layer is given for LFP", 6),
      ("0.99", "0.99, kinetics: {law: Butler-Volmer}", "kinetics is given for LFP", 6),
      ("0.99", "0.99, activation energy: 50 kJ/mol", "without an exchange current density", 6),
      ("0.99", "0.99, particle radius: 1 m", "particle radius", 6),
      ("0.99", "0.99, solid difusivity: 1e-15 m2/s", "unknown key \"solid difusivity\"", 6),
      ("substrate: Li", "substrate: NMC811", "counter electrode is NMC811", 7),
      ("substrate: Li", "substrate: Li, areal capacity: 2 mAh/cm2", "areal capacity is given for Li", 7),
      ("substrate: Li", "substrate: Li, stoichiometry: 0.5", "does not enter it", 7),
      ("substrate: Li", "substrate: Li, lithium thickness: 0 um", "lithium thickness", 7),
    ])
  func positiveFault(find: String, replacement: String, word: String, line: Int) throws {
    try expectFault(Self.full.replacing(find, with: replacement, maxReplacements: 1), word, line)
  }

  @Test(
    "A fault of kinetics, shorts or activation energies is told with its place",
    arguments: [
      ("substrate: Li", "substrate: Li, kinetics: {law: Tafel}", "Tafel", 7),
      ("substrate: Li", "substrate: Li, kinetics: {}", "law", 7),
      ("substrate: Li", "substrate: Li, kinetics: {law: Marcus-Hush-Chidsey}", "reorganisation energy", 7),
      (
        "substrate: Li", "substrate: Li, kinetics: {law: Butler-Volmer, reorganisation energy: 0.3 eV}",
        "Butler-Volmer has no reorganisation energy", 7
      ),
      (
        "substrate: Li", "substrate: Li, kinetics: {law: Marcus-Hush-Chidsey, reorganisation energy: 30 eV}", "30 eV", 7
      ),
      ("substrate: Li", "substrate: Li, activation energy: 50 kJ", "energy", 7),
      ("substrate: Li", "substrate: Li, activation energy: 500 kJ/mol", "500 kJ/mol", 7),
      ("substrate: Cu", "substrate: Cu, lithium thickness: 1 um", "no lithium but what is plated", 6),
      ("porosity: 1", "porosity: 1, penetration: 2", "penetration", 5),
      (
        "solvent: carbonate", "solvent: carbonate, activation energy: {viscosity: 1 kJ/mol}",
        "unknown key \"viscosity\"", 4
      ),
      (
        "diffusivity: 3e-10 m2/s, cation transference number: 0.38, conductivity: 1 S/m, solvent: carbonate",
        "solvent: carbonate, model: Valoen-Reimers 2005, activation energy: {diffusivity: 22 kJ/mol}",
        "activation energy is given beside a model", 4
      ),
      ("measurement: {", "short: {open time: 0 s}\nmeasurement: {", "open time", 8),
      ("measurement: {", "short: {first resistance: 5 S}\nmeasurement: {", "resistance", 8),
      ("measurement: {", "short: {fuse: 5 A}\nmeasurement: {", "unknown key \"fuse\"", 8),
    ])
  func fault(find: String, replacement: String, word: String, line: Int) throws {
    try expectFault(Self.metal.replacing(find, with: replacement, maxReplacements: 1), word, line)
  }

  private func expectFault(_ yaml: String, _ word: String, _ line: Int) throws {
    let all = faults(yaml)
    let fault = try #require(all.first { $0.description.contains(word) }, "\(all)")
    #expect(all.count == 1, "\(all)")
    #expect(fault.place?.file == "cell.yaml" && fault.place?.line == line)
  }
}
