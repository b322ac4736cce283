import Deposition
import Foundation

/// Concentrations at the two electrodes, mol/m³.
struct Surfaces: Hashable, Sendable {
  var working: Double
  var counter: Double

  /// Both no lower than a floor.
  func raised(to floor: Double) -> Surfaces { Surfaces(working: max(working, floor), counter: max(counter, floor)) }

  /// The concentration at one electrode.
  subscript(side: Side) -> Double { side == .working ? working : counter }
}

/// The salt at the end of a stretch of time, for any current density until then.
///
/// Surfaces are linear in the current density; the resistance, and the course of the salt between the surfaces, are those of now.
struct SaltOutlook {
  /// What the linear solution has at the electrodes without a current, mol/m³.
  private(set) var surfaces: Surfaces
  /// What a current density adds to that, mol/m³ per A/m².
  private(set) var slopes = Surfaces(working: 0, counter: 0)
  /// Areal resistance, Ω·m².
  let resistance: Double
  /// The voltage between two surfaces of the same salt.
  let diffusion: SurfacePotential

  /// The salt as it is now, whatever flows.
  init(surfaces: Surfaces, resistance: Double, diffusion: SurfacePotential) {
    (self.surfaces, self.resistance, self.diffusion) = (surfaces, resistance, diffusion)
  }

  /// The salt when its surfaces will have moved by so much.
  func moved(to surfaces: Surfaces, slopes: Surfaces) -> SaltOutlook {
    var later = self
    (later.surfaces, later.slopes) = (surfaces, slopes)
    return later
  }

  /// The same where no current passes the salt.
  var withoutCurrent: SaltOutlook { moved(to: surfaces, slopes: Surfaces(working: 0, counter: 0)) }

  /// What the linear solution has at the electrodes at a current density, A/m².
  func surfaces(at current: Double) -> Surfaces {
    Surfaces(
      working: surfaces.working + slopes.working * current, counter: surfaces.counter + slopes.counter * current)
  }
}

/// The diffusion potential between any surfaces that are above zero: known between two, ideal beside them.
struct SurfacePotential {
  /// Surfaces whose potential is known, mol/m³; any equal ones where the salt is ideal throughout.
  var reference = Surfaces(working: 1, counter: 1)
  /// The potential between these, V.
  var atReference = 0.0

  /// Voltage of the working against the counter electrode, V, by the slope over ln c of an ideal solution, V.
  @inline(__always)
  func voltage(between surfaces: Surfaces, idealSlope: Double) -> Double {
    let ratio = (surfaces.working * reference.counter) / (surfaces.counter * reference.working)
    return atReference + idealSlope * log(ratio)
  }
}
