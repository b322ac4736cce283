// Layers of electrolyte in series between the electrodes: dead lithium, separator, dead lithium.
//
//   ρ_i = τ_i/ε_i                           the gradient in a layer is J t_a ρ_i/(F D), linear in each
//   M   = Σ ε_i d_i (Σ_{j<i} ρ_j d_j + ρ_i d_i/2)        layers counted from the plated electrode
//   J*  = F D c₀ Σ ε_i d_i/(t_a M)          c = 0 at the plated face, mean over the pores = c₀
//   one gap with the same thickness L = Σ d_i, pore volume and J*:  ε = Σ ε_i d_i/L,  τ = 2 M/L²
//
//   J* limiting current density, A/m²     d_i thickness, m     ε_i porosity     τ_i tortuosity     D salt diffusivity, m²/s
//   c₀ salt at rest, mol/m³               t_a anion transference number
//
// Exact for the steady state of a dilute binary salt with constant properties. J* depends on which electrode is plated where the two
// dead layers differ. The one gap is homogenised: its steady state and salt are right, its transients are those of a gap whose layers
// are mixed, and its resistance differs from the true one, Σ ρ_i d_i/κ, where a dense layer lies to one side.
// Conservation of salt over layers in steady state; J. Newman, K. E. Thomas-Alyea, Electrochemical Systems, 3rd ed., Wiley 2004, ch. 11.
public import Quantities

/// A separator with a layer of dead lithium before either electrode.
public struct LayeredGap: DepositionModel, Hashable, Codable {
  /// What it answers.
  public static let summary = "limiting current through dead lithium and separator"
  /// Where it stops.
  public static let validity =
    "steady state, dilute binary salt, constant properties; homogenised where one gap stands for it"
  /// Where it is from.
  public static let source = "Newman & Thomas-Alyea 2004, ch. 11"

  /// The layer of dead lithium on the plated electrode; nil for none.
  public var platedLayer: Gap?
  /// The separator, or whatever else lay between the electrodes at first.
  public var separator: Gap
  /// The layer of dead lithium on the stripped electrode; nil for none.
  public var strippedLayer: Gap?

  /// Layers from the plated to the stripped electrode.
  public init(platedLayer: Gap? = nil, separator: Gap, strippedLayer: Gap? = nil) {
    (self.platedLayer, self.separator, self.strippedLayer) = (platedLayer, separator, strippedLayer)
  }

  /// The same layers with the current reversed: plated and stripped electrode change places.
  public var reversed: LayeredGap {
    LayeredGap(platedLayer: strippedLayer, separator: separator, strippedLayer: platedLayer)
  }

  /// The largest current density that diffusion can carry for ever through all layers, J*.
  public func limitingCurrentDensity(of electrolyte: Electrolyte) -> Quantity<CurrentDensity> {
    let sums = sums
    let transport = PhysicalConstants.faraday * electrolyte.diffusivity.si * electrolyte.concentration.si
    return Quantity(si: transport * sums.pores / (electrolyte.anionTransferenceNumber * sums.moment))
  }

  /// One gap of the same thickness, pore volume and limiting current density.
  public var equivalentGap: Gap {
    let sums = sums
    let thickness = sums.thickness
    return Gap(
      thickness: Quantity(si: thickness), porosity: sums.pores / thickness,
      tortuosity: 2 * sums.moment / (thickness * thickness))
  }

  /// The resistance of the layers to a current at an even conductivity κ, Σ τ d/(ε κ).
  public func resistance(conductivity: Quantity<Conductivity>) -> Quantity<ArealResistance> {
    Quantity(si: sums.path / conductivity.si)
  }

  /// Thickness, pores per area, path and M, layer by layer from the plated electrode.
  private var sums: LayerSums {
    var sums = LayerSums()
    if let platedLayer { sums.add(platedLayer) }
    sums.add(separator)
    if let strippedLayer { sums.add(strippedLayer) }
    return sums
  }
}

private struct LayerSums {
  /// Σ d, m.
  private(set) var thickness = 0.0
  /// Σ ε d, m.
  private(set) var pores = 0.0
  /// Σ ρ d, m.
  private(set) var path = 0.0
  /// M, m².
  private(set) var moment = 0.0

  mutating func add(_ layer: Gap) {
    let width = layer.thickness.si
    guard width > 0 else { return }
    let layerPath = width / layer.transportFactor
    moment += layer.porosity * width * (path + 0.5 * layerPath)
    path += layerPath
    pores += layer.porosity * width
    thickness += width
  }
}
