public import Deposition
public import Quantities

/// What a cell is made of: everything a virtual cell needs to know.
public struct CellProfile: Hashable, Codable, Sendable {
  /// What people call it.
  public var name: String
  /// Geometric area of either electrode.
  public var area: Quantity<Area>
  /// Temperature, the same everywhere.
  public var temperature: Quantity<Temperature>
  /// The electrolyte.
  public var electrolyte: CellElectrolyte
  /// What lies between the electrodes.
  public var gap: Gap
  /// The electrode on the + terminal.
  public var working: CellElectrode
  /// The electrode on the − terminal.
  public var counter: CellElectrode
  /// How the voltage is measured.
  public var measurement: Measurement
  /// What of the growth of tips gets through the separator before the salt is gone, 0…1; behind depletion all does.
  public var penetration: Double
  /// How filaments behave once tips have crossed.
  public var short = SoftShortProcess.Parameters()

  /// A profile from its parts.
  public init(
    name: String, area: Quantity<Area>, temperature: Quantity<Temperature>, electrolyte: CellElectrolyte, gap: Gap,
    working: CellElectrode, counter: CellElectrode, measurement: Measurement = Measurement()
  ) {
    (self.name, self.area, self.temperature) = (name, area, temperature)
    (self.electrolyte, self.gap) = (electrolyte, gap)
    (self.working, self.counter, self.measurement) = (working, counter, measurement)
    penetration = gap.porosity < 1 ? Self.usualPenetration : 1
  }

  /// What gets through a separator where a profile does not say: a tenth (estimated); in a free gap nothing stops the tips.
  public static let usualPenetration = 0.1

  /// Diffusion with the properties of the electrolyte at rest: J*, diffusion time, Sand's time, semi-integral limit.
  public var diffusion: SandDiffusion {
    SandDiffusion(electrolyte: electrolyte.atRest(temperature), gap: gap)
  }

  /// The largest current that diffusion carries for ever through the whole cell, with the properties at rest.
  public var limitingCurrent: Quantity<Current> { diffusion.limitingCurrentDensity * area }

  /// The semi-integral of the current at which the salt is gone, for the whole electrode, A·s^½.
  public var semiIntegralLimit: Double { diffusion.semiIntegralLimit(area: area) }
}

/// The electrolyte of a cell.
public struct CellElectrolyte: Hashable, Codable, Sendable {
  /// What kind of liquid it is.
  public typealias Solvent = SolventFamily

  /// Where the transport properties come from.
  public enum Transport: Hashable, Codable, Sendable {
    /// Numbers that hold at every concentration.
    case constant(Electrolyte)
    /// A published fit over concentration, at this resting concentration.
    case fit(ElectrolyteFit, concentration: Quantity<Concentration>)
  }

  /// The relative permittivity taken where a profile names none: about that of a carbonate mixture (estimated).
  public static let usualPermittivity = 30.0

  /// Transport properties and resting concentration.
  public var transport: Transport
  /// What kind of liquid it is.
  public var solvent: Solvent
  /// Relative permittivity, of weight only behind depletion.
  public var permittivity: Double
  /// What is in it beside solvent and salt, by what it does to the interphase.
  public var additives: ElectrolyteAdditives

  /// An electrolyte from its parts.
  public init(
    transport: Transport, solvent: Solvent, permittivity: Double = usualPermittivity,
    additives: ElectrolyteAdditives = ElectrolyteAdditives()
  ) {
    (self.transport, self.solvent, self.permittivity) = (transport, solvent, permittivity)
    self.additives = additives
  }

  /// The properties at rest.
  public func atRest(_ temperature: Quantity<Temperature>) -> Electrolyte {
    switch transport {
    case .constant(let electrolyte): electrolyte
    case .fit(let fit, let concentration): fit.electrolyte(at: concentration, temperature)
    }
  }
}

/// One electrode of a cell.
public struct CellElectrode: Hashable, Codable, Sendable {
  /// What an electrode is made of.
  public enum Substrate: String, Hashable, Codable, CaseIterable, Sendable {
    /// Lithium metal, a reservoir without end.
    case lithium = "Li"
    /// Copper, which like all that follow holds only the lithium plated on it.
    case copper = "Cu"
    /// Titanium.
    case titanium = "Ti"
    /// Stainless steel.
    case stainlessSteel = "stainless steel"
    /// Copper with silver nanoparticles.
    case silverOnCopper = "Ag on Cu"
    /// Copper with a coating of carbon.
    case carbonOnCopper = "C on Cu"
    /// A cloth of carbon fibres.
    case carbonCloth = "carbon cloth"
    /// A foam of nickel.
    case nickelFoam = "Ni foam"
    /// LiFePO₄, which lithium enters.
    case lithiumIronPhosphate = "LFP"
    /// LiNi₀.₈Mn₀.₁Co₀.₁O₂, which lithium enters.
    case nickelManganeseCobaltOxide = "NMC811"
  }

  /// The areal capacitance taken where a profile names none, 0.2 F/m² (PyBaMM's default).
  public static let usualDoubleLayer = Quantity<ArealCapacitance>(si: 0.2)

  /// What it is made of.
  public var substrate: Substrate
  /// Exchange current density at the resting concentration.
  public var exchangeCurrentDensity: Quantity<CurrentDensity>
  /// Resistance of the solid-electrolyte interphase.
  public var interphaseResistance: Quantity<ArealResistance>
  /// Fraction of plated lithium that can be stripped again; the rest is dead.
  public var coulombicEfficiency: Double
  /// Rest potential of the bare substrate against lithium; nil for lithium itself.
  public var barePotential: Quantity<Voltage>?
  /// Capacitance of the bare substrate.
  public var doubleLayer: Quantity<ArealCapacitance>
  /// By which law charge crosses its surface.
  public var kinetics = ChargeTransferKinetics.Law.butlerVolmer
  /// How thick its lithium is; nil for a reservoir without end.
  public var lithiumThickness: Quantity<Length>?
  /// How lithium grows on it.
  public var deposit: DepositGrowth
  /// How it ages.
  public var ageing = ElectrodeAgeing()
  /// The host that lithium enters, for a positive electrode.
  public var insertion: InsertionElectrode?
  /// Stoichiometry of that host in the new cell.
  public var initialStoichiometry = 0.0

  /// An electrode from its parts.
  public init(
    substrate: Substrate, exchangeCurrentDensity: Quantity<CurrentDensity>,
    interphaseResistance: Quantity<ArealResistance> = .zero, coulombicEfficiency: Double = 1,
    barePotential: Quantity<Voltage>? = nil, doubleLayer: Quantity<ArealCapacitance> = usualDoubleLayer,
    deposit: DepositGrowth? = nil
  ) {
    (self.substrate, self.exchangeCurrentDensity) = (substrate, exchangeCurrentDensity)
    (self.interphaseResistance, self.coulombicEfficiency) = (interphaseResistance, coulombicEfficiency)
    (self.barePotential, self.doubleLayer) = (barePotential, doubleLayer)
    self.deposit =
      deposit ?? .ideal(onLithium: substrate == .lithium, coulombicEfficiency: coulombicEfficiency)
  }
}

/// How the voltage of a cell is measured.
public struct Measurement: Hashable, Codable, Sendable {
  /// Standard deviation of the noise on each reading.
  public var noise: Quantity<Voltage>
  /// The step of the converter; zero for none.
  public var resolution: Quantity<Voltage>

  /// A measurement from its parts.
  public init(noise: Quantity<Voltage> = .zero, resolution: Quantity<Voltage> = .zero) {
    (self.noise, self.resolution) = (noise, resolution)
  }
}
