import Deposition
public import Documents
import Quantities

extension CellProfile {
  /// Reads a profile from a YAML file.
  public static func read(_ path: String) throws(Diagnostics) -> CellProfile {
    try read(try Document.read(path))
  }

  /// Reads a profile from YAML text; `file` is the name shown in messages.
  public static func parse(yaml: String, file: String) throws(Diagnostics) -> CellProfile {
    try read(try Document.parse(yaml: yaml, file: file))
  }

  /// Reads a profile from a document; throws every fault in it.
  public static func read(_ node: DocumentNode) throws(Diagnostics) -> CellProfile {
    try Fields.read(node, as: "cell profile") { fields in
      let temperature: Quantity<Temperature> = fields.quantity(
        "temperature", Bounds(from: Quantity(si: 200), to: Quantity(si: 400)), example: "25 °C")
      let electrolyte = fields.mapping("electrolyte") { $0.electrolyte(at: temperature) }
      let (gap, penetration) = fields.mapping("gap") { ($0.gap(), $0.penetration()) }
      var profile = CellProfile(
        name: fields.text("name", example: "Li|Li capillary"),
        area: fields.quantity("area", Bounds(from: Quantity(si: 1e-12), to: Quantity(si: 100))),
        temperature: temperature,
        electrolyte: electrolyte,
        gap: gap,
        working: fields.mapping("working") { $0.workingElectrode(in: electrolyte, at: temperature) },
        counter: fields.mapping("counter") { $0.counterElectrode(in: electrolyte, at: temperature) },
        measurement: fields.optionalMapping("measurement") { $0.measurement() } ?? Measurement())
      profile.penetration = penetration ?? profile.penetration
      profile.short = fields.optionalMapping("short") { $0.softShort() } ?? profile.short
      return profile
    }
  }
}

extension Fields {
  fileprivate func gap() -> Gap {
    Gap(
      thickness: quantity("thickness", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1))),
      porosity: number("porosity", Bounds(from: Quantity(si: 1e-3), to: Quantity(si: 1))),
      tortuosity: number("tortuosity", Bounds(from: Quantity(si: 1), to: Quantity(si: 1000))))
  }

  fileprivate func measurement() -> Measurement {
    let limits = Bounds<Voltage>.notNegative(to: Quantity(si: 1))
    return Measurement(
      noise: optionalQuantity("noise", limits) ?? .zero, resolution: optionalQuantity("resolution", limits) ?? .zero)
  }

  fileprivate func electrolyte(at temperature: Quantity<Temperature>) -> CellElectrolyte {
    let concentration: Quantity<Concentration> = quantity(
      "concentration", Bounds(from: Quantity(si: 1e-3), to: Quantity(10, .molePerLitre)))
    let solvent = required("solvent", example: "carbonate")?.choice(CellElectrolyte.Solvent.self) ?? .carbonate
    let permittivity = optionalNumber("permittivity", Bounds(from: Quantity(si: 1), to: Quantity(si: 1000)))
    return CellElectrolyte(
      transport: transport(concentration, temperature), solvent: solvent,
      permittivity: permittivity ?? CellElectrolyte.usualPermittivity,
      additives: film())
  }

  private func transport(
    _ concentration: Quantity<Concentration>, _ temperature: Quantity<Temperature>
  ) -> CellElectrolyte.Transport {
    guard let model = field("model") else { return .constant(constantProperties(concentration, temperature)) }
    for key in ["diffusivity", "cation transference number", "conductivity", "activation energy"] {
      field(key)?.report(
        "\(key) is given beside a model", detail: "the model has its own", mend: "remove \"\(key)\" or \"model\"")
    }
    guard let fit = model.choice(ElectrolyteFit.self) else {
      return .constant(
        Electrolyte(
          concentration: concentration, diffusivity: .zero, cationTransferenceNumber: .nan, conductivity: .zero))
    }
    let range = fit.temperatures
    if temperature.si < range.lowerBound || temperature.si > range.upperBound {
      let (low, high) = (Quantity<Temperature>(si: range.lowerBound), Quantity<Temperature>(si: range.upperBound))
      model.report(
        "\(fit.rawValue) does not reach \(temperature.formatted(in: .celsius))",
        detail: "it is used from \(low.formatted(in: .celsius)) to \(high.formatted(in: .celsius))")
    }
    return .fit(fit, concentration: concentration)
  }

  private func constantProperties(
    _ concentration: Quantity<Concentration>, _ temperature: Quantity<Temperature>
  ) -> Electrolyte {
    let known = Electrolyte(
      concentration: concentration,
      diffusivity: quantity(
        "diffusivity", Bounds(from: Quantity(si: 1e-18), to: Quantity(si: 1e-6)), example: "3e-10 m2/s"),
      cationTransferenceNumber: number(
        "cation transference number", Bounds(from: .zero, allowed: false, to: Quantity(si: 0.999))),
      conductivity: quantity("conductivity", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e4))))
    return optionalMapping("activation energy") { $0.activated(known, at: temperature) } ?? known
  }

  fileprivate func workingElectrode(
    in electrolyte: CellElectrolyte, at temperature: Quantity<Temperature>
  ) -> CellElectrode {
    var electrode = electrode(in: electrolyte, at: temperature, isWorking: true)
    if electrode.substrate == .lithium {
      field("bare potential")?.report(
        "a lithium electrode is never bare", mend: "remove \"bare potential\"")
    } else if electrode.insertion == nil {
      electrode.barePotential = quantity(
        "bare potential", Bounds(from: .zero, allowed: false, to: Quantity(si: 5)), example: "1.2 V")
    }
    return electrode
  }

  fileprivate func counterElectrode(
    in electrolyte: CellElectrolyte, at temperature: Quantity<Temperature>
  ) -> CellElectrode {
    let electrode = electrode(in: electrolyte, at: temperature, isWorking: false)
    if electrode.substrate != .lithium {
      field("substrate")?.report(
        "the counter electrode is \(electrode.substrate.rawValue)",
        detail: "a cell needs lithium on one side to begin with",
        mend: "make \(electrode.substrate.rawValue) the working electrode")
    }
    return electrode
  }

  private func electrode(
    in electrolyte: CellElectrolyte, at temperature: Quantity<Temperature>, isWorking: Bool
  ) -> CellElectrode {
    let substrate = required("substrate", example: "Li")?.choice(CellElectrode.Substrate.self) ?? .lithium
    if let material = substrate.material {
      return isWorking
        ? positiveElectrode(of: material, in: electrolyte, at: temperature) : unread(substrate)
    }
    refuseInsertionKeys(on: substrate)
    var electrode = CellElectrode(
      substrate: substrate,
      exchangeCurrentDensity: quantity(
        "exchange current density", Bounds(from: Quantity(si: 1e-9), to: Quantity(si: 1e7))),
      interphaseResistance: quantity("SEI resistance", .notNegative(to: Quantity(si: 1e3))),
      coulombicEfficiency: optionalNumber(
        "coulombic efficiency", Bounds(from: .zero, allowed: false, to: Quantity(si: 1))) ?? 1,
      doubleLayer: optionalQuantity("double layer", Bounds(from: Quantity(si: 1e-4), to: Quantity(si: 1e4)))
        ?? CellElectrode.usualDoubleLayer)
    electrode.deposit = deposit(on: electrode, in: electrolyte)
    electrode.ageing = ageing()
    electrode.kinetics = kinetics()
    electrode.lithiumThickness = lithiumThickness(on: substrate)
    activate(&electrode, at: temperature)
    return electrode
  }
}
