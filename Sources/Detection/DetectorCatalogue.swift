/// All detectors there are: one line each.
public enum DetectorCatalogue {
  static let detectors: [any Detector.Type] = [
    SandDivergence.self,
    HardShort.self,
    OpenCircuit.self,
    Compliance.self,
  ]

  /// What people are told about them.
  public static var entries: [DetectorEntry] { detectors.map { $0.entry } }
}
