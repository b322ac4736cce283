import Deposition
import Quantities

extension VirtualCell {
  /// Sends a steady current density through both electrodes from now on.
  mutating func drive(_ current: Double) {
    turn(to: current)
    coverIfDeposited()
    passThroughSalt(current)
    renew()
    restartSandClock()
  }

  /// Constant current and rest: exact over any time up to the next event; returns how long it was.
  ///
  /// What comes next is looked up again only where it may come within the time.
  mutating func passSteadyCurrent(upTo limit: Double) -> Double {
    guard limit >= quietTime else {
      quietTime -= limit
      pass(currentDensity, for: limit)
      return limit
    }
    var next = nextEvent(at: currentDensity, within: limit)
    next.consider(.renewal, on: .working, in: working.metal.timeToRenewal(at: currentDensity))
    next.consider(.renewal, on: .counter, in: counter.metal.timeToRenewal(at: -currentDensity))
    if let countdown = sandClock.countdown, countdown > 0 { next.consider(.depleted, on: .working, in: countdown) }
    guard next.time <= limit else {
      quietTime = short.hasFormed ? 0 : min(Self.surelyQuiet * next.time, Self.quietAtMost) - limit
      pass(currentDensity, for: limit)
      return limit
    }
    quietTime = 0
    pass(currentDensity, for: next.time)
    meet(next)
    return next.time
  }

  /// The part of the time to an event in which it cannot come, whatever the steps round.
  private static let surelyQuiet = 1 - 1e-6

  /// Where nothing at all is to come: 1e12 s, since a snapshot cannot hold infinity.
  private static let quietAtMost = 1e12

  /// What happens first while a current density flows, but for what changes slowly; what happens after a time in s is told roughly.
  ///
  /// Changes nothing: it is mutating, as are its parts, because only so the compiler reads the cell in place instead of copying it.
  mutating func nextEvent(at current: Double, within limit: Double) -> NextEvent {
    var next = NextEvent()
    consider(.working, at: current, within: limit, in: &next)
    consider(.counter, at: -current, within: limit, in: &next)
    if short.hasFormed {
      next.consider(.shortChanged, on: .working, in: short.timeToChange(voltage: voltage.si, current: current))
    }
    return next
  }

  private mutating func consider(_ side: Side, at own: Double, within limit: Double, in next: inout NextEvent) {
    if own > 0 {
      next.consider(
        .exhausted, on: side,
        in: side == .working
          ? working.metal.timeToExhaustion(at: own, within: limit)
          : counter.metal.timeToExhaustion(at: own, within: limit))
    } else if own < 0 {
      if side == .working ? working.isBare : counter.isBare {
        let threshold = onset(of: side, at: own)
        next.consider(.covered, on: side, in: self[side].metal.timeToPotential(threshold, at: own))
      }
      guard !short.hasFormed else { return }
      let crossing =
        side == .working
        ? working.metal.timeToCrossing(circuit.gapThickness) : counter.metal.timeToCrossing(circuit.gapThickness)
      next.consider(.crossed, on: side, in: crossing)
    }
  }

  /// Lets a current density pass through everything for a time in which nothing else happens.
  mutating func pass(_ current: Double, for duration: Double) {
    guard duration > 0 else { return }
    short.advance(by: duration, current: current)
    working.pass(current, for: duration)
    counter.pass(-current, for: duration)
    salt.advance(by: duration)
    sandClock.advance(by: duration)
    let surfaces = salt.surfaces
    if min(surfaces.working, surfaces.counter) >= 0 {
      layerGradient = nil
    } else if layerGradient == nil {
      layerGradient = circuit.layerGradient(at: salt.currentDensity)
    }
  }

  /// Does what an event asks for.
  mutating func meet(_ next: NextEvent) {
    switch next.event {
    case .exhausted: becomeBare(next.side)
    case .covered: cover(next.side)
    case .renewal, .depleted: renew()
    case .crossed:
      short.form()
      changeShort()
    case .shortChanged:
      short.change(voltage: voltage.si, current: currentDensity)
      changeShort()
    case nil: break
    }
  }

  /// A filament connected or broke. At a steady voltage the electrodes do not notice what flows beside them.
  private mutating func changeShort() {
    if case .voltage = control { return }
    changeCircuit()
  }

  /// Overpotential in V of an electrode that lithium covers or is about to cover, at its own current density.
  func overpotential(of side: Side, at own: Double, surfaces: Surfaces) -> Double {
    let raised = surfaces.raised(to: circuit.floor)
    let relative = raised[side] / salt.restConcentration
    return circuit[side].overpotential(
      at: own, relativeConcentration: relative, activity: self[side].metal.surface.activity,
      coverage: self[side].metal.surface.nucleiCoverage)
  }

  /// Overpotential in V at which lithium begins to cover a bare electrode, at its own current density.
  private func onset(of side: Side, at own: Double) -> Double {
    let relative = salt.surfaces.raised(to: circuit.floor)[side] / salt.restConcentration
    return circuit[side].onset(
      at: own, relativeConcentration: relative, activity: self[side].metal.surface.activity)
  }

  /// The last lithium was stripped: the potential goes on from where it is.
  private mutating func becomeBare(_ side: Side) {
    let own = currentDensity * side.sign
    self[side].metal.bare(at: overpotential(of: side, at: own, surfaces: salt.surfaces))
    salt.setCurrentDensity(0)
    sandClock = SandClock()
    lastPart = 0
  }

  private mutating func cover(_ side: Side) {
    let own = currentDensity * side.sign
    let nuclei = circuit[side].nuclei(at: own.magnitude, activity: self[side].metal.surface.activity)
    self[side].metal.cover(nuclei: nuclei)
    passThroughSalt(currentDensity)
    renew()
    restartSandClock()
    lastPart = 0
  }

  /// Covers a bare electrode whose potential lithium deposits at.
  private mutating func coverIfDeposited() {
    for side in [Side.working, .counter] where self[side].isBare {
      let own = currentDensity * side.sign
      guard own < 0, let bare = self[side].metal.barePotential,
        bare <= onset(of: side, at: own)
      else { continue }
      cover(side)
    }
  }

  /// The current density that moves salt: none while an electrode only charges its double layer.
  mutating func passThroughSalt(_ current: Double) {
    salt.setCurrentDensity(working.isBare || counter.isBare ? 0 : current)
  }

  /// The current changed: what turns with it does.
  mutating func turn(to current: Double) {
    let reversed = (current < 0) != (currentDensity < 0) || (current > 0) != (currentDensity > 0)
    currentDensity = current
    (lastPart, sinceChange) = (0, 0)
    guard reversed else { return }
    working.metal.turn(to: current)
    counter.metal.turn(to: -current)
  }

  mutating func restartSandClock() {
    sandClock = SandClock()
    reviseSandClock()
  }

  /// Reckons anew when the salt runs out at the present steady current.
  mutating func reviseSandClock() {
    guard isSteady else { return }
    let current = salt.currentDensity
    guard let left = salt.timeToDepletion(at: current) else { return sandClock.revise(left: nil) }
    // Salt does not run out where the lithium does so first.
    let exhausted = [Side.working, .counter].compactMap {
      self[$0].metal.timeToExhaustion(at: current * $0.sign, within: left)
    }.min()
    sandClock.revise(left: exhausted.map { $0 < left } ?? false ? nil : left)
  }
}
