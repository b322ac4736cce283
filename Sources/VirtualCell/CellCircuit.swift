import Deposition
import Quantities

/// What a cell computes from its profile once: the constants of its voltage.
///
/// Equal where the profiles are, and stored as the profile.
final class CellCircuit: Sendable {
  /// What the cell is made of.
  let profile: CellProfile
  let working: ElectrodeInterface
  let counter: ElectrodeInterface
  /// How its tips grow.
  let front: DendriteFront
  /// Area of either electrode, m².
  let area: Double
  /// Distance between the electrodes of the new cell, m.
  let gapThickness: Double
  /// Time scale of diffusion across it, s.
  let diffusionTime: Double
  /// The lowest concentration that a surface is taken to have, mol/m³.
  let floor: Double
  /// One over the salt at rest, m³/mol.
  let perRest: Double
  /// What the diffusion potential of an ideal solution has per ln c, V.
  let idealSlope: Double
  /// What lay between the electrodes of the new cell.
  let gap: Gap
  /// Temperature, K.
  let temperature: Double
  private let spaceCharge: SpaceCharge
  /// Wall gradient of a current density, mol/m⁴ per A/m².
  private let gradientOfCurrent: Double
  private let limitingGradient: Double

  init(profile: CellProfile) {
    self.profile = profile
    working = ElectrodeInterface(profile.working, temperature: profile.temperature)
    counter = ElectrodeInterface(profile.counter, temperature: profile.temperature)
    front = DendriteFront(diffusion: profile.diffusion)
    (area, gapThickness) = (profile.area.si, profile.gap.thickness.si)
    diffusionTime = profile.diffusion.diffusionTime.si
    (gap, temperature) = (profile.gap, profile.temperature.si)
    let brissot = BrissotGradient(profile.diffusion)
    let electrolyte = profile.diffusion.electrolyte
    floor = electrolyte.concentration.si * SpaceCharge.floor
    perRest = 1 / electrolyte.concentration.si
    idealSlope = DiffusionPotential.idealSlope(
      anionTransferenceNumber: electrolyte.anionTransferenceNumber, temperature: profile.temperature)
    gradientOfCurrent = brissot.gradient(at: Quantity(si: 1))
    limitingGradient = brissot.limit
    spaceCharge = SpaceCharge(
      permittivity: profile.electrolyte.permittivity, diffusivity: electrolyte.diffusivity,
      anionTransferenceNumber: electrolyte.anionTransferenceNumber, gap: profile.gap, temperature: profile.temperature)
  }

  /// The interface of one electrode.
  subscript(side: Side) -> ElectrodeInterface { side == .working ? working : counter }

  /// The gradient that a depleted layer has when it appears at a current density, mol/m⁴.
  func layerGradient(at current: Double) -> Double {
    max(gradientOfCurrent * current.magnitude, limitingGradient)
  }

  /// The thickness of the depleted layer at the electrode that a current density plates, m.
  func layerThickness(at current: Double, surfaces: Surfaces, gradient: Double?) -> Double {
    guard current != 0 else { return 0 }
    let plated = current < 0 ? surfaces.working : surfaces.counter
    return SpaceCharge.thickness(surfaceConcentration: plated, gradient: gradient ?? layerGradient(at: current))
  }

  /// Voltage across the depleted layer, V, with the sign of the current density.
  func layerVoltage(at current: Double, surfaces: Surfaces, gradient: Double?) -> Double {
    let thickness = layerThickness(at: current, surfaces: surfaces, gradient: gradient)
    guard thickness > 0 else { return 0 }
    let layer = spaceCharge.voltage(at: current, thickness: thickness)
    return current < 0 ? -layer : layer
  }

  /// What a small change of the current density does to the voltage across the depleted layer, V/(A/m²): directly, and for each mol/m³
  /// by which the linear solution at the plated electrode falls.
  func layerSlopes(
    at current: Double, surfaces: Surfaces, gradient: Double?
  ) -> (resistance: Double, perConcentration: Double) {
    let thickness = layerThickness(at: current, surfaces: surfaces, gradient: gradient)
    guard thickness > 0 else { return (0, 0) }
    // V goes with √J and with the thickness to the 3/2.
    let layer = spaceCharge.voltage(at: current, thickness: thickness)
    return (0.5 * layer / current.magnitude, 1.5 * layer / (thickness * (gradient ?? layerGradient(at: current))))
  }
}

extension CellCircuit: Hashable, Codable {
  /// Computes the constants of the profile that was stored.
  convenience init(from decoder: any Decoder) throws { self.init(profile: try CellProfile(from: decoder)) }

  /// Writes the profile.
  func encode(to encoder: any Encoder) throws { try profile.encode(to: encoder) }

  /// Whether the cells are made of the same.
  static func == (a: CellCircuit, b: CellCircuit) -> Bool { a === b || a.profile == b.profile }

  /// Hashes the profile.
  func hash(into hasher: inout Hasher) { hasher.combine(profile) }
}
