import Deposition
import Quantities

/// The salt of a cell, by exact modes where properties are constant, on a grid where they are not.
///
/// One of the two is there. They are two optionals and not the cases of an enum because only so they change in place, without a copy
/// of their state at every step.
struct CellSalt: Hashable, Codable, Sendable {
  private var modes: ModalDiffusion?
  private var grid: FiniteVolumeDiffusion?
  private let constantResistance: Double
  private let anionTransferenceNumber: Double
  private let temperature: Quantity<Temperature>
  /// Salt at rest, mol/m³.
  let restConcentration: Double

  /// Grid cells: Sand's time to 1e-5 at twice the limiting current.
  private static let cells = 100

  init(profile: CellProfile) {
    let diffusion = profile.diffusion
    temperature = profile.temperature
    restConcentration = diffusion.electrolyte.concentration.si
    anionTransferenceNumber = diffusion.electrolyte.anionTransferenceNumber
    constantResistance = OhmicDrop.resistance(conductivity: diffusion.electrolyte.conductivity, gap: profile.gap).si
    switch profile.electrolyte.transport {
    case .constant:
      modes = ModalDiffusion(diffusion)
    case .fit(let fit, let concentration):
      grid = FiniteVolumeDiffusion(
        medium: .fit(fit, profile.temperature), rest: concentration, gap: profile.gap, cells: Self.cells)
    }
  }

  /// The current density that moves salt, A/m², positive where the working electrode is stripped.
  var currentDensity: Double { modes?.currentDensity ?? grid?.currentDensity ?? 0 }

  /// What the linear solution has at the two electrodes; below zero behind depletion.
  var surfaces: Surfaces {
    if let modes { return Surfaces(working: modes.workingSurface, counter: modes.counterSurface) }
    if let grid { return Surfaces(working: grid.workingSurface, counter: grid.counterSurface) }
    return Surfaces(working: restConcentration, counter: restConcentration)
  }

  /// Areal resistance of the electrolyte as it is now, Ω·m².
  var resistance: Double { grid?.resistance.si ?? constantResistance }

  /// Diffusion potential of the working against the counter electrode between surfaces that are above zero, V.
  ///
  /// On a grid the course between the surfaces is that of the present state.
  func diffusionPotential(between surfaces: Surfaces) -> Double {
    func ideal(_ a: Double, _ b: Double) -> Double {
      DiffusionPotential.voltage(
        between: a, and: b, anionTransferenceNumber: anionTransferenceNumber, temperature: temperature)
    }
    guard let grid else { return ideal(surfaces.working, surfaces.counter) }
    let present = self.surfaces.raised(to: restConcentration * SpaceCharge.floor)
    return grid.diffusionPotential(at: temperature) + ideal(surfaces.working, present.working)
      - ideal(surfaces.counter, present.counter)
  }

  mutating func setCurrentDensity(_ current: Double) {
    modes?.setCurrentDensity(current)
    grid?.setCurrentDensity(current)
  }

  mutating func advance(by duration: Double) {
    modes?.advance(by: duration)
    grid?.advance(by: duration)
  }

  func timeToDepletion(at current: Double) -> Double? {
    modes?.timeToDepletion(at: current) ?? grid?.timeToDepletion(at: current)
  }

  /// What the surfaces will be after a time, by the current density until then.
  mutating func forecast(after duration: Double) -> SurfaceForecast {
    let surfaces = surfaces
    guard duration > 0 else { return SurfaceForecast(present: surfaces) }
    if let (alpha, beta) = modes?.surface(after: duration) {
      return SurfaceForecast(
        working: alpha, counter: 2 * restConcentration - alpha, workingSlope: beta, counterSlope: -beta)
    }
    guard let (alpha, beta) = grid?.surface(after: duration) else { return SurfaceForecast(present: surfaces) }
    // On a grid the far surface is taken to mirror the near one from where it is: right to first order in the step.
    let change = alpha - surfaces.working
    return SurfaceForecast(
      working: alpha, counter: surfaces.counter - change, workingSlope: beta, counterSlope: -beta)
  }
}

/// Concentrations at the two electrodes, mol/m³.
struct Surfaces: Hashable, Sendable {
  var working: Double
  var counter: Double

  /// Both no lower than a floor.
  func raised(to floor: Double) -> Surfaces { Surfaces(working: max(working, floor), counter: max(counter, floor)) }
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
