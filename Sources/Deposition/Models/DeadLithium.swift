// The layer of lithium that lost contact, which salt has to cross.
//
//   d = q V / (F (1 − ε))
//
//   q  charge of the dead lithium, C/m²      V  molar volume of lithium, m³/mol      ε  porosity of the layer, 1      d  thickness, m
//
// The dead lithium is taken as metal that keeps its volume; most of it is (C. Fang et al., Nature 572 (2019) 511). It neither
// reconnects nor dissolves here, and lies evenly on the electrode. What the layer does to the limiting current is a matter of
// diffusion through layers; what it does at first to the voltage is one of areas (`TwoPathOverpotential`).
// K.-H. Chen et al., J. Mater. Chem. A 5 (2017) 11671, 10.1039/C7TA00371D (not re-read); Fang: 10.1038/s41586-019-1481-z.
public import Quantities

/// The porous layer that dead lithium makes in front of an electrode.
public struct DeadLithium: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "thickness of the dead layer in the way of the salt"
  /// Where it stops.
  public static let validity =
    "an even layer of metal of constant porosity that does not reconnect"
  /// Where it is from.
  public static let source = "10.1039/C7TA00371D, 10.1038/s41586-019-1481-z"

  /// Volume fraction of electrolyte in the layer, below 1.
  public var porosity: Double
  /// Tortuosity of the layer, τ in D_eff = D ε/τ.
  public var tortuosity: Double

  /// A layer of this porosity (0.5) and tortuosity (5), both estimated.
  public init(porosity: Double = 0.5, tortuosity: Double = 5) {
    (self.porosity, self.tortuosity) = (porosity, tortuosity)
  }

  /// Thickness in m of the layer that dead lithium of this charge (C/m²) makes.
  public func thickness(of charge: Double) -> Double {
    Lithium.thickness(of: charge, porosity: porosity)
  }

  /// The layer that dead lithium of this areal capacity puts into the path of the salt.
  public func layer(of dead: Quantity<ArealCapacity>) -> Gap {
    Gap(thickness: Quantity(si: thickness(of: dead.si)), porosity: porosity, tortuosity: tortuosity)
  }
}
