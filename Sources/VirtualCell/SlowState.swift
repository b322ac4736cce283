import Deposition
import Quantities

// What changes slowly, with the charge that is plated: morphology, tips, and the dead layers in the path of the salt.
extension VirtualCell {
  /// Looks at it again; called where the current changes, where the salt runs out, and after each bit of charge that is plated.
  mutating func renew() {
    layGap()
    let limit = salt.limitingCurrentDensity
    if currentDensity < 0, !working.isBare, !working.isHost {
      let conditions = working.metal.conditions(
        at: -currentDensity, limit: limit, isDepleted: isDepleted(.working), temperature: circuit.temperature)
      working.metal.renew(conditions, front: circuit.front)
    } else {
      working.metal.stopTips()
    }
    if currentDensity > 0, !counter.isBare, !counter.isHost {
      let conditions = counter.metal.conditions(
        at: currentDensity, limit: limit, isDepleted: isDepleted(.counter), temperature: circuit.temperature)
      counter.metal.renew(conditions, front: circuit.front)
    } else {
      counter.metal.stopTips()
    }
  }

  /// Whether what changes slowly has changed since it was last looked at.
  var isRenewalDue: Bool {
    working.metal.isRenewalDue(at: currentDensity, isDepleted: isDepleted(.working))
      || counter.metal.isRenewalDue(at: -currentDensity, isDepleted: isDepleted(.counter))
  }

  /// Whether the salt is gone at an electrode.
  func isDepleted(_ side: Side) -> Bool {
    (side == .working ? salt.surfaces.working : salt.surfaces.counter) <= circuit.floor
  }

  /// Standard deviation of the voltage by which tips that grow into depleted electrolyte show themselves, V.
  var restlessness: Double {
    mutating get {
      if currentDensity < 0, !working.isHost, isDepleted(.working) { return working.metal.depletedNoise }
      if currentDensity > 0, !counter.isHost, isDepleted(.counter) { return counter.metal.depletedNoise }
      return 0
    }
  }

  /// Lays the dead layers, as the plated electrode sees them, into the path of the salt.
  private mutating func layGap() {
    guard working.metal.hasDeadLayer || counter.metal.hasDeadLayer else { return }
    let ofWorking = working.metal.deadLayer
    let ofCounter = counter.metal.deadLayer
    let layers =
      currentDensity > 0
      ? LayeredGap(platedLayer: ofCounter, separator: circuit.gap, strippedLayer: ofWorking)
      : LayeredGap(platedLayer: ofWorking, separator: circuit.gap, strippedLayer: ofCounter)
    if salt.lay(layers) { reviseSandClock() }
  }
}
