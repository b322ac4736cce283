// Ions and potential across a symmetric cell above its limiting current: region I, quasi-neutral, and region II, a space charge.
//
//   I:  x > x₁    c_a = c_c = c_b + G (x − x₁),  G = J t_a/(F D_eff),    E = (RT/F) G/c,    φ = φ(x₁) + (RT/F) ln(c/c_b)
//   II: x < x₁    c_a = 0,  c_c = J/(F μ_c E),    E² = E_b² + 2 J (x₁ − x)/(ε_r ε₀ μ_c),    φ = ∫₀ˣ E dx
//   boundary      E_b = (RT/F) G/c_b,    c_b³ = ε_r ε₀ RT G²/F²       where E stops to be the field of a neutral salt
//   steady        c_b ℓ + G ℓ²/2 = c₀ L,  x₁ = L − ℓ                  the anions that were there at rest are all in region I
//   κ = F² c₀ D_eff/(2 RT t₊ t_a),  E_0 = J/κ        conductivity and field of the salt at rest, both ions by Nernst–Einstein
//   λ = √(ε_r ε₀ RT/(2 F² c₀))                       Debye length
//
//   x  place, m, 0 at the plated and L at the stripped electrode      x₁  thickness of region II, m      φ  potential against x = 0, V
//   c_a, c_c  anions and cations, mol/m³      E  field towards the plated electrode, V/m      J  current density as a magnitude, A/m²
//   G  mol/m⁴      μ_c  mobility of the cation, m²/(V·s)      other symbols as in `SandDiffusion` and `SpaceCharge`
//
// Dilute binary salt, no convection, flat electrodes, anions at rest: steady state, or a course so slow as to be one. Field and potential
// are continuous at x₁. The cations step there by a factor 2, since the diffusion that carries half of J on the neutral side is left out
// of region II; the true course is smooth over a few c_b/G (70 nm at 1 mA/cm²). Against a solution of the whole equations with a layer of
// 62 c_b/G, the surface field is 1 % high, the voltage 2.4 % and the field beside the boundary 19 %; region I is right to 1e−5. With
// E_b = 0 region II is the layer of `SpaceCharge`. Without a layer (x₁ = 0, J ≤ J*) region I is that of all the salt. The review calls the
// picture one of weak electrolytes; its equations are those of a dilute one that dissociates, and a cell at 1 mol/L is neither weak nor
// dilute. The steady layer reaches kilovolts within some tens of micrometres: in a cell, dendrites end it long before (`DendriteFront`).
// J.-N. Chazalviel, Phys. Rev. A 42 (1990) 7355, 10.1103/PhysRevA.42.7355; Fig. 1 of 10.1039/d4cc06729k. The boundary is this project's.
import Foundation
public import Quantities

