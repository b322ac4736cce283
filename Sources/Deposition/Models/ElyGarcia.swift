// Five regimes of an embryo of lithium on a substrate.
//
//   r < r*                                suppression       thermodynamically unstable: it dissolves
//   r* ≤ r < r_k,  |η| < 2 η₀             long incubation   metastable, coarsening by Gibbs–Thomson: very broad sizes
//   r* ≤ r < r_k,  |η| ≥ 2 η₀             short incubation  small barrier, large drive: narrow sizes
//   r_k ≤ r < r_∞                         early growth      towards an asymptotic velocity
//   r ≥ r_∞                               late growth       instabilities and local fields shape it
//
//   r   radius of the embryo, m                                η   overpotential, V
//   r*  thermodynamic radius, from `ClassicalNucleation`, m    η₀  characteristic overpotential, V; 2 η₀ is the critical one
//   r_k kinetic radius, above which a lone embryo grows, m     r_∞ radius at which the velocity is asymptotic, m
//
// A classification by the words of the paper's abstract. Its closed forms for η₀ and r_k were not at hand: they are arguments. That
// early and late growth part at a radius, r_∞, is this project's reading.
// D. R. Ely, R. E. García, J. Electrochem. Soc. 160 (2013) A662, 10.1149/1.057304jes.
public import Quantities

/// Regimes of heterogeneous nucleation after Ely and García.
public struct ElyGarcia: DepositionModel, Hashable, Codable, Sendable {
  /// What it answers.
  public static let summary = "regime of an embryo: suppressed, incubating or growing"
  /// Where it stops.
  public static let validity =
    "a classification; the kinetic radius and the characteristic overpotential must be known"
  /// Where it is from.
  public static let source = "10.1149/1.057304jes"

  /// What becomes of an embryo.
  public enum Regime: String, Hashable, Codable, CaseIterable, Sendable {
    /// It dissolves.
    case suppression
    /// It waits and coarsens; sizes are very broad.
    case longIncubation
    /// It waits a little; sizes are narrow.
    case shortIncubation
    /// It grows towards an asymptotic velocity.
    case earlyGrowth
    /// It grows, shaped by instabilities and local fields.
    case lateGrowth
  }

  /// Gives the thermodynamic radius, r*.
  public var nucleation: ClassicalNucleation
  /// Radius above which a lone embryo grows, r_k.
  public var kineticRadius: Quantity<Length>
  /// Radius at which growth has its asymptotic velocity, r_∞.
  public var asymptoticRadius: Quantity<Length>
  /// Characteristic overpotential, η₀.
  public var characteristicOverpotential: Quantity<Voltage>

  /// Regimes on one substrate.
  public init(
    nucleation: ClassicalNucleation, kineticRadius: Quantity<Length>, asymptoticRadius: Quantity<Length>,
    characteristicOverpotential: Quantity<Voltage>
  ) {
    (self.nucleation, self.kineticRadius) = (nucleation, kineticRadius)
    (self.asymptoticRadius, self.characteristicOverpotential) = (asymptoticRadius, characteristicOverpotential)
  }

  /// The overpotential that parts long from short incubation, 2 η₀.
  public var criticalOverpotential: Quantity<Voltage> { characteristicOverpotential * 2 }

  /// The regime of an embryo of this radius; the sign of the overpotential does not matter.
  public func regime(of radius: Quantity<Length>, at overpotential: Quantity<Voltage>) -> Regime {
    if radius < nucleation.criticalRadius(at: overpotential) { return .suppression }
    if radius < kineticRadius {
      return overpotential.magnitude < criticalOverpotential ? .longIncubation : .shortIncubation
    }
    return radius < asymptoticRadius ? .earlyGrowth : .lateGrowth
  }
}
