/// The models of lithium deposition that this module has, one line each.
public enum ModelCatalogue {
  /// All models: from the salt to the electrode, what grows there, and what becomes of the cell.
  public static let all: [any DepositionModel.Type] = [
    transport, spaceCharge, kinetics, heterogeneousNucleation, homogeneousNucleation, diffusionReaction,
    nucleationRates, morphology, electrolyte, frameworks, ageing, shorts, fullCells, impedance,
  ].flatMap { $0 }

  private static let transport: [any DepositionModel.Type] = [
    SandDiffusion.self,
    FiniteGapSeries.self,
    BrissotGradient.self,
    LayeredGap.self,
    ValoenReimers.self,
    Nyman.self,
    LandesfeindGasteiger.self,
    ArrheniusScaling.self,
    OhmicDrop.self,
    DiffusionPotential.self,
  ]

  private static let spaceCharge: [any DepositionModel.Type] = [
    SpaceCharge.self,
    ChazalvielSpaceCharge.self,
  ]

  private static let kinetics: [any DepositionModel.Type] = [
    ButlerVolmer.self,
    MarcusHushChidsey.self,
  ]

  private static let heterogeneousNucleation: [any DepositionModel.Type] = [
    ClassicalNucleation.self,
    ElyGarcia.self,
    PeiScaling.self,
    SubstrateNucleation.self,
    ScharifkerHills.self,
  ]

  private static let homogeneousNucleation: [any DepositionModel.Type] = [
    HomogeneousNucleation.self
  ]

  private static let diffusionReaction: [any DepositionModel.Type] = [
    DiffusionReactionCompetition.self,
    InterphaseStability.self,
  ]

  private static let nucleationRates: [any DepositionModel.Type] = [
    NucleationRateCompetition.self,
    CriticalSphereSize.self,
  ]

  private static let morphology: [any DepositionModel.Type] = [
    TipGrowth.self,
    MorphologyTransitions.self,
    StrippingUniformity.self,
  ]

  private static let electrolyte: [any DepositionModel.Type] = [
    ElectrolyteAdditives.self
  ]

  private static let frameworks: [any DepositionModel.Type] = [
    LithiophilicFramework.self,
    FibreGrowth.self,
  ]

  private static let ageing: [any DepositionModel.Type] = [
    InterphaseGrowth.self,
    DeadLithium.self,
    TwoPathOverpotential.self,
    StrippingPits.self,
  ]

  private static let shorts: [any DepositionModel.Type] = [
    DendriteFront.self,
    InternalShort.self,
    SoftShortProcess.self,
    MonroeNewman.self,
  ]

  private static let fullCells: [any DepositionModel.Type] = [
    LFPPotential.self,
    NMC811Potential.self,
    InsertionElectrode.self,
  ]

  private static let impedance: [any DepositionModel.Type] = [
    FiniteGapImpedance.self
  ]
}
