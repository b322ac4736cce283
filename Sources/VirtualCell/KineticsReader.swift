import Deposition
import Documents
import Quantities

/// A law of charge transfer by its name in a cell profile.
private enum KineticLaw: String, CaseIterable {
  case butlerVolmer = "Butler-Volmer"
  case marcusHushChidsey = "Marcus-Hush-Chidsey"
}

extension Fields {
  /// By which law charge crosses the surface of an electrode: the key "kinetics", Butler–Volmer where it is left out.
  func kinetics() -> ChargeTransferKinetics.Law { optionalMapping("kinetics") { $0.law() } ?? .butlerVolmer }

  private func law() -> ChargeTransferKinetics.Law {
    switch required("law", example: KineticLaw.marcusHushChidsey.rawValue)?.choice(KineticLaw.self) {
    case .marcusHushChidsey:
      let limits = Bounds<Energy>(from: Quantity(0.02, .electronvolt), to: Quantity(5, .electronvolt))
      return .marcusHushChidsey(
        reorganisationEnergy: quantity("reorganisation energy", limits, example: "0.3 eV"))
    case .butlerVolmer:
      field("reorganisation energy")?.report(
        "Butler-Volmer has no reorganisation energy",
        mend: "remove \"reorganisation energy\", or make the law Marcus-Hush-Chidsey")
      return .butlerVolmer
    case nil:
      _ = field("reorganisation energy")
      return .butlerVolmer
    }
  }

  /// What of the growth of tips gets through the separator, if the gap says so.
  func penetration() -> Double? { optionalNumber("penetration", Bounds(from: .zero, to: Quantity(si: 1))) }

  /// How thick the lithium of an electrode is; nil for a reservoir without end.
  func lithiumThickness(on substrate: CellElectrode.Substrate) -> Quantity<Length>? {
    guard substrate == .lithium || !keys.contains("lithium thickness") else {
      field("lithium thickness")?.report(
        "lithium thickness is given for \(substrate.rawValue)", detail: "it has no lithium but what is plated",
        mend: "remove \"lithium thickness\"")
      return nil
    }
    return optionalQuantity("lithium thickness", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 0.1)))
  }
}

// MARK: - Temperature

extension Fields {
  /// The scaling that an activation energy makes, from 25 °C; nil where none is written.
  func activationEnergy(of key: String = "activation energy") -> ArrheniusScaling? {
    let energy: Quantity<MolarEnergy>? = optionalQuantity(key, .notNegative(to: Quantity(si: 1e5)))
    return energy.map { ArrheniusScaling(activationEnergy: $0.si) }
  }

  /// Properties that are given at 25 °C at the temperature of the cell, by the activation energies of this mapping.
  func activated(_ known: Electrolyte, at temperature: Quantity<Temperature>) -> Electrolyte {
    var electrolyte = known
    if let scaling = activationEnergy(of: "diffusivity") {
      electrolyte.diffusivity = scaling.value(known.diffusivity, at: temperature)
    }
    if let scaling = activationEnergy(of: "conductivity") {
      electrolyte.conductivity = scaling.value(known.conductivity, at: temperature)
    }
    return electrolyte
  }

  /// Brings the exchange current densities of an electrode, given at 25 °C, to the temperature of the cell by its activation energy.
  func activate(_ electrode: inout CellElectrode, at temperature: Quantity<Temperature>) {
    guard let scaling = activationEnergy() else { return }
    electrode.exchangeCurrentDensity = scaling.value(electrode.exchangeCurrentDensity, at: temperature)
    if let fresh = electrode.ageing.freshSurface {
      electrode.ageing.freshSurface?.exchangeCurrentDensity = scaling.value(
        fresh.exchangeCurrentDensity, at: temperature)
    }
  }
}

// MARK: - Shorts

extension Fields {
  /// How filaments behave once tips have crossed; what is left out is that of `SoftShortProcess.Parameters`.
  func softShort() -> SoftShortProcess.Parameters {
    var short = SoftShortProcess.Parameters()
    let times = Bounds<Time>(from: Quantity(si: 1), to: Quantity(si: 1e12))
    let resistances = Bounds<Resistance>(from: Quantity(si: 1e-6), to: Quantity(si: 1e9))
    func inverse<D: Dimension>(_ key: String, _ bounds: Bounds<D>) -> Double? {
      optionalQuantity(key, bounds).map { 1 / $0.si }
    }
    short.connectionRate = inverse("open time", times) ?? short.connectionRate
    short.openingRate = inverse("contact time", times) ?? short.openingRate
    short.firstConductance = inverse("first resistance", resistances) ?? short.firstConductance
    short.hardConductance = inverse("hard below", resistances) ?? short.hardConductance
    // A filament grows by its first conductance in each of these times, and again for each of these charges.
    short.growthRate = inverse("growth time", times).map { $0 * short.firstConductance } ?? short.growthRate
    let charges = Bounds<Charge>(from: Quantity(si: 1e-6), to: Quantity(si: 1e12))
    short.growthPerCharge =
      inverse("growth charge", charges).map { $0 * short.firstConductance } ?? short.growthPerCharge
    let currents = Bounds<Current>(from: Quantity(si: 1e-9), to: Quantity(si: 1e6))
    short.fuseCurrent = optionalQuantity("fuse current", currents)?.si
    let recovery = Bounds<Time>.notNegative(to: Quantity(si: 1e12))
    short.recoveryTime = optionalQuantity("recovery time", recovery)?.si ?? short.recoveryTime
    return short
  }
}
