import Deposition
import Quantities
import VirtualCell

/// Draws cells from everything that a profile may say, mostly from the ends of the ranges of the reader.
struct RandomProfiles {
  var dice: Dice

  init(seed: Int) { dice = Dice(seed: UInt64(seed) &* 0x9e37_79b9 &+ 1) }

  private mutating func pick(_ low: Double, _ high: Double) -> Double {
    let draw = dice.uniform()
    return draw < 0.3 ? low : draw < 0.6 ? high : dice.logarithmic(from: low, to: high)
  }

  private mutating func chance(_ part: Double) -> Bool { dice.uniform() < part }

  private mutating func one<Element>(of all: [Element]) -> Element {
    all[min(all.count - 1, Int(dice.uniform() * Double(all.count)))]
  }

  mutating func profile() -> CellProfile {
    let isFit = chance(0.03)
    let temperature = Quantity<Temperature>(si: isFit ? 298.15 : pick(200, 400))
    let electrolyte = electrolyte(isFit: isFit)
    let isFullCell = chance(0.2)
    let working = isFullCell ? positive(electrolyte, temperature) : metal(isLithium: chance(0.3), electrolyte)
    var profile = CellProfile(
      name: "random", area: Quantity(si: pick(1e-12, 100)), temperature: temperature, electrolyte: electrolyte,
      gap: gap(), working: working, counter: metal(isLithium: true, electrolyte),
      measurement: Measurement(noise: Quantity(si: pick(1e-9, 1)), resolution: Quantity(si: pick(1e-9, 1))))
    if chance(0.5) { profile.penetration = pick(1e-9, 1) }
    profile.short = short()
    return profile
  }

  private mutating func gap() -> Gap {
    // Every other one can be crossed soon.
    let thickness = chance(0.5) ? pick(1e-9, 1) : pick(1e-9, 1e-5)
    return Gap(thickness: Quantity(si: thickness), porosity: pick(1e-3, 1), tortuosity: pick(1, 1000))
  }

  private mutating func electrolyte(isFit: Bool) -> CellElectrolyte {
    let constant = Electrolyte(
      concentration: Quantity(si: pick(1e-3, 1e4)), diffusivity: Quantity(si: pick(1e-18, 1e-6)),
      cationTransferenceNumber: pick(1e-9, 0.999), conductivity: Quantity(si: pick(1e-9, 1e4)))
    let transport: CellElectrolyte.Transport =
      isFit
      ? .fit(one(of: ElectrolyteFit.allCases), concentration: Quantity(si: dice.logarithmic(from: 100, to: 3000)))
      : .constant(constant)
    var additives = ElectrolyteAdditives()
    if chance(0.3) { additives.lithiumNitrate = Quantity(si: pick(1e-3, 1e4)) }
    if chance(0.2) { additives.polysulfide = Quantity(si: pick(1e-3, 1e4)) }
    if chance(0.2) { additives.oxygen = Quantity(si: pick(1e-3, 1e4)) }
    if chance(0.2) { additives.fluoroethyleneCarbonate = pick(1e-6, 0.5) }
    if chance(0.2) { additives.nitrocellulose = pick(1e-6, 0.5) }
    (additives.isLiFSI, additives.releasesNitrate) = (chance(0.2), chance(0.5))
    return CellElectrolyte(
      transport: transport, solvent: one(of: SolventFamily.allCases), permittivity: pick(1, 1000), additives: additives)
  }

  private mutating func metal(isLithium: Bool, _ electrolyte: CellElectrolyte) -> CellElectrode {
    let substrates: [CellElectrode.Substrate] = [
      .copper, .titanium, .stainlessSteel, .silverOnCopper, .carbonOnCopper, .carbonCloth, .nickelFoam,
    ]
    let efficiency = pick(1e-6, 1)
    var electrode = CellElectrode(
      substrate: isLithium ? .lithium : one(of: substrates), exchangeCurrentDensity: Quantity(si: pick(1e-9, 1e7)),
      interphaseResistance: Quantity(si: pick(1e-12, 1e3)), coulombicEfficiency: efficiency,
      barePotential: isLithium ? nil : Quantity(si: pick(1e-6, 5)), doubleLayer: Quantity(si: pick(1e-4, 1e4)))
    if isLithium, chance(0.5) { electrode.lithiumThickness = Quantity(si: pick(1e-9, 0.1)) }
    if chance(0.1) {
      electrode.kinetics = .marcusHushChidsey(reorganisationEnergy: Quantity(pick(0.02, 5), .electronvolt))
    }
    if chance(0.7) { grow(&electrode, efficiency, electrolyte) }
    if chance(0.7) { electrode.ageing = ageing() }
    return electrode
  }

  private mutating func grow(_ electrode: inout CellElectrode, _ efficiency: Double, _ electrolyte: CellElectrolyte) {
    let isLithium = electrode.substrate == .lithium
    let film = electrolyte.additives.interphase(
      in: electrolyte.solvent, concentration: Quantity(si: 1000), quality: dice.uniform(), isSaltDerived: chance(0.2))
    var growth = DepositGrowth(
      competition: film.competition,
      stability: InterphaseStability(
        protectedCapacity: film.protectedCapacity, healingCurrentDensity: Quantity(si: pick(1e-6, 1e4)),
        mossCapacity: Quantity(si: pick(1e-3, 1e9))),
      coulombicEfficiency: efficiency)
    if !isLithium || chance(0.3) {
      growth.nucleation = NucleationRateCompetition(
        exchangeCurrentDensity: electrode.exchangeCurrentDensity, nucleationOverpotential: Quantity(si: pick(1e-9, 1)),
        overpotentialOnLithium: Quantity(si: pick(1e-9, 1)), sites: pick(1e-9, 1e9), sitesOnLithium: pick(1e-9, 1e9),
        growth: pick(1e-9, 1e9))
    }
    if chance(0.5) { growth.criticalSize = CriticalSphereSize(radius: Quantity(si: pick(1e-9, 1e-2))) }
    if !isLithium, chance(0.5) { growth.framework = framework() }
    electrode.deposit = growth
  }

