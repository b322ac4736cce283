/// The salt at the end of a stretch of time, for any current density until then.
///
/// Surfaces are linear in the current density; the resistance, and the course of the salt between the surfaces, are those of now.
struct SaltOutlook {
  /// What the linear solution has at the electrodes without a current, mol/m³.
  private var surfaces: Surfaces
  /// What a current density adds to that, mol/m³ per A/m².
  private var slopes = Surfaces(working: 0, counter: 0)
  /// Areal resistance, Ω·m².
  let resistance: Double
  /// The voltage between two surfaces of the same salt.
  let diffusion: SurfacePotential

  /// The salt as it is now, whatever flows.
  init(surfaces: Surfaces, resistance: Double, diffusion: SurfacePotential) {
    (self.surfaces, self.resistance, self.diffusion) = (surfaces, resistance, diffusion)
  }

  /// The same salt with other surfaces, mol/m³, and what a current density adds to them, mol/m³ per A/m².
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
