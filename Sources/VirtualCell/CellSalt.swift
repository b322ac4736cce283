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
    guard grid == nil else { return gridSurfaces }
    return Surfaces(working: modes.workingSurface, counter: modes.counterSurface)
  }

  private var gridSurfaces: Surfaces {
    Surfaces(
      working: grid?.value.workingSurface ?? restConcentration,
      counter: grid?.value.counterSurface ?? restConcentration)
  }

  /// Areal resistance of the electrolyte as it is now, Ω·m².
  var resistance: Double {
    guard grid != nil, let resistance = grid?.value.resistance.si else { return restResistance }
    return resistance * resistanceOfLayers
  }

  /// Diffusion potential of the working against the counter electrode between surfaces that are above zero, V.
  ///
  /// On a grid the course between the surfaces is that of the present state.
  func diffusionPotential(between surfaces: Surfaces) -> Double {
    guard grid != nil, let course = grid?.value.diffusionPotential(at: temperature) else {
      return idealPotential(surfaces.working, against: surfaces.counter)
    }
    let present = self.surfaces.raised(to: restConcentration * SpaceCharge.floor)
    return course + idealPotential(surfaces.working, against: present.working)
      - idealPotential(surfaces.counter, against: present.counter)
  }

  /// Diffusion potential in V of one concentration against another in an ideal solution.
  private func idealPotential(_ a: Double, against b: Double) -> Double {
    DiffusionPotential.voltage(
      between: a, and: b, anionTransferenceNumber: electrolyte.anionTransferenceNumber, temperature: temperature)
  }

  mutating func setCurrentDensity(_ current: Double) {
    if grid == nil { modes.setCurrentDensity(current) } else { grid?.value.setCurrentDensity(current) }
  }

  mutating func advance(by duration: Double) {
    if grid == nil { modes.advance(by: duration) } else { grid?.value.advance(by: duration) }
  }

  func timeToDepletion(at current: Double) -> Double? {
    grid == nil ? modes.timeToDepletion(at: current) : grid?.value.timeToDepletion(at: current)
  }

  /// Whether a forecast is a straight line beside the present current density only.
  var forecastIsLocal: Bool { grid != nil }

  /// What the surfaces will be after a time, by the current density until then.
  mutating func forecast(after duration: Double) -> SurfaceForecast {
    guard let (working, counter) = grid?.value.forecast(after: duration) else {
      guard duration > 0 else { return SurfaceForecast(present: surfaces) }
      let (alpha, beta) = modes.surface(after: duration)
      let mirror = 2 * restConcentration
      return SurfaceForecast(working: alpha, counter: mirror - alpha, workingSlope: beta, counterSlope: -beta)
    }
    return SurfaceForecast(
      working: working.alpha, counter: counter.alpha, workingSlope: working.beta, counterSlope: counter.beta)
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

/// Concentrations at the two electrodes, mol/m³.
struct Surfaces: Hashable, Sendable {
  var working: Double
  var counter: Double

  /// Both no lower than a floor.
  func raised(to floor: Double) -> Surfaces { Surfaces(working: max(working, floor), counter: max(counter, floor)) }

  /// The concentration at one electrode.
  subscript(side: Side) -> Double { side == .working ? working : counter }
}

/// Concentrations at the two electrodes at the end of a step, linear in the current density during it.
struct SurfaceForecast {
  var working: Double
  var counter: Double
  var workingSlope = 0.0
  var counterSlope = 0.0

  /// The surfaces at a current density, A/m².
  func at(_ current: Double) -> Surfaces {
    Surfaces(working: working + workingSlope * current, counter: counter + counterSlope * current)
  }
}

extension SurfaceForecast {
  init(present: Surfaces) { self.init(working: present.working, counter: present.counter) }
}
