import Deposition
import Documents
import Quantities

extension Fields {
  /// The `salt` and the `additives` of an electrolyte, of which the salt counts only where its anion makes another film.
  func film() -> ElectrolyteAdditives {
    var additives = optionalMapping("additives") { $0.additives() } ?? ElectrolyteAdditives()
    additives.isLiFSI = field("salt")?.choice(FilmSalt.self) == .bisFluorosulfonylimide
    return additives
  }

  /// The `additives` of an electrolyte: amounts of what is in it beside solvent and salt.
  private func additives() -> ElectrolyteAdditives {
    let part = Bounds<Dimensionless>.positive(to: Quantity(si: 0.5))
    func dissolved(_ key: String) -> Quantity<Concentration> {
      optionalQuantity(key, .positive(to: Quantity(10, .molePerLitre))) ?? .zero
    }
    return ElectrolyteAdditives(
      lithiumNitrate: dissolved("LiNO3"),
      releasesNitrate: field("LiNO3 supply")?.choice(NitrateSupply.self) == .sustainedRelease,
      polysulfide: dissolved("polysulfide"), oxygen: dissolved("O2"),
      fluoroethyleneCarbonate: optionalNumber("FEC", part) ?? 0, vinyleneCarbonate: optionalNumber("VC", part) ?? 0,
      propaneSultone: optionalNumber("1,3-PS", part) ?? 0, nitrocellulose: optionalNumber("nitrocellulose", part) ?? 0)
  }

  /// How lithium grows on an electrode, from its blocks `interphase`, `deposit` and `framework`, all of which may be left out.
  ///
  /// An electrode that says nothing of its interphase, in an electrolyte without additives, has a film that neither limits nor cracks.
  func deposit(on electrode: CellElectrode, in electrolyte: CellElectrolyte) -> DepositGrowth {
    let onLithium = electrode.substrate == .lithium
    var growth = DepositGrowth.ideal(
      onLithium: onLithium, coulombicEfficiency: electrode.coulombicEfficiency)
    growth.nucleation?.exchangeCurrentDensity = electrode.exchangeCurrentDensity
    let film = optionalMapping("interphase") { $0.interphase() }
    if film != nil || electrolyte.additives != ElectrolyteAdditives() {
      let film = film ?? InterphaseKeys()
      let made = electrolyte.additives.interphase(
        in: electrolyte.solvent, concentration: electrolyte.restingConcentration, quality: film.quality,
        isSaltDerived: film.isSaltDerived)
      growth.competition = made.competition
      growth.stability = InterphaseStability(
        protectedCapacity: made.protectedCapacity, healingCurrentDensity: film.healing, mossCapacity: film.moss)
      growth.nucleation?.sites = made.sites
      growth.losesByShape = true
    }
    if let nuclei = optionalMapping("deposit", { $0.nuclei() }) {
      var nucleation =
        growth.nucleation
        ?? NucleationRateCompetition(
          exchangeCurrentDensity: electrode.exchangeCurrentDensity, nucleationOverpotential: .zero)
      nuclei.refine(&nucleation)
      growth.nucleation = nucleation
      growth.criticalSize = nuclei.criticalRadius.map { CriticalSphereSize(radius: $0) }
    }
    growth.framework = optionalMapping("framework") { $0.framework(electrode.exchangeCurrentDensity) }
    if growth.framework != nil, onLithium {
      field("framework")?.report(
        "a lithium electrode has no framework", mend: "make the framework the substrate, or remove \"framework\"")
    }
    return growth
  }

  private func interphase() -> InterphaseKeys {
    var keys = InterphaseKeys()
    keys.quality = optionalNumber("quality", Bounds(from: .zero, to: Quantity(si: 1))) ?? keys.quality
    keys.isSaltDerived = field("pretreatment")?.choice(Pretreatment.self) == .saltDerived
    keys.healing =
      optionalQuantity("healing current density", .notNegative(to: Quantity(si: 1e4))) ?? keys.healing
    keys.moss = optionalQuantity("moss capacity", .positive(to: Quantity(si: 1e9))) ?? keys.moss
    return keys
  }

