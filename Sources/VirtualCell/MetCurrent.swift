// Where the current follows from the cell, at a voltage, at a power, or beside a short: in each part of the time the current density is
// the one that has the circuit met at its end.
//
// A part is halved until the current changes by no more than a hundredth within it, and the next one may be twice as long: the charge of
// a part, which flows at the current of its end, is right to half a hundredth. Of first order in the parts; at a steady voltage, where
// the current falls as t^−½, the parts come to a fiftieth of the time since the change.
import Deposition
import Quantities

extension VirtualCell {
  /// The first part, over the diffusion time: where the modes begin to resolve a change.
  private static let firstPart = 1e-7
  /// How much of the current may change within a part.
  private static let largestChange = 0.01
  /// Changes below this part of the limiting current are not resolved.
  private static let resolvedCurrent = 1e-6
  /// How far the voltage may be off at a reading, V.
  private static let tolerance = 1e-7

  /// One part of the time, up to the next event; returns how long it was.
  mutating func passMetCurrent(upTo limit: Double) -> Double {
    let shortest = Self.firstPart * circuit.diffusionTime
    var part = min(limit, max(shortest, 2 * lastPart))
    let before = currentDensity
    meetCircuit(after: part)
    while part > shortest, changesTooMuch(from: before) {
      part = max(shortest, 0.5 * part)
      meetCircuit(after: part)
    }
    // A part that only fills up to the reading does not make the next ones short.
    if part < limit || part > lastPart { lastPart = part }
    let next = nextEvent(at: currentDensity)
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

  private func changesTooMuch(from before: Double) -> Bool {
    let scale = max(
      currentDensity.magnitude, before.magnitude,
      Self.resolvedCurrent / Self.largestChange * salt.limitingCurrentDensity)
    return (currentDensity - before).magnitude > Self.largestChange * scale
  }

  /// Sets the current density with which the circuit is met after a time, in s.
  mutating func meetCircuit(after duration: Double) {
    if working.isBare || counter.isBare { salt.setCurrentDensity(0) }
    let outlook = CellOutlook(
      ahead: ahead(after: duration), surfaces: salt.forecast(after: duration), isBare: working.isBare || counter.isBare)
    let met: Double
    switch control {
    case .voltage(let voltage): met = current(atVoltage: voltage.si, outlook)
    case .power(let power): met = current(atPower: power.si / circuit.area, outlook)
    case .current(let terminal): met = current(atTerminalCurrent: limited(terminal.si / circuit.area), outlook)
    case .open: met = current(atTerminalCurrent: 0, outlook)
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
      (voltage.si * current.si).magnitude - power.si.magnitude <= Self.tolerance * power.si.magnitude
    case .current(let target): (current - target).magnitude.si <= Self.tolerance * target.magnitude.si
    case .open: current.si.magnitude <= Self.tolerance * Self.largestCurrentDensity * circuit.area
    }
  }
}

/// The cell at the end of a stretch of time, for any current density during it.
private struct CellOutlook {
  let ahead: CellAhead
  let surfaces: SurfaceForecast
  let isBare: Bool
}

// The circuit, solved for the current density through the electrodes, A/m².
extension VirtualCell {
  /// The voltage, which rises with the current density. A bare electrode moves no salt: surfaces relax whatever flows.
  private func voltage(at current: Double, _ outlook: CellOutlook) -> Double {
    voltage(at: current, outlook.ahead, surfaces: outlook.surfaces.at(outlook.isBare ? 0 : current))
  }

  private func current(atVoltage target: Double, _ outlook: CellOutlook) -> Double {
    root(steepness: salt.resistance) { voltage(at: $0, outlook) - target }
  }

  /// `terminal` in A/m²: what does not go through the short goes through the electrodes.
  private func current(atTerminalCurrent terminal: Double, _ outlook: CellOutlook) -> Double {
    let conductance = short.conductance
    guard conductance > 0 else { return terminal }
    return root(steepness: 1 + conductance * salt.resistance) {
      $0 + conductance * voltage(at: $0, outlook) - terminal
    }
  }

  /// `power` in W/m², with the sign of the current that is to flow; the least current that makes it, or the one that makes the most where
  /// the cell cannot deliver so much.
  private func current(atPower power: Double, _ outlook: CellOutlook) -> Double {
    guard power != 0 else { return current(atTerminalCurrent: 0, outlook) }
    let sign = power < 0 ? -1.0 : 1.0
    let open = voltage(at: current(atTerminalCurrent: 0, outlook), outlook)
    // Between two lithium electrodes a voltage is what is left of the past, and no store to take power from.
    let delivers = open * sign < 0 && working.isHost
    func excess(_ terminal: Double) -> Double {
      let voltage = voltage(at: current(atTerminalCurrent: sign * terminal, outlook), outlook)
      return (delivers ? -sign * voltage : voltage.magnitude) * terminal - power.magnitude
    }
    var (before, best) = (0.0, (terminal: 0.0, excess: -Double.infinity))
    // A cell that delivers does so below the current at which its resistance alone would take its voltage.
    let small = delivers ? 1e-6 * open.magnitude / salt.resistance : .infinity
    var terminal = min(small, power.magnitude / (open.magnitude + 10), 0.01 * Self.largestCurrentDensity)
    while terminal < Self.largestCurrentDensity {
      let over = excess(terminal)
      if over >= 0 {
        let least = bracketedRoot(from: before, to: terminal, relativeTolerance: 1e-14, of: excess)
        return current(atTerminalCurrent: sign * least, outlook)
      }
      if over > best.excess { best = (terminal, over) }
      (before, terminal) = (terminal, 1.2 * terminal)
    }
    return current(atTerminalCurrent: sign * best.terminal, outlook)
  }

  /// The zero of a function that rises at least so steeply.
  private func root(steepness: Double, of excess: (Double) -> Double) -> Double {
    let open = excess(0)
    guard open != 0 else { return 0 }
    let largest = min(Self.largestCurrentDensity, open.magnitude / steepness * 1.000001)
    return bracketedRoot(from: 0, to: open > 0 ? -largest : largest, relativeTolerance: 1e-14, of: excess)
  }
}
