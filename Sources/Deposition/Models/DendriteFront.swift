// How far a deposit reaches into the gap, before and after the salt is gone at its root.
//
//   dh/dQ = β V / (F (1 − ε_d))      before: the deposit grows from its root, its highest tips β times its mean height
//   dh/dQ = t_a / (F c₀ ε)           after:  v = t_a J/(F c₀ ε), tips follow the anions that leave (Chazalviel)
//   Q_x   = L F c₀ ε / t_a           capacity in which tips cross the gap, whatever the current density
//   φ     = c₀ V / t_a               mean volume fraction of lithium in the front
//
//   Q  charge plated, C/m²      V  molar volume of lithium, m³/mol      ε_d  porosity of the deposit, 1      β  tip over mean height, 1
//   c₀ salt at rest, mol/m³     t_a  anion transference number, 1       ε  porosity of the gap (1 where it is free)     L  gap, m
//
// A dilute, unstirred salt and straight paths: in a separator the tips have a longer way, and a dense one stops those that grow from
// the root. After depletion the tips go as fast as the anions drift away from them in the salt ahead.
// J.-N. Chazalviel, Phys. Rev. A 42 (1990) 7355, 10.1103/PhysRevA.42.7355.
public import Quantities

/// The reach of the highest lithium of a plated electrode.
public struct DendriteFront: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "reach of the deposit, and the capacity in which dendrites cross the gap"
  /// Where it stops.
  public static let validity =
    "dilute salt, no convection, straight paths; root growth before depletion, tip growth after it"
  /// Where it is from.
  public static let source = "10.1103/PhysRevA.42.7355"

  /// The salt and what it diffuses through.
  public var diffusion: SandDiffusion
  /// Volume fraction of electrolyte in a deposit that grows from its root, below 1.
  public var depositPorosity: Double
  /// Height of the highest tips over the mean height of the deposit, at least 1.
  public var tipRatio: Double

  /// The front in a cell. The porosity (0.5) and the ratio (2) of the deposit are estimated.
  public init(diffusion: SandDiffusion, depositPorosity: Double = 0.5, tipRatio: Double = 2) {
    (self.diffusion, self.depositPorosity, self.tipRatio) = (diffusion, depositPorosity, tipRatio)
  }

  /// How far the highest lithium advances in m while a charge (C/m², or a current density for m/s) is plated.
  ///
  /// `depleted` is whether the salt is gone at the electrode. With a stripped charge, not depleted: how far it retreats.
  public func advance(of charge: Double, depleted: Bool) -> Double {
    if depleted {
      let electrolyte = diffusion.electrolyte
      return charge * electrolyte.anionTransferenceNumber
        / (PhysicalConstants.faraday * electrolyte.concentration.si * diffusion.gap.porosity)
    }
    return tipRatio * Lithium.thickness(of: charge, porosity: depositPorosity)
  }

  /// Charge in C/m² that brings lithium from a height (m) across the gap; zero where it has crossed.
  public func chargeToCross(from height: Double, depleted: Bool) -> Double {
    max(0, diffusion.gap.thickness.si - height) / advance(of: 1, depleted: depleted)
  }

  /// Charge between depletion and a short for tips that start at the electrode, Q_x.
  public var crossingCapacity: Quantity<ArealCapacity> { Quantity(si: chargeToCross(from: 0, depleted: true)) }

  /// Mean volume fraction of lithium in a front of tips, φ: what they hold of the space that they have crossed.
  public var lithiumFraction: Double {
    Lithium.molarVolume * diffusion.electrolyte.concentration.si / diffusion.electrolyte.anionTransferenceNumber
  }
}
