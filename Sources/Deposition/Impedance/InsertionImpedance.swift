public import Numerics
import Quantities

extension InsertionElectrode {
  /// What the surface stoichiometry answers to the current, m²/A, at an angular frequency (rad/s, above zero): the finite sphere.
  public func surfaceResponse(at angularFrequency: Double) -> Complex<Double> {
    let square = Complex(0, angularFrequency * diffusionTime.si)
    let factor = Complex(-5 * steadyLead)
    // tanh z/(z − tanh z) loses digits where z is small: its series instead, right to 1e-9.
    guard square.magnitude > 0.1 else {
      return factor * (3 / square + Complex(0.2) - square / 175 + square * square * Complex(2.0 / 7875))
    }
    let z: Complex<Double> = .sqrt(square)
    let tanh: Complex<Double> = .tanh(z)
    return factor * (tanh / (z - tanh))
  }
}

extension InsertionState {
  /// The impedance in Ω·m² of geometric area for a small signal around the present state, at an angular frequency (rad/s, above zero): solid
  /// diffusion and charge transfer, with the double layer of the particles across them.
  ///
  /// `relativeConcentration` is the salt in the pores over that at rest (above zero), `relativeResponse` what it answers to the current, m²/A.
  public func impedance(
    at angularFrequency: Double, relativeConcentration: Double = 1, relativeResponse: Complex<Double> = .zero
  ) -> Complex<Double> {
    let x = surfaceStoichiometry
    let kinetics = electrode.kinetics(surfaceStoichiometry: x)
    let salt = kinetics.concentrationSlope(at: currentDensity, relativeConcentration: relativeConcentration)
    // i₀² carries √(x(1−x))² as it carries √c²: the overpotential answers to ln(x(1−x)) as to ln c.
    let solid = electrode.isClamped(x) ? 0 : salt * (1 - 2 * x) / (x * (1 - x))
    let diffusion = Complex(electrode.material.slope(x) + solid) * electrode.surfaceResponse(at: angularFrequency)
    let transfer = kinetics.differentialResistance(at: currentDensity, relativeConcentration: relativeConcentration)
    return InterfaceImpedance(
      chargeTransferResistance: transfer, doubleLayer: electrode.doubleLayer.si * electrode.activeAreaRatio
    ).impedance(
      at: angularFrequency, faradaic: diffusion + Complex(salt / relativeConcentration) * relativeResponse)
  }
}
