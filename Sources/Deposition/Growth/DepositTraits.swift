/// What a morphology does to a cell. All but the efficiency of a compact deposit comes from estimated numbers (`DepositShape`).
public struct DepositTraits: Hashable, Codable, Sendable {
  /// Part of the lithium plated in this morphology that can be stripped again, 0…1.
  public var coulombicEfficiency: Double
  /// Interphase area over geometric area of a deposit of 1 mAh/cm².
  public var areaRatio: Double
  /// Volume fraction of the deposit that is electrolyte, 0…1.
  public var porosity: Double
  /// Tortuosity τ of the electrolyte in it (transport falls by porosity/τ).
  public var tortuosity: Double
  /// Height of the highest tips over the mean height of the deposit, at least 1.
  public var tipRatio: Double
  /// Resistance that lithium plated in this morphology adds, Ω·m² per C/m².
  public var resistanceGrowth: Double
  /// Standard deviation of the voltage noise once the salt is gone, V; only in liquids.
  public var depletedNoise: Double

  /// Traits from their parts, in SI units.
  public init(
    coulombicEfficiency: Double, areaRatio: Double, porosity: Double, tortuosity: Double, tipRatio: Double,
    resistanceGrowth: Double = 0, depletedNoise: Double = 0
  ) {
    (self.coulombicEfficiency, self.areaRatio, self.porosity) = (coulombicEfficiency, areaRatio, porosity)
    (self.tortuosity, self.tipRatio) = (tortuosity, tipRatio)
    (self.resistanceGrowth, self.depletedNoise) = (resistanceGrowth, depletedNoise)
  }
}

/// The shape of a morphology, apart from any electrode. All numbers are estimated; only their order is the review's, by these words:
/// spheres have the smallest area of all shapes that stand up and no tips, dendrites and moss a large one; moss is porous and fluffy, and
/// polarises a cell more and more where whiskers do so slightly; whiskers and dendrites pierce the separator; dendrites break, moss comes
/// off; only where dendrites grow is the voltage abnormal at last. That moss has more area than dendrites and that columns are as level
/// and lose as little as spheres is this project's own.
struct DepositShape {
  /// Interphase area over geometric area at 1 mAh/cm².
  var areaRatio: Double
  /// Volume fraction of electrolyte.
  var porosity: Double
  /// Highest tips over mean height.
  var tipRatio: Double
  /// Part of the lithium that breaks off before it is stripped.
  var isolated: Double
  /// Resistance growth, Ω·cm² per mAh/cm².
  var resistance = 0.0
  /// Voltage noise after depletion, V.
  var noise = 0.0

  init(of morphology: DepositMorphology) {
    switch morphology {
    case .none, .smooth: (areaRatio, porosity, tipRatio, isolated) = (1, 0, 1, 0)
    case .coated: (areaRatio, porosity, tipRatio, isolated) = (1.2, 0, 1.1, 0)
    case .spherical, .sphericalPacked:
      (areaRatio, porosity, tipRatio, isolated) = (DepositShape.spheres, 0.2, 1.5, 0)
    case .sphericalMultilayer: (areaRatio, porosity, tipRatio, isolated) = (2.5, 0.25, 1.6, 0)
    case .columnar: (areaRatio, porosity, tipRatio, isolated) = (3, 0.2, 1.3, 0)
    case .sphericalColumnar: (areaRatio, porosity, tipRatio, isolated) = (3.5, 0.35, 2, 0.005)
    case .mixed: (areaRatio, porosity, tipRatio, isolated) = (5, 0.5, 2.5, 0.02)
    case .rod: (areaRatio, porosity, tipRatio, isolated) = (4, 0.4, 2, 0.01)
    case .filamentary: (areaRatio, porosity, tipRatio, isolated) = (10, 0.7, 4, 0.06)
    case .whisker: (areaRatio, porosity, tipRatio, isolated, resistance) = (8, 0.6, 4, 0.04, 0.1)
    case .mossy: (areaRatio, porosity, tipRatio, isolated, resistance) = (20, 0.8, 2, 0.08, 2)
    case .disordered: (areaRatio, porosity, tipRatio, isolated) = (8, 0.6, 3, 0.05)
    case .sphericalDendritic: (areaRatio, porosity, tipRatio, isolated, noise) = (8, 0.6, 6, 0.08, 5e-3)
    case .acicular: (areaRatio, porosity, tipRatio, isolated, noise) = (14, 0.75, 8, 0.1, 5e-3)
    case .dendritic: (areaRatio, porosity, tipRatio, isolated, noise) = (12, 0.7, 8, 0.1, 5e-3)
    }
  }

  /// Area ratio of spheres that touch: two hemispheres' worth of their footprint.
  static let spheres = 2.0
  /// Up to this area ratio a deposit counts as compact: columns.
  static let compact = 3.0
}
