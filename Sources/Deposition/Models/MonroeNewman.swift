// Whether a solid separator is stiff enough to keep a lithium electrode smooth.
//
//   G_s ≥ 2 G_Li      roughening is suppressed by elastic forces
//
//   G_s, G_Li  shear moduli of separator and lithium, Pa
//
// A result of linear elasticity for a homogeneous solid polymer in full contact with lithium, small wavy roughness, similar Poisson's
// ratios. It says nothing of a liquid, of a separator filled with one, of pores, grain boundaries and cracks, or of lithium that
// creeps; ceramics far stiffer than this short none the less. Lithium's modulus depends on grain and rate and is an argument here.
// C. Monroe, J. Newman, J. Electrochem. Soc. 152 (2005) A396, 10.1149/1.1850854 (its abstract was read).

/// The elastic criterion for a solid polymer against lithium.
public struct MonroeNewman: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "whether a solid separator's stiffness suppresses roughening"
  /// Where it stops.
  public static let validity =
    "homogeneous solid polymer in full contact; never a liquid-filled or porous separator"
  /// Where it is from.
  public static let source = "10.1149/1.1850854"

  /// What touches the lithium.
  public enum Contact: String, Hashable, Codable, CaseIterable, Sendable {
    /// A solid polymer without liquid.
    case solidPolymer
    /// Anything else, such as a porous film that holds liquid electrolyte.
    case liquid
  }

  /// The ratio of the shear moduli from which roughening is suppressed; "about" two in the source.
  public static let criticalRatio = 2.0

  /// Shear modulus of the separator, Pa.
  public var separatorShearModulus: Double
  /// Shear modulus of lithium, Pa, above zero.
  public var lithiumShearModulus: Double

  /// A separator against lithium, by their shear moduli in Pa.
  public init(separatorShearModulus: Double, lithiumShearModulus: Double) {
    (self.separatorShearModulus, self.lithiumShearModulus) = (separatorShearModulus, lithiumShearModulus)
  }

  /// Whether roughening is suppressed; nil where the criterion does not speak.
  public func suppressesRoughening(in contact: Contact) -> Bool? {
    guard contact == .solidPolymer else { return nil }
    return separatorShearModulus >= Self.criticalRatio * lithiumShearModulus
  }
}
