/// All detectors there are: one line each.
public enum DetectorCatalogue {
  /// What breaks a trend stands before `SandDivergence`, which starts afresh, and that before `DendriteOnset`, which hears it.
  static let detectors: [any Detector.Type] = [
    SoftShort.self,
    HardShort.self,
    ContactDegradation.self,
    SandDivergence.self,
    DendriteOnset.self,
    GradualShort.self,
    TelegraphShort.self,
    ShortedAtStart.self,
    OpenCircuit.self,
    Compliance.self,
    CoulombicEfficiencyCollapse.self,
    NucleationOverpotential.self,
    StaleData.self,
  ]

  /// What people are told about them.
  public static var entries: [DetectorEntry] { detectors.map { $0.entry } }
}
