// What a cell shows between its terminals.
//
//   V = E_w + φ_diff + J (R_Ω + R_SEI,w + R_SEI,c) + η(J; c_c) + sign(J) V_sc
//
//   E_w     potential of the working electrode: its overpotential where lithium covers it, its double layer's where it is bare
//   φ_diff  diffusion potential      η(J; c_c)  overpotential of the counter electrode      V_sc  of a depleted layer
//
// The electrode that is plated (working at J < 0, counter at J > 0) is the one whose depleted layer carries V_sc.
import Deposition
import Quantities

/// The voltage of a cell as a function of its state and of the current density.
struct TerminalVoltage: Hashable, Codable, Sendable {
  private let workingKinetics: ButlerVolmer
  private let counterKinetics: ButlerVolmer
  private let interphaseResistance: Double
  private let spaceCharge: SpaceCharge
  private let restConcentration: Double
  /// Wall gradient of a current density, mol/m⁴ per A/m².
  private let gradientOfCurrent: Double
  private let limitingGradient: Double

  init(profile: CellProfile) {
    func kinetics(_ electrode: CellElectrode) -> ButlerVolmer {
      ButlerVolmer(exchangeCurrentDensity: electrode.exchangeCurrentDensity, temperature: profile.temperature)
    }
    (workingKinetics, counterKinetics) = (kinetics(profile.working), kinetics(profile.counter))
    interphaseResistance = profile.working.interphaseResistance.si + profile.counter.interphaseResistance.si
    let brissot = BrissotGradient(profile.diffusion)
    let electrolyte = profile.diffusion.electrolyte
    restConcentration = electrolyte.concentration.si
    gradientOfCurrent = brissot.gradient(at: Quantity(si: 1))
    limitingGradient = brissot.limit
    spaceCharge = SpaceCharge(
      permittivity: profile.electrolyte.permittivity, diffusivity: electrolyte.diffusivity,
      anionTransferenceNumber: electrolyte.anionTransferenceNumber, gap: profile.gap, temperature: profile.temperature)
  }

  /// The lowest concentration that a surface is taken to have, mol/m³.
  var floor: Double { restConcentration * SpaceCharge.floor }

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

  /// Overpotential of a working electrode that lithium covers, V.
  func workingOverpotential(at current: Double, surfaces: Surfaces) -> Double {
    let relative = max(surfaces.working, floor) / restConcentration
    return workingKinetics.overpotential(at: current, relativeConcentration: relative)
  }

  /// All of the voltage but the potential of the working electrode itself, V.
  func series(at current: Double, surfaces linear: Surfaces, salt: CellSalt, gradient: Double?) -> Double {
    let surfaces = linear.raised(to: floor)
    let relative = surfaces.counter / restConcentration
    let thickness = layerThickness(at: current, surfaces: linear, gradient: gradient)
    let layer = thickness > 0 ? spaceCharge.voltage(at: current, thickness: thickness) : 0
    return salt.diffusionPotential(between: surfaces) + current * (salt.resistance + interphaseResistance)
      + counterKinetics.overpotential(at: current, relativeConcentration: relative)
      + (current < 0 ? -layer : layer)
  }
}
