import Deposition
import Documents
import Quantities

extension CellElectrode.Substrate {
  /// The material that lithium enters; nil where it is deposited.
  var material: InsertionMaterial? {
    switch self {
    case .lithiumIronPhosphate: .lfp
    case .nickelManganeseCobaltOxide: .nmc811
    default: nil
    }
  }
}

extension Fields {
  /// A positive electrode: what lithium metal has and it has not is a fault; what is left out is that of the material's published set.
  func positiveElectrode(
    of material: InsertionMaterial, in electrolyte: CellElectrolyte, at temperature: Quantity<Temperature>
  ) -> CellElectrode {
    refuseDepositionKeys(on: material)
    let host = InsertionElectrode(
      material: material,
      arealCapacity: quantity(
        "areal capacity", Bounds(from: Quantity(si: 1), to: Quantity(si: 1e7)), example: "2 mAh/cm2"),
      temperature: temperature, saltConcentration: electrolyte.atRest(temperature).concentration,
      particleRadius: optionalQuantity("particle radius", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e-3))),
      diffusivity: optionalQuantity("solid diffusivity", Bounds(from: Quantity(si: 1e-24), to: Quantity(si: 1e-6))),
      exchangeCurrentDensity: exchangeCurrentDensityOfParticles(at: temperature),
      activeAreaRatio: optionalNumber("active area ratio", Bounds(from: Quantity(si: 1e-3), to: Quantity(si: 1e6))),
      doubleLayer: optionalQuantity("double layer", Bounds(from: Quantity(si: 1e-4), to: Quantity(si: 1e4))))
    var electrode = CellElectrode(
      substrate: material == .lfp ? .lithiumIronPhosphate : .nickelManganeseCobaltOxide,
      exchangeCurrentDensity: host.exchangeCurrentDensity,
      interphaseResistance: optionalQuantity("SEI resistance", .notNegative(to: Quantity(si: 1e3))) ?? .zero,
      doubleLayer: host.doubleLayer)
    electrode.insertion = host
    electrode.initialStoichiometry = number("stoichiometry", Bounds(from: .zero, to: Quantity(si: 1)))
    return electrode
  }

  /// An electrode that stands where it cannot, which is reported elsewhere: nothing else is said of its keys.
  func unread(_ substrate: CellElectrode.Substrate) -> CellElectrode {
    for key in keys { _ = field(key) }
    return CellElectrode(substrate: substrate, exchangeCurrentDensity: Quantity(si: .nan))
  }

  /// Reports the keys of a positive electrode on a substrate that lithium is deposited on.
  func refuseInsertionKeys(on substrate: CellElectrode.Substrate) {
    for key in ["areal capacity", "stoichiometry", "particle radius", "solid diffusivity", "active area ratio"]
    where keys.contains(key) {
      field(key)?.report(
        "\(key) is given for \(substrate.rawValue)", detail: "lithium is deposited on it and does not enter it",
        mend: "remove \"\(key)\", or make LFP or NMC811 the substrate")
    }
  }

  /// Reports the keys of lithium metal on a positive electrode.
  private func refuseDepositionKeys(on material: InsertionMaterial) {
    let metal = [
      "coulombic efficiency", "bare potential", "lithium thickness", "kinetics", "interphase", "deposit", "framework",
      "SEI", "dead layer", "fresh lithium",
    ]
    for key in metal where keys.contains(key) {
      field(key)?.report(
        "\(key) is given for \(material.rawValue)", detail: "lithium enters it and is not deposited on it",
        mend: "remove \"\(key)\"")
    }
  }

  /// What is written for the particles at 25 °C, by its activation energy at the temperature of the cell; nil leaves it to the material,
  /// which has its own.
  private func exchangeCurrentDensityOfParticles(
    at temperature: Quantity<Temperature>
  ) -> Quantity<CurrentDensity>? {
    let known: Quantity<CurrentDensity>? = optionalQuantity(
      "exchange current density", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e7)))
    guard let scaling = activationEnergy() else { return known }
    if !keys.contains("exchange current density") {
      field("activation energy")?.report(
        "activation energy is given without an exchange current density", detail: "the material's own has its own",
        mend: "write \"exchange current density\" too, or remove \"activation energy\"")
    }
    return known.map { scaling.value($0, at: temperature) }
  }
}
