// Salt between two electrodes whose transport properties depend on concentration.
//
//   ε dc/dt = d/dx( D_eff(c) dc/dx − (J/F) t₊(c) )       D_eff = D ε/τ,  J positive along x in the electrolyte
//   at both walls  D_eff dc/dx = −J t_a/F,  so that the bracket is −J/F and salt is conserved
//   c_s = c₁ − g h/2 − ((c₂ − c₁)/h − g) h/8             quadratic surface extrapolation with the wall gradient g
//
// Equal cells of width h; second order in h (in Sand's time 1e-5 at 100 cells and J = 2 J*). In time an L-stable two-stage
// diagonally implicit Runge–Kutta method of second order, γ = 1 − 1/√2, with the diffusivities iterated to the new state; steps are
// a fixed part of the time since the current changed, which resolves the square root of time behind a change.
// R. Alexander, SIAM J. Numer. Anal. 14 (1977) 1006, 10.1137/0714068.
import Foundation
public import Quantities

/// The salt between two electrodes on a grid, for properties that depend on concentration.
///
/// A copy is a snapshot. Signs and units as in `ModalDiffusion`.
public struct FiniteVolumeDiffusion: Hashable, Codable, Sendable {
  /// What the transport properties are.
  public enum Medium: Hashable, Codable, Sendable {
    /// Properties that do not depend on concentration.
    case constant(Electrolyte)
    /// A published fit at a temperature.
    case fit(ElectrolyteFit, Quantity<Temperature>)

    /// The properties of the medium.
    public var properties: any ElectrolyteProperties {
      switch self {
      case .constant(let electrolyte): electrolyte
      case .fit(let fit, let temperature): fit.properties(at: temperature)
      }
    }
  }

  /// What the transport properties are.
  public let medium: Medium
  /// What the salt diffuses through.
  public let gap: Gap
  /// Salt at rest, mol/m³.
  public let restConcentration: Double
  /// The present current density, A/m².
  public private(set) var currentDensity = 0.0
  /// Mean concentration of each cell from the working to the counter electrode, mol/m³.
  public internal(set) var concentrations: [Double]
  /// Time since the current changed, s.
  private var age = 0.0

  /// Steps are this part of the time since the current changed.
  private static let growth = 0.01

  /// Salt at rest on a grid of so many cells (at least 3).
  public init(medium: Medium, rest: Quantity<Concentration>, gap: Gap, cells: Int = 100) {
    (self.medium, self.gap, restConcentration) = (medium, gap, rest.si)
    concentrations = Array(repeating: rest.si, count: max(3, cells))
  }

  var cellWidth: Double { gap.thickness.si / Double(concentrations.count) }

  /// D/(τ L²) at the resting concentration, 1/s.
  public var rate: Double {
    medium.properties.diffusivity(restConcentration) / (gap.tortuosity * gap.thickness.si * gap.thickness.si)
  }

  /// Concentration at the working electrode, mol/m³; below zero behind depletion.
  public var workingSurface: Double {
    surface(first: concentrations[0], second: concentrations[1], towardsCounter: 1)
  }

  /// Concentration at the counter electrode, mol/m³.
  public var counterSurface: Double {
    let last = concentrations.count - 1
    return surface(first: concentrations[last], second: concentrations[last - 1], towardsCounter: -1)
  }

  /// The surface from the two cells beside it; `towardsCounter` is the direction from the wall into the gap.
  private func surface(first: Double, second: Double, towardsCounter direction: Double) -> Double {
    let (properties, width) = (medium.properties, cellWidth)
    var surface = first
    // The wall gradient needs the properties at the surface that it gives: a contraction, settled after a few rounds.
    for _ in 0..<6 {
      let anion = 1 - properties.cationTransferenceNumber(surface)
      let diffusivity = properties.diffusivity(surface) * gap.transportFactor
      let gradient = -direction * currentDensity * anion / (PhysicalConstants.faraday * diffusivity)
      surface = first - gradient * width / 2 - ((second - first) / width - gradient) * width / 8
    }
    return surface
  }

  /// ∫dx/κ_eff through the gap, Ω·m².
  public var resistance: Quantity<ArealResistance> {
    OhmicDrop.resistance(
      concentrations: concentrations, rest: restConcentration, properties: medium.properties, gap: gap)
  }

  /// Diffusion potential of the working against the counter electrode, V.
  public func diffusionPotential(at temperature: Quantity<Temperature>) -> Double {
    let floor = restConcentration * SpaceCharge.floor
    let course = [workingSurface] + concentrations + [counterSurface]
    return DiffusionPotential.voltage(
      along: course.map { max($0, floor) }, properties: medium.properties, temperature: temperature)
  }

  /// Changes the current density from now on.
  ///
  /// A change by no more than a twentieth does not bring back the small first steps: its own transient is that much smaller.
  public mutating func setCurrentDensity(_ current: Double) {
    guard current != currentDensity else { return }
    let change = (current - currentDensity).magnitude
    if change > 0.05 * max(current.magnitude, currentDensity.magnitude) { age = 0 }
    currentDensity = current
  }

  /// Lets time pass at the present current, in as many steps as it takes.
  public mutating func advance(by duration: Double) {
    guard duration > 0 else { return }
    let properties = medium.properties
    var left = duration
    while left > 0 {
      let wanted = nextStep
      let step = wanted < 0.999 * left ? wanted : left
      ImplicitDiffusionStep(solution: self, properties: properties).apply(to: &concentrations, over: step)
      age += step
      left -= step
    }
  }

  private var nextStep: Double {
    let cells = Double(concentrations.count)
    return max(0.02 / (rate * cells * cells), Self.growth * age)
  }

  /// Time in s until the salt is gone at the plated electrode if a current density (A/m²) flows from now on; nil if it never is, zero
  /// if it is gone already.
  public func timeToDepletion(at current: Double) -> Double? {
    guard current != 0 else { return nil }
    func plated(_ solution: Self) -> Double { current < 0 ? solution.workingSurface : solution.counterSurface }
    guard plated(self) > 0 else { return 0 }
    var (solution, elapsed) = (self, 0.0)
    solution.setCurrentDensity(current)
    let horizon = 4 / rate
    while elapsed < horizon {
      let step = solution.nextStep
      var next = solution
      next.advance(by: step)
      if plated(next) <= 0 {
        return elapsed
          + bracketedRoot(from: 0, to: step, relativeTolerance: 1e-9) { part in
            var trial = solution
            trial.advance(by: part)
            return plated(trial)
          }
      }
      solution = next
      elapsed += step
    }
    return nil
  }

  /// What the working surface will be after a time at any current density J near the present: α + β J.
  public func surface(after duration: Double) -> (alpha: Double, beta: Double) {
    guard duration > 0 else { return (workingSurface, 0) }
    let spread = 1e-3 * currentScale
    func surface(at current: Double) -> Double {
      var trial = self
      trial.currentDensity = current
      trial.advance(by: duration)
      return trial.workingSurface
    }
    let (low, high) = (surface(at: currentDensity - spread), surface(at: currentDensity + spread))
    let beta = (high - low) / (2 * spread)
    return (0.5 * (low + high) - beta * currentDensity, beta)
  }

  /// F c₀ D_eff/L, the size of a limiting current density, A/m².
  private var currentScale: Double {
    PhysicalConstants.faraday * restConcentration * rate * gap.porosity * gap.thickness.si
  }
}
