/// What a deposit of lithium looks like.
public enum DepositMorphology: Int, Hashable, Codable, CaseIterable, Sendable {
  /// No lithium on the substrate.
  case none
  /// Flat: lithium on lithium, or a filled framework.
  case smooth
  /// A layer that follows the shape of its host.
  case coated
  /// Separate round nuclei or spheres.
  case spherical
  /// Small spheres, fused side by side in one closed layer.
  case sphericalPacked
  /// Layers of spheres, the larger ones on top.
  case sphericalMultilayer
  /// Spheres of which the upper ones have turned into columns.
  case sphericalColumnar
  /// Spheres with dendrites among them.
  case sphericalDendritic
  /// Columns side by side.
  case columnar
  /// Some spheres, some tips.
  case mixed
  /// Short rods, grown out of single nuclei.
  case rod
  /// Long filaments, grown out of spheres or through cracks in their film.
  case filamentary
  /// Single-crystal whiskers, pushed out through cracks in the film on lithium.
  case whisker
  /// Porous moss, grown from its roots.
  case mossy
  /// Branches, grown at their tips.
  case dendritic
  /// Needles on moss, grown at their tips; the review also calls whiskers acicular, which here are `whisker`.
  case acicular
  /// Lumps wherever the first nuclei happened to form.
  case disordered

  /// The word of the field for it.
  public var word: String {
    switch self {
    case .none: "none"
    case .smooth: "smooth"
    case .coated: "coated"
    case .spherical: "spherical"
    case .sphericalPacked: "spherical_packed"
    case .sphericalMultilayer: "spherical_multilayer"
    case .sphericalColumnar: "spherical+columnar"
    case .sphericalDendritic: "spherical+dendritic"
    case .columnar: "columnar"
    case .mixed: "mixed"
    case .rod: "rod"
    case .filamentary: "filamentary"
    case .whisker: "whisker"
    case .mossy: "mossy"
    case .dendritic: "dendritic"
    case .acicular: "acicular"
    case .disordered: "disordered"
    }
  }

  /// Whether spheres, and no tips, make it up.
  public var isSpherical: Bool {
    switch self {
    case .spherical, .sphericalPacked, .sphericalMultilayer: true
    default: false
    }
  }

  /// Whether its parts are thin enough to grow into the pores of a separator; moss and spheres are not.
  public var entersPores: Bool {
    switch self {
    case .filamentary, .whisker, .dendritic, .acicular, .sphericalDendritic: true
    default: false
    }
  }

  /// Whether it grows at tips that reach for the other electrode: what a separator has to fear.
  public var growsAtTips: Bool {
    switch self {
    case .dendritic, .acicular, .sphericalDendritic: true
    default: false
    }
  }
}
