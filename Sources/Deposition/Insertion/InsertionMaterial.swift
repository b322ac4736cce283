import Foundation
public import Quantities

/// The published positive electrodes; a raw value is the name in a cell profile.
///
/// Outside `fitted` the curve of a material goes on as a straight line that steepens by `endSlope` within `endWidth`, so that every voltage
/// limit is met near an empty or a full lattice: the potential is finite, smooth and falling for every stoichiometry, also for one outside
/// 0 … 1 that a surface may be asked for.
public enum InsertionMaterial: String, Hashable, Codable, CaseIterable, Sendable {
  /// Lithium iron phosphate: PyBaMM's Prada2013, 10.1149/2.053304jes (not re-read).
  case lfp = "LFP"
  /// LiNi₀.₈Mn₀.₁Co₀.₁O₂ of an LG M50 cell: PyBaMM's Chen2020, 10.1149/1945-7111/ab9050 (not re-read).
  case nmc811 = "NMC811"

  /// Stoichiometries at which the published curve is used as it is.
  ///
  /// LFP: all. NMC811: up to 0.9, estimated: the least charge at which it is still used in full cells.
  public var fitted: ClosedRange<Double> {
    switch self {
    case .lfp: 0...1
    case .nmc811: 0...0.9
    }
  }

  /// By how much the curve is steeper far outside `fitted`, V (estimated: 1 V in 2 % of the lattice).
  private static let endSlope = 50.0
  /// Stoichiometry within which it becomes so (estimated).
  private static let endWidth = 0.005

  /// Open-circuit potential in V against lithium at a stoichiometry.
  public func potential(_ stoichiometry: Double) -> Double {
    let x = min(max(stoichiometry, fitted.lowerBound), fitted.upperBound)
    let inside = self == .lfp ? LFPPotential.potential(x) : NMC811Potential.potential(x)
    guard x != stoichiometry else { return inside }
    let beyond = stoichiometry - x
    let width = Self.endWidth
    let end = beyond.magnitude + width * expm1(-beyond.magnitude / width)
    return inside + fittedSlope(x) * beyond - Self.endSlope * (beyond < 0 ? -end : end)
  }

  /// Slope of the open-circuit potential in V at a stoichiometry, below zero.
  public func slope(_ stoichiometry: Double) -> Double {
    let x = min(max(stoichiometry, fitted.lowerBound), fitted.upperBound)
    return fittedSlope(x) + Self.endSlope * expm1(-(stoichiometry - x).magnitude / Self.endWidth)
  }

  private func fittedSlope(_ x: Double) -> Double {
    self == .lfp ? LFPPotential.slope(x) : NMC811Potential.slope(x)
  }

  /// The stoichiometry at which the material rests at a potential against lithium.
  public func stoichiometry(at potential: Quantity<Voltage>) -> Double {
    // The ends fall by 50 V and more for each unit.
    let reach = 1 + potential.si.magnitude / Self.endSlope
    return bracketedRoot(from: -reach, to: 1 + reach) { self.potential($0) - potential.si }
  }

  /// Lithium in the full lattice: 22 806 mol/m³ (Prada2013) and 63 104 mol/m³ (Chen2020).
  public var maximumConcentration: Quantity<Concentration> { Quantity(si: self == .lfp ? 22_806 : 63_104) }

  /// Diffusivity of lithium in the lattice: 5.9e-18 m²/s (Prada2013) and 4e-15 m²/s (Chen2020).
  public var diffusivity: Quantity<Diffusivity> { Quantity(si: self == .lfp ? 5.9e-18 : 4e-15) }

  /// Radius of a particle: 50 nm (Prada2013) and 5.22 µm (Chen2020).
  public var particleRadius: Quantity<Length> { Quantity(si: self == .lfp ? 5e-8 : 5.22e-6) }

  /// Capacity of the double layer on the particles' surface: PyBaMM's default of both sets, 0.2 F/m².
  public var doubleLayer: Quantity<ArealCapacitance> { Quantity(si: 0.2) }

  /// Exchange current density on the particles' surface at a stoichiometry of ½.
  ///
  /// m √c c_max √(x(1−x)) with m = 6e-7 (LFP: A. G. Kashkooli et al., J. Appl. Electrochem. 47 (2017) 281, activation energy
  /// 39 570 J/mol) or 3.42e-6 A·m^2.5/mol^1.5 (NMC811: Chen2020, 17 800 J/mol) at 25 °C.
  public func exchangeCurrentDensity(
    saltConcentration: Quantity<Concentration>, temperature: Quantity<Temperature>
  ) -> Quantity<CurrentDensity> {
    let (rate, activation) = self == .lfp ? (6e-7, 39_570.0) : (3.42e-6, 17_800.0)
    let arrhenius = exp(activation / PhysicalConstants.gas * (1 / 298.15 - 1 / temperature.si))
    return Quantity(si: 0.5 * rate * arrhenius * saltConcentration.si.squareRoot() * maximumConcentration.si)
  }
}
