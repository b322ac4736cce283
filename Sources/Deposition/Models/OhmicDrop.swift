// Migration through the gap.
//
//   R_Ω = L / κ_eff,  κ_eff = κ ε/τ        constant conductivity
//   R_Ω = Σ h / κ_eff(c)                   on a grid of cells of width h
//
//   κ  conductivity of the free electrolyte, S/m      ε/τ  porosity over tortuosity      L  gap, m
//
// On a grid the conductivity is taken at no less than c₀/1000: behind that point the field belongs to `SpaceCharge`.
// J. Newman, K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., Wiley 2004, ch. 11.
public import Quantities

/// The areal resistance of the electrolyte in a gap.
public enum OhmicDrop: DepositionModel {
  /// What it answers.
  public static let summary = "migration through the gap"
  /// Where it stops.
  public static let validity =
    "electroneutral electrolyte; behind depletion the field belongs to SpaceCharge"
  /// Where it is from.
  public static let source = "Newman & Thomas-Alyea 2004, ch. 11"

  /// L/κ_eff of an electrolyte whose conductivity does not depend on concentration.
  public static func resistance(
    conductivity: Quantity<Conductivity>, gap: Gap
  ) -> Quantity<ArealResistance> {
    Quantity(si: gap.thickness.si / (conductivity.si * gap.transportFactor))
  }

  /// ∫dx/κ_eff over equal cells with these concentrations (mol/m³) at a concentration c₀ at rest (mol/m³).
  static func resistance(
    concentrations: [Double], rest: Double, properties: any ElectrolyteProperties, gap: Gap
  ) -> Quantity<ArealResistance> {
    let width = gap.thickness.si / Double(concentrations.count)
    let floor = rest / 1000
    let sum = concentrations.reduce(0.0) { $0 + 1 / properties.conductivity(max($1, floor)) }
    return Quantity(si: width * sum / gap.transportFactor)
  }
}
