// A deposit remembers: what it was decides with what grows now what it becomes.
//
//   dendrites, when salt is back at the electrode (the field has changed)      → moss
//   moss, when the salt is gone                                                → needles on the moss
//   filaments, whiskers, moss, rods, lumps under conditions for spheres        → stay what they are until they are stripped
//   anything, on a bare electrode                                              → what grows now
//
// The first two are the review's words on how the forms interchange, the third is its remark that all forms coexist, put as a rule by
// this project: lithium that follows lands on the largest area. How fast the change goes is in neither.
// Section 2.2, refs 52, 71, 93 and 94 of 10.1039/d4cc06729k.

/// What a deposit becomes, by what it was and what grows now.
public enum MorphologyTransitions: DepositionModel {
  /// What it answers.
  public static let summary = "dendrites to moss, moss to needles, and what stays"
  /// Where it stops.
  public static let validity = "order of events only; no rate of change"
  /// Where it is from.
  public static let source = "section 2.2 of 10.1039/d4cc06729k"

  /// The morphology after one that was, where one grows now.
  public static func next(after previous: DepositMorphology, growing: DepositMorphology, isDepleted: Bool)
    -> DepositMorphology
  {
    switch previous {
    case .none, .smooth, .coated, .spherical, .sphericalPacked, .sphericalMultilayer, .sphericalColumnar, .columnar:
      return growing
    case .mossy, .acicular: return isDepleted ? .acicular : .mossy
    case .dendritic, .sphericalDendritic:
      if growing.growsAtTips { return previous == .dendritic ? .dendritic : growing }
      return .mossy
    case .mixed, .rod, .filamentary, .whisker, .disordered:
      return growing.isSpherical || growing == .smooth || growing == .coated ? previous : growing
    }
  }
}
