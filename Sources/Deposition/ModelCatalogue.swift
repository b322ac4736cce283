/// The models of lithium deposition that this module has, one line each.
public enum ModelCatalogue {
  /// All models, by the order in which a reading meets them.
  public static let all: [any DepositionModel.Type] =
    transport + spaceCharge + interface + nucleation + morphology + frameworks + ageing + shorts + fullCells

  private static let transport: [any DepositionModel.Type] = [
    SandDiffusion.self,
    FiniteGapSeries.self,
    BrissotGradient.self,
    ValoenReimers.self,
    OhmicDrop.self,
    DiffusionPotential.self,
  ]

  private static let spaceCharge: [any DepositionModel.Type] = [
    SpaceCharge.self
  ]

  private static let interface: [any DepositionModel.Type] = [
    ButlerVolmer.self
  ]

  private static let nucleation: [any DepositionModel.Type] = []

  private static let morphology: [any DepositionModel.Type] = [
    ElectrolyteAdditives.self,
    DiffusionReactionCompetition.self,
    InterphaseStability.self,
    NucleationRateCompetition.self,
    CriticalSphereSize.self,
    TipGrowth.self,
    MorphologyTransitions.self,
    StrippingUniformity.self,
  ]

  private static let frameworks: [any DepositionModel.Type] = [
    LithiophilicFramework.self,
    FibreGrowth.self,
  ]

  private static let ageing: [any DepositionModel.Type] = []

  private static let shorts: [any DepositionModel.Type] = []

  private static let fullCells: [any DepositionModel.Type] = []
}
