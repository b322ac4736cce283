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
