// Tip growth once the salt is gone at the electrode.
//
//   depleted:  J > J* and Q ≥ Q_Sand       `SandDiffusion` has both; a cell that follows its salt knows it directly
//   then       spheres → spheres with dendrites;   moss → needles on the moss;   anything else → dendrites
//
// While salt is left, transport alone makes no dendrites. Behind depletion the tips that reach furthest meet what salt there is and grow
// by themselves. The review has the criterion (its Sand's and space-charge sections, J_lim 2.1 mA/cm² in one carbonate cell) and the three
// outcomes in words.
// Eqns 1 and 2, refs 71, 94 and 127 of 10.1039/d4cc06729k.
public import Quantities

/// What the loss of salt at the electrode makes of a deposit.
public enum TipGrowth: DepositionModel {
  /// What it answers.
  public static let summary = "dendrites on whatever grew before, once the salt is gone"
  /// Where it stops.
  public static let validity = "says when and what, not how fast; liquids without convection"
  /// Where it is from.
  public static let source = "10.1039/d4cc06729k, eqns 1 and 2, refs 71, 94, 127"

  /// Whether a charge at a constant current density, from rest, has used up the salt at the electrode.
  public static func isDepleted(
    _ diffusion: SandDiffusion, after capacity: Quantity<ArealCapacity>, at current: Quantity<CurrentDensity>
  ) -> Bool {
    guard let time = diffusion.depletionTime(at: current) else { return false }
    return capacity >= current.magnitude * time
  }

  /// What tips make of a deposit.
  public static func morphology(on deposit: DepositMorphology) -> DepositMorphology {
    switch deposit {
    case .spherical, .sphericalPacked, .sphericalMultilayer, .sphericalColumnar, .sphericalDendritic, .mixed:
      .sphericalDendritic
    case .mossy, .acicular: .acicular
    default: .dendritic
    }
  }
}
