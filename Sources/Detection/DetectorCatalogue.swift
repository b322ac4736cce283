/// All detectors there are: one line each.
public enum DetectorCatalogue {
  /// `SandDivergence` stands before `DendriteOnset`, which hears what it says.
  static let detectors: [any Detector.Type] = [
    SandDivergence.self,
    DendriteOnset.self,
    SoftShort.self,
    GradualShort.self,
    TelegraphShort.self,
    HardShort.self,
    ShortedAtStart.self,
    OpenCircuit.self,
    Compliance.self,
    ContactDegradation.self,
    CoulombicEfficiencyCollapse.self,
    NucleationOverpotential.self,
    StaleData.self,
  ]

  /// What people are told about them.
  public static var entries: [DetectorEntry] { detectors.map { $0.entry } }
}
