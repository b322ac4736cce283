public import Quantities

/// A binary salt of a monovalent cation with properties that do not depend on concentration.
public struct Electrolyte: Hashable, Codable, Sendable {
  /// Salt concentration at rest.
  public var concentration: Quantity<Concentration>
  /// Salt diffusion coefficient in the free electrolyte.
  public var diffusivity: Quantity<Diffusivity>
  /// Fraction of the current that the cation carries, t₊, between 0 and 1.
  public var cationTransferenceNumber: Double
  /// Ionic conductivity of the free electrolyte.
  public var conductivity: Quantity<Conductivity>

  /// An electrolyte from its properties.
  public init(
    concentration: Quantity<Concentration>, diffusivity: Quantity<Diffusivity>, cationTransferenceNumber: Double,
    conductivity: Quantity<Conductivity>
  ) {
    (self.concentration, self.diffusivity) = (concentration, diffusivity)
    (self.cationTransferenceNumber, self.conductivity) = (cationTransferenceNumber, conductivity)
  }

  /// Fraction of the current that the anion carries, t_a = 1 − t₊.
  public var anionTransferenceNumber: Double { 1 - cationTransferenceNumber }
}

/// What lies between the electrodes: free electrolyte or a separator soaked with it.
public struct Gap: Hashable, Codable, Sendable {
  /// Distance between the electrodes, L.
  public var thickness: Quantity<Length>
  /// Volume fraction of electrolyte, ε; 1 in a free gap.
  public var porosity: Double
  /// Tortuosity τ in D_eff = D ε/τ; 1 in a free gap, ε^−½ after Bruggeman.
  public var tortuosity: Double

  /// A gap from its properties.
  public init(thickness: Quantity<Length>, porosity: Double = 1, tortuosity: Double = 1) {
    (self.thickness, self.porosity, self.tortuosity) = (thickness, porosity, tortuosity)
  }

  /// What a transport property of the free electrolyte is multiplied with, ε/τ.
  public var transportFactor: Double { porosity / tortuosity }
}
