/// A model of this module, as `sandglass list models` shows it.
public struct ModelEntry: Hashable, Sendable {
  /// Name of the model: that of its file in `Sources/Deposition/Models`.
  public let id: String
  /// What it describes, in one line.
  public let summary: String
  /// DOI or book it is taken from.
  public let source: String

  init(_ id: String, _ summary: String, _ source: String) {
    (self.id, self.summary, self.source) = (id, summary, source)
  }
}

/// The models of lithium deposition that this module has, one line each.
public enum ModelCatalogue {
  /// All models, by the order in which a reading meets them.
  public static let all = [
    ModelEntry("SandDiffusion", "limiting current, Sand's time and capacity, finite gap", "10.1039/d4cc06729k, eqn 1"),
    ModelEntry("FiniteGapSeries", "exact concentrations between two electrodes", "Carslaw & Jaeger 1959, §3.8"),
    ModelEntry("BrissotGradient", "steady gradient and its limit 2c₀/L", "10.1039/d4cc06729k, eqn 2"),
    ModelEntry("ValoenReimers", "LiPF₆ in PC/EC/DMC over concentration and temperature", "10.1149/1.1872737"),
    ModelEntry("ButlerVolmer", "charge transfer, i₀ ∝ √c", "Newman & Thomas-Alyea 2004, ch. 8"),
    ModelEntry("OhmicDrop", "migration through the gap", "Newman & Thomas-Alyea 2004, ch. 11"),
    ModelEntry("DiffusionPotential", "voltage of a concentration difference", "Newman & Thomas-Alyea 2004, ch. 12"),
    ModelEntry("SpaceCharge", "the depleted layer behind Sand's time", "10.1103/PhysRevA.42.7355"),
  ]
}
