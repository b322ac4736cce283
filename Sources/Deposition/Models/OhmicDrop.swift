// Migration through the gap.
//
//   R_Ω = L / κ_eff,  κ_eff = κ ε/τ        constant conductivity
//   R_Ω = Σ h / κ_eff(c)                   on a grid of cells of width h
//
//   R_Ω  areal resistance, Ω·m²      κ  conductivity of the free electrolyte, S/m
//   ε/τ  porosity over tortuosity      L  gap, m      c  salt, c₀ at rest, mol/m³
//
// An electroneutral electrolyte. On a grid the conductivity is taken at no less than c₀/1000: behind that point the field belongs to `SpaceCharge`.
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

  /// The conductivity on a grid is taken at no less than this part of the resting concentration.
  static let floor = 1e-3
}
