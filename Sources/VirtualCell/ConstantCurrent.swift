import Deposition
import Quantities

extension VirtualCell {
  /// Sends a steady current through the cell from now on.
  mutating func drive(amperes: Double) {
    self.amperes = amperes
    settled = 0
    coverIfDeposited()
    salt.setCurrentDensity(inventory.barePotential == nil ? currentDensity : 0)
    restartSandClock()
  }

  /// Constant current and rest: exact over any time, in parts only where the working electrode becomes bare or covered.
  mutating func advanceAtConstantCurrent(by duration: Double) {
    var left = duration
    let current = currentDensity
    if let exhausted = inventory.timeToExhaustion(at: current), exhausted <= left {
      passThroughLithium(current, for: exhausted)
      becomeBare()
      left -= exhausted
    } else if let covered = timeToDeposition(at: current), covered <= left {
      chargeDoubleLayer(current, for: covered)
      inventory.cover()
      salt.setCurrentDensity(current)
      restartSandClock()
      left -= covered
    }
    if inventory.barePotential == nil {
      passThroughLithium(current, for: left)
    } else {
      chargeDoubleLayer(current, for: left)
    }
  }

  /// Lets a current density cross both electrodes as lithium.
  mutating func passThroughLithium(_ current: Double, for duration: Double) {
    inventory.deposit(current, for: duration)
    elapse(duration)
  }

  /// Lets a current density charge the bare working electrode; no lithium moves.
  mutating func chargeDoubleLayer(_ current: Double, for duration: Double) {
    inventory.charge(current, for: duration)
    elapse(duration)
  }

  private mutating func elapse(_ duration: Double) {
    salt.advance(by: duration)
    sandClock.advance(by: duration)
    settled += duration
    let surfaces = salt.surfaces
    if min(surfaces.working, surfaces.counter) >= 0 {
      layerGradient = nil
    } else if layerGradient == nil {
      layerGradient = terminals.layerGradient(at: salt.currentDensity)
    }
  }

  /// The last lithium was stripped: the voltage goes on from where it is.
  mutating func becomeBare() {
    inventory.bare(at: terminals.workingOverpotential(at: currentDensity, surfaces: salt.surfaces))
    salt.setCurrentDensity(0)
    sandClock = SandClock()
    settled = 0
  }

  /// Covers a bare electrode whose potential lithium deposits at.
  mutating func coverIfDeposited() {
    guard let time = timeToDeposition(at: currentDensity), time <= 0 else { return }
    inventory.cover()
    settled = 0
  }

  /// Time in s until a current density deposits lithium on the bare electrode; nil where it never will.
  private func timeToDeposition(at current: Double) -> Double? {
    guard inventory.barePotential != nil, current < 0 else { return nil }
    let threshold = terminals.workingOverpotential(at: current, surfaces: salt.surfaces)
    return inventory.timeToPotential(threshold, at: current)
  }

  private mutating func restartSandClock() {
    let current = salt.currentDensity
    let sandTime = salt.timeToDepletion(at: current)
    // Salt does not run out where the lithium does so first.
    if let sandTime, let exhausted = inventory.timeToExhaustion(at: current), exhausted < sandTime {
      sandClock = SandClock()
    } else {
      sandClock = SandClock(sandTime: sandTime)
    }
  }
}