/// Concentrations, field and potential across a cell with a space charge at its plated electrode.
public struct ChazalvielSpaceCharge: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "ions and potential across the cell, with the space charge at the plated electrode"
  /// Where it stops.
  public static let validity =
    "steady, dilute binary salt, flat electrodes, no convection; sharp boundary of the regions"
  /// Where it is from.
  public static let source = "10.1103/PhysRevA.42.7355"

  /// The salt and what it diffuses through.
  public let diffusion: SandDiffusion
  /// The law of region II.
  public let layer: SpaceCharge
  /// Temperature.
  public let temperature: Quantity<Temperature>

  /// A cell whose electrolyte has this relative permittivity.
  public init(diffusion: SandDiffusion, permittivity: Double, temperature: Quantity<Temperature>) {
    (self.diffusion, self.temperature) = (diffusion, temperature)
    layer = SpaceCharge(
      permittivity: permittivity, diffusivity: diffusion.electrolyte.diffusivity,
      anionTransferenceNumber: diffusion.electrolyte.anionTransferenceNumber, gap: diffusion.gap,
      temperature: temperature)
  }

  private var faraday: Double { PhysicalConstants.faraday }

  /// Conductivity of the salt at rest that goes with its diffusivity, κ.
  public var conductivity: Quantity<Conductivity> {
    let salt = diffusion.electrolyte
    let transferences = salt.cationTransferenceNumber * salt.anionTransferenceNumber
    return Quantity(
      si: faraday * salt.concentration.si * diffusion.effectiveDiffusivity.si
        / (2 * thermalVoltage(at: temperature) * transferences))
  }

  /// Field in the salt at rest, E_0, V/m.
  public func bulkField(at current: Quantity<CurrentDensity>) -> Double { current.si.magnitude / conductivity.si }

  /// Debye length of the salt at rest, λ.
  public var debyeLength: Quantity<Length> {
    let salt = faraday * diffusion.electrolyte.concentration.si
    return Quantity(si: (layer.permittivity * thermalVoltage(at: temperature) / (2 * salt)).squareRoot())
  }

  /// Concentration at the boundary of the regions in mol/m³, at a gradient in mol/m⁴, c_b.
  private func boundaryConcentration(_ gradient: Double) -> Double {
    cbrt(layer.permittivity * thermalVoltage(at: temperature) * gradient * gradient / faraday)
  }

  /// Thickness of region II that keeps the anions of the cell, x₁; zero where the current density is sustainable.
  public func steadyThickness(at current: Quantity<CurrentDensity>) -> Quantity<Length> {
    let gradient = BrissotGradient(diffusion).gradient(at: current)
    guard gradient > 0 else { return .zero }
    let (gap, width) = (diffusion.gap.thickness.si, boundaryConcentration(gradient) / gradient)
    let neutral = (width * width + 2 * diffusion.electrolyte.concentration.si * gap / gradient).squareRoot() - width
    return Quantity(si: max(0, gap - neutral))
  }

  /// The cell at a current density, with a region II of this thickness (held inside the gap).
  public func regions(at current: Quantity<CurrentDensity>, thickness: Quantity<Length>) -> Regions {
    let (gap, rest) = (diffusion.gap.thickness.si, diffusion.electrolyte.concentration.si)
    let gradient = BrissotGradient(diffusion).gradient(at: current)
    let boundary = gradient > 0 ? min(max(0, thickness.si), gap) : 0
    let least = boundaryConcentration(gradient)
    return Regions(
      gap: gap, thickness: boundary, gradient: gradient,
      boundaryConcentration: boundary > 0 ? least : max(least, rest - gradient * gap / 2),
      thermalVoltage: thermalVoltage(at: temperature), currentDensity: current.si.magnitude, layer: layer)
  }

  /// What there is at one place.
  public struct Point: Hashable, Codable, Sendable {
    /// Cations, mol/m³.
    public var cations: Double
    /// Anions, mol/m³.
    public var anions: Double
    /// Field towards the plated electrode, V/m.
    public var field: Double
    /// Potential against that at the plated electrode, V.
    public var potential: Double
  }

  /// The two regions of a cell at one current density.
  public struct Regions: Hashable, Codable, Sendable {
    /// Distance between the electrodes, m.
    public let gap: Double
    /// Thickness of region II, x₁, m.
    public let thickness: Double
    /// Gradient in region I, G, mol/m⁴.
    public let gradient: Double
    /// Concentration on the neutral side of the boundary, c_b, mol/m³.
    public let boundaryConcentration: Double
    /// RT/F, V.
    let thermalVoltage: Double
    /// Magnitude of the current density, A/m².
    let currentDensity: Double
    /// The law of region II.
    let layer: SpaceCharge

    private var boundaryField: Double { thermalVoltage * gradient / boundaryConcentration }

    /// Field in region II at a depth below the boundary (m), V/m.
    private func chargedField(_ depth: Double) -> Double {
      let slope = 2 * currentDensity / (layer.permittivity * layer.cationMobility)
      return (boundaryField * boundaryField + slope * depth).squareRoot()
    }

    /// Voltage of region II from the electrode to a place in it (m): the integral of the square root, without its cancellation.
    private func chargedVoltage(_ place: Double) -> Double {
      let (near, far) = (chargedField(thickness), chargedField(thickness - place))
      guard near + far > 0 else { return 0 }
      return 2 * place / 3 * (near * near + near * far + far * far) / (near + far)
    }

    /// Field at the plated electrode, V/m.
    public var surfaceField: Double { chargedField(thickness) }

    /// Charge of region II, C/m².
    public var charge: Double { layer.charge(surfaceField: surfaceField) - layer.charge(surfaceField: boundaryField) }

    /// Ions, field and potential at a place (m from the plated electrode, held inside the gap).
    public func point(at place: Double) -> Point {
      let x = min(max(0, place), gap)
      if x < thickness {
        let field = chargedField(thickness - x)
        let cations = currentDensity / (PhysicalConstants.faraday * layer.cationMobility * field)
        return Point(cations: cations, anions: 0, field: field, potential: chargedVoltage(x))
      }
      let salt = boundaryConcentration + gradient * (x - thickness)
      return Point(
        cations: salt, anions: salt, field: thermalVoltage * gradient / salt,
        potential: chargedVoltage(thickness) + thermalVoltage * log(salt / boundaryConcentration))
    }
  }
}
