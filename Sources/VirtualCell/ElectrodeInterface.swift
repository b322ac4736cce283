import Deposition
import Quantities

/// What the overpotential of a lithium electrode follows: kinetics, and nucleation on a bare substrate.
///
/// A class, so that a reading loads the few numbers it needs and no copy of all of them.
final class ElectrodeInterface: Sendable {
  /// Charge transfer on the footprint.
  let kinetics: ChargeTransferKinetics
  /// The kinetics where they are these, which a reading asks for twice: small enough to be read without a copy of the others.
  private let butlerVolmer: ButlerVolmer?
  private let rates: NucleationRateCompetition?
  private let nucleation: SubstrateNucleation?

  init(_ electrode: CellElectrode, temperature: Quantity<Temperature>) {
    kinetics = ChargeTransferKinetics(
      law: electrode.kinetics, exchangeCurrentDensity: electrode.exchangeCurrentDensity, temperature: temperature)
    butlerVolmer = electrode.kinetics == .butlerVolmer ? kinetics.butlerVolmer : nil
    rates = electrode.deposit.nucleation
    // On a framework the sites that bind lithium best nucleate first.
    let firstSites = electrode.deposit.framework.map { Quantity<Voltage>(si: $0.elements.thresholds[0]) }
    nucleation = rates.map {
      SubstrateNucleation(nucleationOverpotential: firstSites ?? $0.nucleationOverpotential)
    }
  }

  /// Overpotential in V of an electrode that lithium covers, or is about to, at its own current density (A/m²).
  ///
  /// `activity` is Σ A_k i₀k over i₀; `coverage` what nuclei cover of the substrate, nil once they cover it all.
  func overpotential(at current: Double, relativeConcentration: Double, activity: Double, coverage: Double?) -> Double {
    guard current < 0, let coverage, nucleation != nil else {
      if let butlerVolmer {
        return butlerVolmer.overpotential(at: current / activity, relativeConcentration: relativeConcentration)
      }
      return kinetics.overpotential(
        at: current, relativeConcentration: relativeConcentration, areaRatio: activity)
    }
    return nucleationOverpotential(
      at: current / activity, relativeConcentration: relativeConcentration, coverage: coverage)
  }

  private func nucleationOverpotential(at current: Double, relativeConcentration: Double, coverage: Double) -> Double {
    guard let nucleation else { return 0 }
    return -nucleation.overpotential(
      at: -current, areaRatio: coverage, relativeConcentration: relativeConcentration, kinetics: kinetics)
  }

  /// The slope of the overpotential with the current density in Ω·m², at the electrode's own current density (A/m²).
  func differentialResistance(
    at current: Double, relativeConcentration: Double, activity: Double, coverage: Double?
  ) -> Double {
    guard current < 0, let nucleation, let coverage else {
      return kinetics.differentialResistance(
        at: current, relativeConcentration: relativeConcentration, areaRatio: activity)
    }
    let (local, ratio) = (-current / activity, max(SubstrateNucleation.smallestAreaRatio, coverage))
    let onset = nucleation.onset(at: local, relativeConcentration: relativeConcentration, kinetics: kinetics)
    let growth = kinetics.overpotential(at: local, relativeConcentration: relativeConcentration, areaRatio: ratio)
    return kinetics.differentialResistance(
      at: local, relativeConcentration: relativeConcentration, areaRatio: onset < growth ? 1 : ratio) / activity
  }

  /// Overpotential in V at which lithium begins to cover the bare electrode, at its own plating current density (A/m²).
  ///
  /// A foil that was used up nucleates anew as well, which also keeps it from being covered and bared by turns without end.
  func onset(at current: Double, relativeConcentration: Double, activity: Double) -> Double {
    let bare = overpotential(
      at: current, relativeConcentration: relativeConcentration, activity: activity, coverage: 0)
    return nucleation == nil ? bare - Self.usualNucleation : bare
  }

  /// Nucleation overpotential of the current collector behind a foil, 10 mV (estimated), V.
  private static let usualNucleation = 0.010

  /// Nuclei a square metre that form on a bare substrate at a plating current density (magnitude, A/m²); nil without nucleation.
  func nuclei(at current: Double, activity: Double) -> Double? {
    rates.map { $0.density(at: $0.overpotential(at: current / activity, temperature: kinetics.temperature.si)) }
  }
}
