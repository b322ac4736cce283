// What a cell shows between its terminals.
//
//   V = E_w(J) − E_c(−J) + φ_diff + J (R_Ω + R_film,w + R_film,c) + sign(J) V_sc          I = A (J + G V)
//
//   E_w, E_c  potential of an electrode against lithium at its surface, V: overpotential, double layer, or that of a host
//   φ_diff    diffusion potential, V     R_film  resistance of an interphase, Ω·m²     V_sc  of a depleted layer, V
//   J         current density through both electrodes, A/m²     G  conductance of a short, S/m²     A  area, m²
//
// The electrode that is plated (working at J < 0, counter at J > 0) is the one whose depleted layer carries V_sc.
import Deposition
import Quantities

/// A cell at the end of a stretch of time, for any current density until then: all that its voltage follows, gathered once.
///
/// Some numbers instead of the whole cell, so that a reading or a trial of a current copies nothing.
struct CellOutlook {
  let working: ElectrodeOutlook
  let counter: ElectrodeOutlook
  let salt: SaltOutlook
  /// Areal resistance of what lies on both electrodes, Ω·m².
  let films: Double
  /// Gradient that the depleted layer had when it appeared, mol/m⁴.
  let layerGradient: Double?

  /// The voltage in V of a circuit if a current density (A/m²) flows until then.
  @inline(__always)
  func voltage(at current: Double, in circuit: CellCircuit) -> Double {
    let linear = salt.surfaces(at: current)
    let surfaces = linear.raised(to: circuit.floor)
    let ofWorking = working.potential(
      at: current, relativeConcentration: surfaces.working * circuit.perRest, interface: circuit.working)
    let ofCounter = counter.potential(
      at: -current, relativeConcentration: surfaces.counter * circuit.perRest, interface: circuit.counter)
    let diffusion = salt.diffusion.voltage(between: surfaces, idealSlope: circuit.idealSlope)
    let sum = ofWorking - ofCounter + diffusion + current * (salt.resistance + films)
    guard linear.working < 0 || linear.counter < 0 else { return sum }
    return sum + circuit.layerVoltage(at: current, surfaces: linear, gradient: layerGradient)
  }
}

extension VirtualCell {
  /// Areal resistance of what lies on both electrodes, Ω·m².
  @inline(__always)
  private var films: Double { working.metal.film.resistance + counter.metal.film.resistance }

  /// The cell as it is now. Inlined, as its parts are, because only so a reading takes from the cell what it needs instead of copying it.
  @inline(__always)
  var outlook: CellOutlook {
    CellOutlook(
      working: working.outlook, counter: counter.outlook, salt: salt.outlook,
      films: films, layerGradient: layerGradient)
  }

  /// The cell as it will be after a time in s. A bare electrode moves no salt: surfaces relax whatever flows.
  mutating func outlook(after duration: Double) -> CellOutlook {
    let saltAhead = salt.outlook(after: duration)
    return CellOutlook(
      working: working.outlook(after: duration), counter: counter.outlook(after: duration),
      salt: working.isBare || counter.isBare ? saltAhead.withoutCurrent : saltAhead,
      films: films, layerGradient: layerGradient)
  }
}
