// Holding a voltage: in each part of the time the current density is the one that has the voltage met at its end.
//
// Parts are a fixed share of the time since the set-point changed, which resolves the t^−½ course of the current behind a change.
// The voltage rises with the current density, so the solution is one, between zero and what the electrolyte's resistance alone
// would let through.
import Deposition
import Quantities

extension VirtualCell {
  private static let growth = 0.04
  /// The first part, over the diffusion time: where the modes begin to resolve a change.
  private static let firstPart = 1e-7
  /// How far the voltage may be off at a reading, V.
  private static let tolerance = 1e-7

  /// Lets time pass at a voltage, V.
  mutating func advance(by duration: Double, at target: Double) {
    let shortest = Self.firstPart * profile.diffusion.diffusionTime.si
    var left = duration
    while left > 0 {
      let wanted = max(shortest, Self.growth * settled)
      let part = wanted < 0.999 * left ? wanted : left
      left -= step(over: part, to: target)
    }
    // Where lithium covered the copper or a depleted layer came or went during the last part, the circuit has changed since.
    if (voltage.si - target).magnitude > Self.tolerance { meet(target, after: 0) }
  }

  /// One part; returns how long it was, which is less than asked where the lithium ran out.
  private mutating func step(over part: Double, to target: Double) -> Double {
    meet(target, after: part)
    let current = currentDensity
    guard inventory.barePotential == nil else {
      chargeDoubleLayer(current, for: part)
      coverIfDeposited()
      if inventory.barePotential == nil { salt.setCurrentDensity(current) }
      return part
    }
    if let exhausted = inventory.timeToExhaustion(at: current), exhausted <= part {
      passThroughLithium(current, for: exhausted)
      becomeBare()
      meet(target, after: 0)
      return exhausted
    }
    passThroughLithium(current, for: part)
    return part
  }

  /// Sets the current density with which the voltage is met after a time, in s.
  mutating func meet(_ target: Double, after duration: Double) {
    let isBare = inventory.barePotential != nil
    if isBare { salt.setCurrentDensity(0) }
    let forecast = salt.forecast(after: duration)
    let current = currentDensity(meeting: target, after: duration, forecast: forecast)
    amperes = current * profile.area.si
    if !isBare { salt.setCurrentDensity(current) }
  }

  private func currentDensity(meeting target: Double, after duration: Double, forecast: SurfaceForecast) -> Double {
    // A bare electrode moves no salt: its surfaces relax whatever flows.
    let relaxed = forecast.at(0)
    func excess(_ current: Double) -> Double {
      let surfaces = inventory.barePotential == nil ? forecast.at(current) : relaxed
      let working =
        inventory.barePotential.map { inventory.potential(from: $0, after: duration, at: current) }
        ?? terminals.workingOverpotential(at: current, surfaces: surfaces)
      return working + terminals.series(at: current, surfaces: surfaces, salt: salt, gradient: layerGradient) - target
    }
    let open = excess(0)
    guard open != 0 else { return 0 }
    let largest = min(Self.largestCurrentDensity, open.magnitude / salt.resistance * 1.000001)
    return bracketedRoot(from: 0, to: open > 0 ? -largest : largest, relativeTolerance: 1e-14, of: excess)
  }
}
