// The solid-electrolyte interphase on lithium, which grows as fast as solvent diffuses through it.
//
//   d(δ²)/dt = 2k   so   δ(t) = √(δ₀² + 2kt),   k = D_s c_s V/n
//   q = δ n F/V          charge of the lithium that the film binds
//   R = ρ δ/A            areal resistance of a film on a rough surface
//
//   δ  film thickness, m      D_s  solvent diffusivity in the film, m²/s      c_s  solvent beside the film, mol/m³
//   V  molar volume of the film, m³/mol      n  lithium per formula unit, 1 (2 as in Li₂CO₃)      ρ  resistivity, Ω·m
//   q  per film area, C/m²      A  lithium area over footprint, 1
//
// A dense film of one kind that neither cracks nor dissolves; no dependence on potential. Cracks come in as new area, which gets a
// film of its own. The values of `example` are those that PyBaMM 26.10 calls its example values (Xu2019): they come from fits to
// lithium-ion cells, so they give an order, not a prediction.
// H. J. Ploehn et al., J. Electrochem. Soc. 151 (2004) A456, 10.1149/1.1644601 (not re-read).
import Foundation
public import Quantities

/// Growth of the film on lithium, and the lithium and the voltage that it costs.
public struct InterphaseGrowth: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "thickness, bound lithium and resistance of the film on lithium"
  /// Where it stops.
  public static let validity =
    "growth by solvent diffusion through one dense film; cracks only as new area"
  /// Where it is from.
  public static let source = "10.1149/1.1644601; example values of PyBaMM Xu2019"

  /// Growth constant k.
  public var growthConstant: Quantity<Diffusivity>
  /// Thickness of the film that new lithium gets at once.
  public var initialThickness: Quantity<Length>
  /// Resistivity of the film, Ω·m.
  public var resistivity: Double
  /// Molar volume of the film, m³/mol.
  public var molarVolume: Double
  /// Lithium in a formula unit of the film, n.
  public var lithiumPerFormula: Double

  /// A film from its growth constant; the other values are PyBaMM's example values.
  public init(
    growthConstant: Quantity<Diffusivity>, initialThickness: Quantity<Length> = Quantity(si: 5e-9),
    resistivity: Double = 2e5, molarVolume: Double = 9.585e-5, lithiumPerFormula: Double = 2
  ) {
    (self.growthConstant, self.initialThickness) = (growthConstant, initialThickness)
    (self.resistivity, self.molarVolume) = (resistivity, molarVolume)
    self.lithiumPerFormula = lithiumPerFormula
  }

  /// A film whose growth constant follows from the solvent that crosses it.
  public init(
    solventDiffusivity: Quantity<Diffusivity>, solventConcentration: Quantity<Concentration>,
    initialThickness: Quantity<Length> = Quantity(si: 5e-9), resistivity: Double = 2e5,
    molarVolume: Double = 9.585e-5, lithiumPerFormula: Double = 2
  ) {
    let flux = solventDiffusivity.si * solventConcentration.si
    self.init(
      growthConstant: Quantity(si: flux * molarVolume / lithiumPerFormula), initialThickness: initialThickness,
      resistivity: resistivity, molarVolume: molarVolume, lithiumPerFormula: lithiumPerFormula)
  }

  /// PyBaMM's example values: 5 nm at first, 6.22 nm after ten cycles at C/2 (60 h).
  public static let example = InterphaseGrowth(
    solventDiffusivity: Quantity(si: 2.5e-22), solventConcentration: Quantity(si: 2636))

  /// Thickness in m that a film (m) has grown to after a time (s); exact over any time.
  public func thickness(from thickness: Double, after duration: Double) -> Double {
    (thickness * thickness + 2 * growthConstant.si * duration).squareRoot()
  }

  /// Charge of the lithium that a film of a thickness (m) binds, C per m² of film.
  public func charge(of thickness: Double) -> Double {
    thickness * lithiumPerFormula * PhysicalConstants.faraday / molarVolume
  }

  /// Charge that covers a new lithium area (m² per m² of footprint) with its first film, C/m² of footprint.
  public func charge(covering newArea: Double) -> Double { newArea * charge(of: initialThickness.si) }

  /// Areal resistance in Ω·m² of footprint of a film (m) on a surface with this much area over its footprint (above zero).
  public func resistance(of thickness: Double, areaRatio: Double) -> Double { resistivity * thickness / areaRatio }

  /// Thickness in m of one film that stands for a film (m) on an area and the first film on a new area.
  ///
  /// Both areas are over the footprint, not both zero; the film binds the lithium of the two, the resistance of the pair is lower.
  public func thickness(of thickness: Double, on area: Double, joinedBy newArea: Double) -> Double {
    (thickness * area + initialThickness.si * newArea) / (area + newArea)
  }
}
