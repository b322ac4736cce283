// Where the current follows from the cell, at a voltage, at a power, or beside a short: in each part of the time the current density is
// the one that has the circuit met at its end.
//
// A part is halved until the current changes by no more than a hundredth within it, and the next one may be twice as long: the charge of
// a part, which flows at the current of its end, is right to half a hundredth. Of first order in the parts; at a steady voltage, where
// the current falls as t^−½, the parts come to a fiftieth of the time since the change. No part is shorter than a five-hundredth of that
// time, so that every time ends in a bounded number of parts.
import Deposition
import Quantities

extension VirtualCell {
  /// The first part, over the diffusion time: where the modes begin to resolve a change.
  private static let firstPart = 1e-7
  /// No part is shorter than this share of the time since the change.
  private static let leastShare = 0.002
  /// How much of the current may change within a part.
  private static let largestChange = 0.01
  /// Changes below these parts of the limiting current, and of what flows through a short, are not resolved.
  private static let (resolvedCurrent, resolvedBesideShort) = (1e-6, 1e-4)
  /// How often a forecast is made anew.
  private static let mostForecasts = 8
  /// How far the voltage may be off at a reading, V.
  private static let tolerance = 1e-7

  /// One part of the time, up to the next event; returns how long it was.
  mutating func passMetCurrent(upTo limit: Double) -> Double {
    let shortest = max(Self.firstPart * circuit.diffusionTime, Self.leastShare * sinceChange)
    var part = min(limit, max(shortest, 2 * lastPart))
    let before = currentDensity
    let besideShort = short.conductance > 0 ? short.conductance * voltage.si.magnitude : 0
    let resolved = max(
      Self.resolvedCurrent * salt.limitingCurrentDensity, Self.resolvedBesideShort * besideShort)
    meetCircuit(after: part)
    while part > shortest, changesTooMuch(from: before, resolved: resolved) {
      part = max(shortest, 0.5 * part)
      meetCircuit(after: part)
    }
    // A part that only fills up to the reading does not make the next ones short.
    if part < limit || part > lastPart { lastPart = part }
    let next = nextEvent(at: currentDensity, within: part)
    sinceChange += min(part, next.time)
    guard next.time <= part else {
      pass(currentDensity, for: part)
      if isRenewalDue { renew() }
      return part
    }
    pass(currentDensity, for: next.time)
    meet(next)
    if !isSteady { meetCircuit(after: 0) }
    return next.time
  }

  private func changesTooMuch(from before: Double, resolved: Double) -> Bool {
    let change = (currentDensity - before).magnitude
    return change > max(resolved, Self.largestChange * max(currentDensity.magnitude, before.magnitude))
  }

  /// Sets the current density with which the circuit is met after a time, in s.
  ///
  /// Where the forecast of the salt is one for currents near the present, again from there: closely at a reading, to what may change
  /// within a part before one.
  mutating func meetCircuit(after duration: Double) {
    let closeness = duration > 0 ? Self.largestChange : 1e-9
    for _ in 0..<Self.mostForecasts {
      let before = salt.currentDensity
      meetForecast(after: duration)
      let now = salt.currentDensity
      if !salt.outlookIsLocal || (now - before).magnitude <= closeness * max(now.magnitude, before.magnitude) {
        return
      }
    }
  }

  private mutating func meetForecast(after duration: Double) {
    if working.isBare || counter.isBare { salt.setCurrentDensity(0) }
    let search = CurrentSearch(
      circuit: circuit, outlook: outlook(after: duration), present: currentDensity,
      shortConductance: short.conductance, resolved: Self.resolvedCurrent * salt.limitingCurrentDensity)
    let met: Double
    switch control {
    case .voltage(let voltage): met = search.current(atVoltage: voltage.si)
    case .power(let power): met = search.current(atPower: power.si / circuit.area)
    case .current(let terminal): met = search.current(atTerminalCurrent: limited(terminal.si / circuit.area))
    case .open: met = search.current(atTerminalCurrent: 0)
    }
    if (met < 0) != (currentDensity < 0) || (met > 0) != (currentDensity > 0) {
      working.metal.turn(to: met)
      counter.metal.turn(to: -met)
      currentDensity = met
      renew()
    }
    currentDensity = met
    passThroughSalt(met)
  }

  /// Whether the circuit is met as it is now.
  var circuitIsMet: Bool {
    switch control {
    case .voltage(let target): (voltage.si - target.si).magnitude <= Self.tolerance
    case .power(let power):
      ((voltage.si * current.si).magnitude - power.si.magnitude).magnitude <= Self.tolerance * power.si.magnitude
    case .current(let target): (current - target).magnitude.si <= Self.tolerance * target.magnitude.si
    case .open: current.si.magnitude <= Self.tolerance * Self.largestCurrentDensity * circuit.area
    }
  }
}
