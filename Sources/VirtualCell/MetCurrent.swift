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
      if !salt.forecastIsLocal || (now - before).magnitude <= closeness * max(now.magnitude, before.magnitude) {
        return
      }
    }
  }

  private mutating func meetForecast(after duration: Double) {
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
      ((voltage.si * current.si).magnitude - power.si.magnitude).magnitude <= Self.tolerance * power.si.magnitude
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
    let (sign, target) = (power < 0 ? -1.0 : 1.0, power.magnitude)
    let open = voltage(at: current(atTerminalCurrent: 0, outlook), outlook)
    // Between two lithium electrodes a voltage is what is left of the past, and no store to take power from.
    let delivers = open * sign < 0 && working.isHost
    let conductance = short.conductance
    let near = nearRoot { current in
      let voltage = voltage(at: current, outlook)
      let terminal = max(0, sign * (current + conductance * voltage))
      return (delivers ? -sign * voltage : voltage.magnitude) * terminal - target
    }
    if let near { return near }
    func made(_ terminal: Double) -> Double {
      let voltage = voltage(at: current(atTerminalCurrent: sign * terminal, outlook), outlook)
      return (delivers ? -sign * voltage : voltage.magnitude) * terminal
    }
    var (before, best) = (0.0, (terminal: 0.0, power: 0.0))
    // A cell that delivers does so below the current at which its resistance alone would take its voltage.
    let small = delivers ? 1e-6 * open.magnitude / salt.resistance : .infinity
    let asked = max(Self.resolvedCurrent * salt.limitingCurrentDensity, target / (open.magnitude + 10))
    var terminal = min(small, asked, 0.01 * Self.largestCurrentDensity)
    // Where the voltage only grows with the current there is one such current, and any bracket will do.
    let stride = open * sign < 0 ? 1.2 : 10
    while terminal < Self.largestCurrentDensity {
      let power = made(terminal)
      if power >= target {
        let least = bracketedRoot(from: before, to: terminal, relativeTolerance: 1e-14) { made($0) - target }
        return current(atTerminalCurrent: sign * least, outlook)
      }
      if power > best.power { best = (terminal, power) }
      // Behind the current that takes all of its voltage it delivers nothing more.
      if delivers, power < 0 { break }
      (before, terminal) = (terminal, stride * terminal)
    }
    // Found closely: a current that jumped from one trial to the next would never let a part grow.
    let most = peak(from: best.terminal / stride, to: min(stride * best.terminal, Self.largestCurrentDensity), of: made)
    return current(atTerminalCurrent: sign * most, outlook)
  }

  /// Where a function with one maximum between two places has it, by golden sections, to a ten-thousandth.
  private func peak(from low: Double, to high: Double, of f: (Double) -> Double) -> Double {
    let golden = 0.5 * (5.0.squareRoot() - 1)
    var (low, high) = (low, high)
    var (left, right) = (high - golden * (high - low), low + golden * (high - low))
    var (ofLeft, ofRight) = (f(left), f(right))
    while high - low > 1e-4 * high {
      if ofLeft < ofRight {
        (low, left, ofLeft) = (left, right, ofRight)
        right = low + golden * (high - low)
        ofRight = f(right)
      } else {
        (high, right, ofRight) = (right, left, ofLeft)
        left = high - golden * (high - low)
        ofLeft = f(left)
      }
    }
    return 0.5 * (low + high)
  }

  /// The zero of a function within three hundredths of the present current, where it mostly is; nil if it is not there.
  private func nearRoot(of excess: (Double) -> Double) -> Double? {
    guard currentDensity != 0 else { return nil }
    let (low, high) = (0.97 * currentDensity, 1.03 * currentDensity)
    guard (excess(low) < 0) != (excess(high) < 0) else { return nil }
    return bracketedRoot(from: low, to: high, relativeTolerance: 1e-14, of: excess)
  }

  /// The zero of a function that rises at least so steeply.
  private func root(steepness: Double, of excess: (Double) -> Double) -> Double {
    if let near = nearRoot(of: excess) { return near }
    let open = excess(0)
    guard open != 0 else { return 0 }
    let largest = min(Self.largestCurrentDensity, open.magnitude / steepness * 1.000001)
    return bracketedRoot(from: 0, to: open > 0 ? -largest : largest, relativeTolerance: 1e-14, of: excess)
  }
}