  private func nuclei() -> NucleiKeys {
    let overpotential = Bounds<Voltage>.notNegative(to: Quantity(si: 1))
    let density = Bounds<Dimensionless>(from: Quantity(si: 1e-9), to: Quantity(si: 1e9))
    return NucleiKeys(
      onSubstrate: optionalQuantity("nucleation overpotential", overpotential),
      onLithium: optionalQuantity("nucleation overpotential on lithium", overpotential),
      sites: optionalNumber("nucleation sites", density),
      sitesOnLithium: optionalNumber("nucleation sites on lithium", density),
      growth: optionalNumber("growth", density),
      criticalRadius: optionalQuantity("critical radius", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e-2))))
  }

  private func framework(_ exchange: Quantity<CurrentDensity>) -> LithiophilicFramework {
    let arrangement =
      required("arrangement", example: "intermittent")?.choice(LithiophilicFramework.Arrangement.self) ?? .homogeneous
    let sites = list("sites") { field in
      field.fields().map { fields in
        defer { fields.finish() }
        return fields.site(exchange)
      }
    }
    let covered = sites.reduce(0) { $0 + $1.areaFraction }
    if sites.isEmpty || sites.count > 8 {
      field("sites")?.report("a framework has \(sites.count) kinds of sites", detail: "it may have from 1 to 8")
    } else if covered > 1 + 1e-9 {
      field("sites")?.report("the area fractions of the sites add up to \(covered)", detail: "they may reach 1")
    }
    if arrangement == .homogeneous, sites.count > 1 {
      field("sites")?.report("a homogeneous framework has one kind of site", detail: "\(sites.count) are given")
    }
    return LithiophilicFramework(
      arrangement: arrangement, areaRatio: number("area ratio", Bounds(from: Quantity(si: 1), to: Quantity(si: 1e5))),
      sites: sites)
  }

  private func site(_ exchange: Quantity<CurrentDensity>) -> LithiophilicFramework.Site {
    _ = optionalText("material")
    let energy: Quantity<Energy>? = optionalQuantity("binding energy", Bounds(to: .zero))
    let stated: Quantity<Voltage>? = optionalQuantity(
      "nucleation overpotential", .notNegative(to: Quantity(si: 1)))
    if (energy == nil) == (stated == nil) {
      report(
        "a site needs a binding energy or a nucleation overpotential, and not both",
        mend: "write for example `nucleation overpotential: 0 mV`")
    }
    return LithiophilicFramework.Site(
      areaFraction: number("area fraction", Bounds(from: Quantity(si: 1e-6), to: Quantity(si: 1))),
      nucleationOverpotential: stated ?? energy.map(LithiophilicFramework.nucleationOverpotential) ?? .zero,
      exchangeCurrentDensity: optionalQuantity(
        "exchange current density", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e7))) ?? exchange,
      capacity: quantity("capacity", Bounds(from: Quantity(si: 1e-3), to: Quantity(si: 1e9))))
  }
}

/// How nitrate gets into an electrolyte; a raw value is the word in a cell profile.
private enum NitrateSupply: String, CaseIterable {
  case dissolved
  case sustainedRelease = "sustained release"
}

/// Salts whose anion makes the film another one.
private enum FilmSalt: String, CaseIterable {
  case hexafluorophosphate = "LiPF6"
  case bisTrifluoromethanesulfonylimide = "LiTFSI"
  case bisFluorosulfonylimide = "LiFSI"
}

/// What was done to the substrate before.
private enum Pretreatment: String, CaseIterable {
  case none
  case saltDerived = "salt-derived film"
}

/// The keys of `interphase`.
private struct InterphaseKeys {
  var quality = 0.5
  var isSaltDerived = false
  var healing = InterphaseStability.usualHealing
  var moss = InterphaseStability.usualMoss
}

/// The keys of `deposit`.
private struct NucleiKeys {
  var onSubstrate: Quantity<Voltage>?
  var onLithium: Quantity<Voltage>?
  var sites: Double?
  var sitesOnLithium: Double?
  var growth: Double?
  var criticalRadius: Quantity<Length>?

  /// Sets what was written; sites multiply with what the interphase leaves of them.
  func refine(_ nucleation: inout NucleationRateCompetition) {
    nucleation.nucleationOverpotential = onSubstrate ?? nucleation.nucleationOverpotential
    nucleation.overpotentialOnLithium = onLithium ?? nucleation.overpotentialOnLithium
    nucleation.sites *= sites ?? 1
    nucleation.sitesOnLithium = sitesOnLithium ?? nucleation.sitesOnLithium
    nucleation.growth = growth ?? nucleation.growth
  }
}

extension CellElectrolyte {
  /// Salt concentration at rest.
  fileprivate var restingConcentration: Quantity<Concentration> {
    switch transport {
    case .constant(let electrolyte): electrolyte.concentration
    case .fit(_, let concentration): concentration
    }
  }
}