  private mutating func framework() -> LithiophilicFramework {
    let arrangement = one(of: LithiophilicFramework.Arrangement.allCases)
    let count = arrangement == .homogeneous ? 1 : 1 + Int(dice.uniform() * 7.99)
    let sites = (0..<count).map { _ in
      LithiophilicFramework.Site(
        areaFraction: pick(1e-6, 1 / Double(count)), nucleationOverpotential: Quantity(si: pick(1e-9, 1)),
        exchangeCurrentDensity: Quantity(si: pick(1e-9, 1e7)), capacity: Quantity(si: pick(1e-3, 1e9)))
    }
    return LithiophilicFramework(arrangement: arrangement, areaRatio: pick(1, 1e5), sites: sites)
  }

  private mutating func ageing() -> ElectrodeAgeing {
    var ageing = ElectrodeAgeing()
    if chance(0.6) {
      ageing.interphase = InterphaseGrowth(
        growthConstant: Quantity(si: chance(0.2) ? 0 : pick(1e-26, 1e-12)),
        initialThickness: Quantity(si: pick(1e-10, 1e-6)))
    }
    if chance(0.6) { ageing.deadLayer = DeadLithium(porosity: pick(0.01, 0.95), tortuosity: pick(1, 1000)) }
    if chance(0.6) {
      let pits = StrippingPits(density: chance(0.2) ? 0 : pick(1, 1e18), initialFraction: pick(1e-4, 1))
      ageing.freshSurface = FreshSurface(
        exchangeCurrentDensity: Quantity(si: pick(1e-9, 1e7)),
        paths: TwoPathSurface(filamentDiameter: Quantity(si: pick(1e-9, 1e-3)), pits: pits))
    }
    return ageing
  }

  private mutating func positive(
    _ electrolyte: CellElectrolyte, _ temperature: Quantity<Temperature>
  ) -> CellElectrode {
    let isPhosphate = chance(0.5)
    let host = InsertionElectrode(
      material: isPhosphate ? .lfp : .nmc811, arealCapacity: Quantity(si: pick(1, 1e7)), temperature: temperature,
      saltConcentration: electrolyte.atRest(temperature).concentration, particleRadius: Quantity(si: pick(1e-9, 1e-3)),
      diffusivity: Quantity(si: pick(1e-24, 1e-6)), exchangeCurrentDensity: Quantity(si: pick(1e-9, 1e7)),
      activeAreaRatio: pick(1e-3, 1e6), doubleLayer: Quantity(si: pick(1e-4, 1e4)))
    var electrode = CellElectrode(
      substrate: isPhosphate ? .lithiumIronPhosphate : .nickelManganeseCobaltOxide,
      exchangeCurrentDensity: host.exchangeCurrentDensity, interphaseResistance: Quantity(si: pick(1e-12, 1e3)),
      doubleLayer: host.doubleLayer)
    electrode.insertion = host
    electrode.initialStoichiometry = chance(0.3) ? 0 : chance(0.3) ? 1 : dice.uniform()
    return electrode
  }

  private mutating func short() -> SoftShortProcess.Parameters {
    var short = SoftShortProcess.Parameters()
    (short.connectionRate, short.openingRate) = (1 / pick(1, 1e12), 1 / pick(1, 1e12))
    (short.firstConductance, short.hardConductance) = (1 / pick(1e-6, 1e9), 1 / pick(1e-6, 1e9))
    short.growthRate = short.firstConductance / pick(1, 1e12)
    short.growthPerCharge = chance(0.5) ? 0 : short.firstConductance / pick(1e-6, 1e12)
    short.fuseCurrent = chance(0.5) ? nil : pick(1e-9, 1e6)
    // Few, so that ten thousand cells take minutes.
    short.mostContacts = 1 + Int(dice.uniform() * 4)
    short.recoveryTime = chance(0.3) ? 0 : pick(1e-3, 1e12)
    return short
  }

  /// Something to hold, absurd now and then.
  mutating func control(of profile: CellProfile) -> CellControl {
    let sign = chance(0.5) ? -1.0 : 1.0
    let absurd = [1e300, .infinity, .nan, 1e-300, 0]
    switch dice.uniform() {
    case ..<0.1: return .open
    case ..<0.5:
      // Currents around what the salt carries, and any.
      let scale = chance(0.6) ? profile.limitingCurrent.si * dice.logarithmic(from: 1e-3, to: 30) : pick(1e-9, 1e3)
      return .current(Quantity(si: sign * (chance(0.05) ? one(of: absurd) : scale)))
    case ..<0.8: return .voltage(Quantity(si: sign * (chance(0.05) ? one(of: absurd) : pick(1e-5, 10))))
    default: return .power(Quantity(si: sign * (chance(0.1) ? one(of: absurd) : pick(1e-9, 1e2))))
    }
  }
}
