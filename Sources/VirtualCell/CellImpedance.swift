// The impedance of a whole cell for a small signal around its present state.
//
//   Z = (1/A) (Z_w + Z_c + Z_D + Z_sc + R_Ω + R_film,w + R_film,c) ‖ R_short
//
//   Z_e   interface, charge transfer and double layer: (R_ct + (dη/dln c) χ/c_e) ‖ C_dl; a bare electrode 1/(iωC); a host `InsertionState`
//   Z_D   diffusion potential, `FiniteGapImpedance`        χ  what the salt at an electrode answers, mol/m³ per A/m²
//   Z_sc  of a depleted layer, by its current and by its thickness        A  area, m²
//
// Every overpotential is one of J/√c, so that dη/dln c = −½ J R_ct. While an electrode is bare the salt is taken to rest, as in time; a
// surface at the floor does not answer. In time a covered electrode has no double layer: there the two agree below its frequency only.
// Where the properties of the salt depend on its concentration, Z_D and χ are those of a salt with the properties at rest around the
// present surfaces; R_Ω is the present one. What changes slowly (morphology, films, nuclei, dead lithium) stands still.
import Deposition
public import Numerics
public import Quantities

extension VirtualCell {
  /// Frequencies are held between these, Hz, so that everything is finite.
  private static let frequencies = (lowest: 1e-12, highest: 1e15)

  /// The impedance of the cell between its terminals around its present state, Ω.
  public func impedance(at frequency: Quantity<Frequency>) -> Complex<Double> {
    let limits = Self.frequencies
    let held = frequency.si > limits.lowest ? min(frequency.si, limits.highest) : limits.lowest
    let signal = SmallSignal(cell: self, angularFrequency: 2 * .pi * held)
    let cell = signal.cellImpedance
    let conductance = short.conductance
    let all = conductance > 0 ? ImpedanceElement.parallel(cell, resistance: 1 / conductance) : cell
    return all / Complex(profile.area.si)
  }
}

/// A small alternating current through the electrodes of a cell; impedances in Ω·m².
private struct SmallSignal {
  private let cell: VirtualCell
  private let angularFrequency: Double
  /// What the linear solution of the salt has at the electrodes, mol/m³.
  private let surfaces: Surfaces
  private let diffusion: FiniteGapImpedance
  /// χ of the linear solution at the working electrode, mol/m³ per A/m²; at the counter electrode it is −χ.
  private let response: Complex<Double>

  init(cell: VirtualCell, angularFrequency: Double) {
    (self.cell, self.angularFrequency, surfaces) = (cell, angularFrequency, cell.salt.surfaces)
    let electrolyte = cell.profile.electrolyte.atRest(cell.profile.temperature)
    diffusion = FiniteGapImpedance(
      SandDiffusion(electrolyte: electrolyte, gap: cell.salt.layers.equivalentGap),
      diffusionFactor: cell.profile.electrolyte.diffusionFactorAtRest(cell.profile.temperature))
    let isAtRest = cell.working.isBare || cell.counter.isBare
    response = isAtRest ? .zero : diffusion.surfaceResponse(at: angularFrequency)
  }

  /// All that lies in series between the terminals.
  var cellImpedance: Complex<Double> {
    let films = cell.working.metal.film.resistance + cell.counter.metal.film.resistance
    return Complex(cell.salt.outlook.resistance + films) + interface(.working) + interface(.counter)
      + diffusionImpedance
      + layer
  }

  /// What the salt at an electrode answers to the current of the cell; nothing at the floor.
  private func response(_ side: Side) -> Complex<Double> {
    surfaces[side] > cell.circuit.floor ? Complex(side.sign) * response : .zero
  }

  private var diffusionImpedance: Complex<Double> {
    let raised = surfaces.raised(to: cell.circuit.floor)
    let slope = 2 * thermalVoltage(at: cell.profile.temperature) * diffusion.diffusionFactor
    return Complex(slope)
      * (response(.working) / Complex(raised.working) - response(.counter) / Complex(raised.counter))
  }

  private var layer: Complex<Double> {
    let slopes = cell.circuit.layerSlopes(
      at: cell.currentDensity, surfaces: surfaces, gradient: cell.layerGradient)
    return Complex(slopes.resistance) + Complex(slopes.perConcentration) * response
  }

  /// One electrode with what the salt before it does to its overpotential.
  private func interface(_ side: Side) -> Complex<Double> {
    let electrode = cell[side]
    let raised = surfaces.raised(to: cell.circuit.floor)[side]
    let rest = cell.salt.restConcentration
    let own = cell.currentDensity * side.sign
    // Own current and own salt: at the counter electrode both turn their sign.
    let ownResponse = Complex(side.sign) * response(side)
    if let impedance = electrode.hostImpedance(
      at: own, angularFrequency: angularFrequency, relativeConcentration: raised / rest,
      relativeResponse: ownResponse / Complex(rest))
    {
      return impedance
    }
    let capacitance = electrode.metal.capacitance
    if electrode.isBare { return 1 / Complex(0, angularFrequency * capacitance) }
    let transfer = cell.circuit[side].differentialResistance(
      at: own, relativeConcentration: raised / rest, activity: electrode.metal.surface.activity,
      coverage: electrode.metal.surface.nucleiCoverage)
    return InterfaceImpedance(chargeTransferResistance: transfer, doubleLayer: capacitance).impedance(
      at: angularFrequency, faradaic: Complex(-0.5 * own * transfer / raised) * ownResponse)
  }
}

extension Electrode {
  /// The impedance in Ω·m² of the host that lithium enters, at its own current density (A/m²); nil for lithium on a substrate.
  func hostImpedance(
    at current: Double, angularFrequency: Double, relativeConcentration: Double, relativeResponse: Complex<Double>
  ) -> Complex<Double>? {
    guard var host = hostState else { return nil }
    host.advance(at: current, for: 0)
    return host.impedance(
      at: angularFrequency, relativeConcentration: relativeConcentration, relativeResponse: relativeResponse)
  }
}

extension CellElectrolyte {
  /// ν, the diffusion factor of the salt at rest.
  fileprivate func diffusionFactorAtRest(_ temperature: Quantity<Temperature>) -> Double {
    switch transport {
    case .constant(let electrolyte): electrolyte.anionTransferenceNumber
    case .fit(let fit, let concentration): fit.properties(at: temperature).diffusionFactor(concentration.si)
    }
  }
}
