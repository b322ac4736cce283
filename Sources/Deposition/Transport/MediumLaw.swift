/// The properties of a medium as a run asks for them: numbers where they are constant, tables where they are not.
///
/// It follows from the medium and is no part of a solution: never stored, never compared; a class, so that copies of a solution share it.
final class MediumLaw: Sendable {
  /// Diffusivity at rest, m²/s.
  let restDiffusivity: Double
  /// t₊ at rest.
  let restTransference: Double
  /// Conductivity at rest, S/m.
  let restConductivity: Double
  /// Φ of a fit; nil where the diffusivity is constant. Apart from the rest, so that steps hold nothing else.
  private let potential: EvenCubic?
  /// t₊ of a fit; nil where it is constant.
  private let transference: EvenCubic?
  /// What voltages need of a fit; nil where the properties are constant.
  let voltages: VoltageTable?

  /// The law of a medium whose salt is this concentrated at rest (mol/m³).
  init(_ medium: FiniteVolumeDiffusion.Medium, rest: Double) {
    let properties = medium.properties
    restDiffusivity = properties.diffusivity(rest)
    restTransference = properties.cationTransferenceNumber(rest)
    restConductivity = properties.conductivity(rest)
    if case .constant = medium {
      (potential, transference, voltages) = (nil, nil, nil)
      return
    }
    let table = FlowTable(properties)
    (potential, transference) = (table.potential, table.transference)
    voltages = VoltageTable(properties, rest: rest)
  }

  /// Calls with the law on bare memory.
  @inline(__always)
  func withFlowLaw<Result>(_ body: (FlowLaw) -> Result) -> Result {
    func law(_ potential: EvenCubic.Lookup?, _ transference: EvenCubic.Lookup?) -> FlowLaw {
      FlowLaw(
        potential: potential, transference: transference, constantDiffusivity: restDiffusivity,
        constantTransference: restTransference)
    }
    guard let potential else { return body(law(nil, nil)) }
    return potential.withLookup { potential in
      guard let transference else { return body(law(potential, nil)) }
      return transference.withLookup { body(law(potential, $0)) }
    }
  }
}
