public import Quantities

/// How the transport properties of an electrolyte depend on its concentration, at one temperature.
public protocol ElectrolyteProperties: Sendable {
  /// Salt diffusivity, m²/s, at a concentration in mol/m³; above zero for every argument.
  func diffusivity(_ concentration: Double) -> Double
  /// Cation transference number at a concentration in mol/m³; below 1, and below zero where ion pairs carry lithium backwards.
  func cationTransferenceNumber(_ concentration: Double) -> Double
  /// Conductivity, S/m, at a concentration in mol/m³.
  func conductivity(_ concentration: Double) -> Double
  /// ν = (1 − t₊)(1 + dln f/dln c) at a concentration in mol/m³.
  func diffusionFactor(_ concentration: Double) -> Double
}

extension ElectrolyteProperties {
  /// Salt in mol/L of a concentration in mol/m³, held inside the range that the published fits are used for: 0 to 4 mol/L.
  static func molarity(_ concentration: Double) -> Double { min(max(concentration, 0), FlowTable.upper) / 1000 }
}

extension Electrolyte: ElectrolyteProperties {
  /// The constant diffusivity, m²/s.
  public func diffusivity(_ concentration: Double) -> Double { diffusivity.si }
  /// The constant cation transference number.
  public func cationTransferenceNumber(_ concentration: Double) -> Double { cationTransferenceNumber }
  /// The constant conductivity, S/m.
  public func conductivity(_ concentration: Double) -> Double { conductivity.si }
  /// 1 − t₊: an ideal solution.
  public func diffusionFactor(_ concentration: Double) -> Double { anionTransferenceNumber }
}

/// Properties whose cation transference number is replaced by one that does not depend on concentration.
struct FixedTransference: ElectrolyteProperties {
  let base: any ElectrolyteProperties
  let cationTransferenceNumber: Double

  func diffusivity(_ concentration: Double) -> Double { base.diffusivity(concentration) }
  func cationTransferenceNumber(_ concentration: Double) -> Double { cationTransferenceNumber }
  func conductivity(_ concentration: Double) -> Double { base.conductivity(concentration) }
  /// The thermodynamic factor of the base, by the transference number that replaces its own.
  func diffusionFactor(_ concentration: Double) -> Double {
    base.diffusionFactor(concentration) * (1 - cationTransferenceNumber)
      / (1 - base.cationTransferenceNumber(concentration))
  }
}

/// The published electrolytes whose properties depend on concentration; a raw value is the name in a cell profile.
public enum ElectrolyteFit: String, Hashable, Codable, CaseIterable, Sendable {
  /// LiPF₆ in PC/EC/DMC, 10.1149/1.1872737.
  case valoenReimers2005 = "Valoen-Reimers 2005"
  /// LiPF₆ in EC/EMC 3:7 at 25 °C, 10.1016/j.electacta.2008.04.023.
  case nyman2008 = "Nyman 2008"
  /// LiPF₆ in EC/EMC 3:7, 10.1149/2.0571912jes.
  case landesfeindGasteiger2019 = "Landesfeind-Gasteiger 2019"

  /// The properties at a temperature.
  public func properties(at temperature: Quantity<Temperature>) -> any ElectrolyteProperties {
    switch self {
    case .valoenReimers2005: ValoenReimers(temperature: temperature)
    case .nyman2008: Nyman()
    case .landesfeindGasteiger2019: LandesfeindGasteiger(temperature: temperature)
    }
  }

  /// Temperatures that the fit is used for, K.
  public var temperatures: ClosedRange<Double> {
    switch self {
    case .valoenReimers2005: ValoenReimers.temperatures
    case .nyman2008: Nyman.temperatures
    case .landesfeindGasteiger2019: LandesfeindGasteiger.temperatures
    }
  }

  /// The properties at one concentration, as if they did not depend on it: for J* and for Sand's time.
  public func electrolyte(
    at concentration: Quantity<Concentration>, _ temperature: Quantity<Temperature>
  ) -> Electrolyte {
    let properties = properties(at: temperature)
    let c = concentration.si
    return Electrolyte(
      concentration: concentration, diffusivity: Quantity(si: properties.diffusivity(c)),
      cationTransferenceNumber: properties.cationTransferenceNumber(c),
      conductivity: Quantity(si: properties.conductivity(c)))
  }
}
