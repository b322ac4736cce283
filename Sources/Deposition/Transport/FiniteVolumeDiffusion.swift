// Salt between two electrodes whose transport properties depend on concentration.
//
//   ε dc/dt = d/dx( D_eff(c) dc/dx − (J/F) t₊(c) )       D_eff = D ε/τ,  J positive along x in the electrolyte
//   at both walls  D_eff dc/dx = −J t_a/F,  so that the bracket is −J/F and salt is conserved
//   Φ_s = Φ₁ − g h/2 − ((Φ₂ − Φ₁)/h − g) h/8             quadratic surface extrapolation with the wall's flux g = D dc/dx
//
// Φ = ∫D dc is the flux potential of `PropertyTable`: with it as unknown of the fluxes the steady state is exact for any D(c). Equal cells
// of width h, `SaltEquation`; second order in h (in Sand's time 1e-5 at 100 cells and J = 2 J*). In time `RosenbrockStep`, of fourth
// order, in steps that keep their own estimate of the error below 1e-5 c₀ each; readings inside a step come from its dense output, so
// that the course does not depend on when it is looked at.
import Foundation
public import Quantities

/// The salt between two electrodes on a grid, for properties that depend on concentration.
///
/// A copy is a snapshot. Signs and units as in `ModalDiffusion`.
public struct FiniteVolumeDiffusion: Sendable {
  /// What the transport properties are.
  public enum Medium: Hashable, Codable, Sendable {
    /// Properties that do not depend on concentration.
    case constant(Electrolyte)
    /// A published fit at a temperature.
    case fit(ElectrolyteFit, Quantity<Temperature>)
    /// A published fit at a temperature with a cation transference number that does not depend on concentration: the measured ones
    /// disagree most.
    case fitWithTransference(ElectrolyteFit, Quantity<Temperature>, cationTransferenceNumber: Double)

    /// The properties of the medium.
    public var properties: any ElectrolyteProperties {
      switch self {
      case .constant(let electrolyte): electrolyte
      case .fit(let fit, let temperature): fit.properties(at: temperature)
      case .fitWithTransference(let fit, let temperature, let number):
        FixedTransference(base: fit.properties(at: temperature), cationTransferenceNumber: number)
      }
    }
  }

  /// All that a solution is; the table of properties beside it follows from the medium.
  struct State: Hashable, Codable, Sendable {
    let medium: Medium
    let restConcentration: Double
    var gap: Gap
    var currentDensity = 0.0
    /// Start, end, bow and twist of the present step, mol/m³; only the start counts where there is no step yet.
    var course: [CellPair]
    /// The present step, s; zero where there is none yet.
    var step = 0.0
    /// Time passed since the start of the step, s.
    var passed = 0.0
    /// What the next step is tried with, s.
    var nextStep = Double.greatestFiniteMagnitude
    /// Time since the current changed at the end of the step, s.
    var age = 0.0
    /// Whether nothing changes any more until the current does.
    var isSteady = false
    var workingSurface: Double
    var counterSurface: Double

    /// How much of the present step has passed, 0 to 1.
    var part: Double { step > 0 ? passed / step : 0 }
  }

  var state: State
  let law: MediumLaw
  /// Steps behind the present one that were worked out to tell when the salt runs out; no part of the solution.
  var foreseen = ForeseenSteps()

  /// What the transport properties are.
  public var medium: Medium { state.medium }
  /// What the salt diffuses through.
  public var gap: Gap { state.gap }
  /// Salt at rest, mol/m³.
  public var restConcentration: Double { state.restConcentration }
  /// The present current density, A/m².
  public var currentDensity: Double { state.currentDensity }
  /// Concentration at the working electrode, mol/m³; below zero behind depletion.
  public var workingSurface: Double { state.workingSurface }
  /// Concentration at the counter electrode, mol/m³.
  public var counterSurface: Double { state.counterSurface }
  /// Concentrations at the working and at the counter electrode, mol/m³.
  public var surfaces: (working: Double, counter: Double) { (state.workingSurface, state.counterSurface) }

  /// Salt at rest on a grid of so many cells (at least 4, an even number).
  public init(medium: Medium, rest: Quantity<Concentration>, gap: Gap, cells: Int = 100) {
    let pairs = max(2, (cells + 1) / 2)
    let start = CellPair(repeating: rest.si)
    state = State(
      medium: medium, restConcentration: rest.si, gap: gap,
      course: Array(repeating: start, count: RosenbrockStep.courseRegions * pairs), workingSurface: rest.si,
      counterSurface: rest.si)
    law = MediumLaw(medium, rest: rest.si)
  }

  var pairs: Int { state.course.count / RosenbrockStep.courseRegions }
  var cellWidth: Double { gap.thickness.si / Double(2 * pairs) }

  /// D/(τ L²) at the resting concentration, 1/s.
  public var rate: Double { law.restDiffusivity / (gap.tortuosity * gap.thickness.si * gap.thickness.si) }

  /// Mean concentration of each cell from the working to the counter electrode, mol/m³.
  public var concentrations: [Double] {
    var cells = [Double](repeating: 0, count: 2 * pairs)
    withCourse { weights, course in
      for i in 0..<pairs {
        let pair = weights.pair(i, of: course, pairs: pairs)
        (cells[i], cells[2 * pairs - 1 - i]) = (pair[0], pair[1])
      }
    }
    return cells
  }

  /// Salt in the gap, ∫ε c dx, mol/m²: the sum over the cells.
  public var saltContent: Double { gap.porosity * cellWidth * concentrations.reduce(0, +) }

  /// ∫dx/κ_eff through the gap, Ω·m².
  public var resistance: Quantity<ArealResistance> {
    guard let resistivity = law.voltages?.resistivity else {
      return OhmicDrop.resistance(conductivity: Quantity(si: law.restConductivity), gap: gap)
    }
    let sum = withCourse { weights, course in
      resistivity.sum(count: pairs) { weights.pair($0, of: course, pairs: pairs) }
    }
    return Quantity(si: cellWidth * sum / gap.transportFactor)
  }

  /// Diffusion potential of the working against the counter electrode, V.
  public func diffusionPotential(at temperature: Quantity<Temperature>) -> Double {
    let floor = restConcentration * SpaceCharge.floor
    let (working, counter) = (max(workingSurface, floor), max(counterSurface, floor))
    guard let table = law.voltages else {
      return DiffusionPotential.voltage(
        between: working, and: counter, anionTransferenceNumber: 1 - law.restTransference, temperature: temperature)
    }
    return DiffusionPotential.voltage(
      saltPotential: table.saltPotential(from: counter, to: working), temperature: temperature)
  }

  /// Calls with the weights of this moment and the memory of the course.
  func withCourse<Result>(_ body: (CourseWeights, UnsafeBufferPointer<CellPair>) -> Result) -> Result {
    state.course.withUnsafeBufferPointer { body(CourseWeights(part: state.part), $0) }
  }
}

extension FiniteVolumeDiffusion: Codable, Hashable {
  /// Whether two solutions are in the same state.
  public static func == (a: Self, b: Self) -> Bool { a.state == b.state }

  /// Hashes the state.
  public func hash(into hasher: inout Hasher) { hasher.combine(state) }

  /// Stores the state.
  public func encode(to encoder: any Encoder) throws { try state.encode(to: encoder) }

  /// Reads a state; the properties are tabulated anew.
  public init(from decoder: any Decoder) throws {
    state = try State(from: decoder)
    law = MediumLaw(state.medium, rest: state.restConcentration)
  }
}
