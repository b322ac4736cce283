import Deposition
import Quantities

/// The salt of a cell, by exact modes where properties are constant, on a grid where they are not.
///
/// The modes are always there, and rest where the grid is: only so they are read and changed in place, without a copy at every step.
struct CellSalt: Hashable, Codable, Sendable {
  private var modes: ModalDiffusion
  private var grid: CopyOnWrite<FiniteVolumeDiffusion>?
  private let electrolyte: Electrolyte
  private let temperature: Quantity<Temperature>
  /// What the salt has to cross, from the plated electrode.
  private(set) var layers: LayeredGap
  /// Through the layers with the properties at rest, A/m².
  private(set) var limitingCurrentDensity: Double
  /// Of the layers with the properties at rest, Ω·m².
  private var restResistance: Double
  /// The resistance of the layers over that of the one gap that stands for them.
  private var resistanceOfLayers = 1.0

  /// Grid cells: Sand's time to 1e-5 at twice the limiting current.
  private static let cells = 100
  /// A gap that has changed by less than this part is left as it is.
  private static let reshapeTolerance = 1e-3

  init(profile: CellProfile) {
    electrolyte = profile.diffusion.electrolyte
    temperature = profile.temperature
    layers = LayeredGap(separator: profile.gap)
    limitingCurrentDensity = profile.diffusion.limitingCurrentDensity.si
    restResistance = OhmicDrop.resistance(conductivity: electrolyte.conductivity, gap: profile.gap).si
    modes = ModalDiffusion(profile.diffusion)
    if case .fit(let fit, let concentration) = profile.electrolyte.transport {
      grid = CopyOnWrite(
        FiniteVolumeDiffusion(
          medium: .fit(fit, profile.temperature), rest: concentration, gap: profile.gap, cells: Self.cells))
    }
  }

  /// Salt at rest, mol/m³.
  var restConcentration: Double { electrolyte.concentration.si }

  /// Salt in the pores between the electrodes, mol/m².
  var content: Double { grid?.value.saltContent ?? modes.saltContent }

  /// The current density that moves salt, A/m², positive where the working electrode is stripped.
  var currentDensity: Double { grid?.value.currentDensity ?? modes.currentDensity }

  /// What the linear solution has at the two electrodes; below zero behind depletion.
  var surfaces: Surfaces {
    guard let (working, counter) = grid?.value.surfaces else {
      return Surfaces(working: modes.workingSurface, counter: modes.counterSurface)
    }
    return Surfaces(working: working, counter: counter)
  }

  mutating func setCurrentDensity(_ current: Double) {
    if grid == nil { modes.setCurrentDensity(current) } else { grid?.value.setCurrentDensity(current) }
  }

  mutating func advance(by duration: Double) {
    if grid == nil { modes.advance(by: duration) } else { grid?.value.advance(by: duration) }
  }

  /// Time in s until the salt is gone at the plated electrode at a current density (A/m²); on a grid the steps until then are kept.
  mutating func timeToDepletion(at current: Double) -> Double? {
    grid == nil ? modes.timeToDepletion(at: current) : grid?.value.foreseeDepletion(at: current)
  }

  /// Whether an outlook is a straight line beside the present current density only.
  var outlookIsLocal: Bool { grid != nil }

  /// The salt as it is now; on a grid the course between the surfaces is that of the present state.
  @inline(__always)
  var outlook: SaltOutlook {
    guard let grid else {
      return SaltOutlook(
        surfaces: Surfaces(working: modes.workingSurface, counter: modes.counterSurface), resistance: restResistance,
        diffusion: SurfacePotential())
    }
    return Self.outlook(of: grid, resistanceOfLayers: resistanceOfLayers, temperature: temperature)
  }

  @inline(never)
  private static func outlook(
    of grid: CopyOnWrite<FiniteVolumeDiffusion>, resistanceOfLayers: Double, temperature: Quantity<Temperature>
  ) -> SaltOutlook {
    let salt = grid.value
    let surfaces = Surfaces(working: salt.workingSurface, counter: salt.counterSurface)
    return SaltOutlook(
      surfaces: surfaces, resistance: resistanceOfLayers * salt.resistance.si,
      diffusion: SurfacePotential(
        reference: surfaces.raised(to: salt.restConcentration * SpaceCharge.floor),
        atReference: salt.diffusionPotential(at: temperature)))
  }

  /// The salt as it will be after a time in s, by the current density until then.
  mutating func outlook(after duration: Double) -> SaltOutlook {
    let now = outlook
    if let (working, counter) = grid?.value.forecast(after: duration) {
      return now.moved(
        to: Surfaces(working: working.alpha, counter: counter.alpha),
        slopes: Surfaces(working: working.beta, counter: counter.beta))
    }
    guard duration > 0 else { return now }
    let (alpha, beta) = modes.surface(after: duration)
    return now.moved(
      to: Surfaces(working: alpha, counter: 2 * restConcentration - alpha),
      slopes: Surfaces(working: beta, counter: -beta))
  }
}

// MARK: - Dead layers in the path

extension CellSalt {
  /// Puts other layers into the path of the salt, where they change it by a thousandth; returns whether they did.
  ///
  /// The pores of new dead lithium fill with electrolyte at rest, so that salt in the gap is always that at rest times its pores.
  mutating func lay(_ layers: LayeredGap) -> Bool {
    guard layers != self.layers else { return false }
    let limit = layers.limitingCurrentDensity(of: electrolyte).si
    let resistance = layers.resistance(conductivity: electrolyte.conductivity).si
    func differs(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude > Self.reshapeTolerance * b }
    guard differs(limit, limitingCurrentDensity) || differs(resistance, restResistance) else { return false }
    self.layers = layers
    (limitingCurrentDensity, restResistance) = (limit, resistance)
    let gap = layers.equivalentGap
    resistanceOfLayers = resistance / OhmicDrop.resistance(conductivity: electrolyte.conductivity, gap: gap).si
    modes.reshape(to: SandDiffusion(electrolyte: electrolyte, gap: gap))
    grid?.value.reshape(to: gap)
    return true
  }
}
