import Deposition
import Quantities

/// The circuit, solved for the current density through the electrodes, A/m²; the voltage rises with it.
struct CurrentSearch {
  let circuit: CellCircuit
  let outlook: CellOutlook
  /// The present current density, A/m², near which the one that is looked for mostly is.
  let present: Double
  /// Conductance of a short beside the electrodes, S/m².
  let shortConductance: Double
  /// Current densities below this are not resolved, A/m².
  let resolved: Double

  private func voltage(at current: Double) -> Double { outlook.voltage(at: current, in: circuit) }

  /// The current density at a voltage in V.
  func current(atVoltage target: Double) -> Double {
    root(steepness: outlook.salt.resistance) { voltage(at: $0) - target }
  }

  /// `terminal` in A/m²: what does not go through the short goes through the electrodes.
  func current(atTerminalCurrent terminal: Double) -> Double {
    guard shortConductance > 0 else { return terminal }
    return root(steepness: 1 + shortConductance * outlook.salt.resistance) {
      $0 + shortConductance * voltage(at: $0) - terminal
    }
  }

  /// `power` in W/m², with the sign of the current that is to flow; the least current that makes it, or the one that makes the most where
  /// the cell cannot deliver so much.
  func current(atPower power: Double) -> Double {
    guard power != 0 else { return current(atTerminalCurrent: 0) }
    let (sign, target) = (power < 0 ? -1.0 : 1.0, power.magnitude)
    let open = voltage(at: current(atTerminalCurrent: 0))
    // Between two lithium electrodes a voltage is what is left of the past, and no store to take power from.
    let delivers = open * sign < 0 && outlook.working.isHost
    let near = nearRoot { current in
      let voltage = self.voltage(at: current)
      let terminal = max(0, sign * (current + shortConductance * voltage))
      return (delivers ? -sign * voltage : voltage.magnitude) * terminal - target
    }
    if let near { return near }
    func made(_ terminal: Double) -> Double {
      let voltage = self.voltage(at: current(atTerminalCurrent: sign * terminal))
      return (delivers ? -sign * voltage : voltage.magnitude) * terminal
    }
    var (before, best) = (0.0, (terminal: 0.0, power: 0.0))
    // A cell that delivers does so below the current at which its resistance alone would take its voltage.
    let small = delivers ? 1e-6 * open.magnitude / outlook.salt.resistance : .infinity
    let asked = max(resolved, target / (open.magnitude + 10))
    var terminal = min(small, asked, 0.01 * VirtualCell.largestCurrentDensity)
    // Where the voltage only grows with the current there is one such current, and any bracket will do.
    let stride = open * sign < 0 ? 1.2 : 10
    while terminal < VirtualCell.largestCurrentDensity {
      let power = made(terminal)
      if power >= target {
        let least = bracketedRoot(from: before, to: terminal, relativeTolerance: 1e-14) { made($0) - target }
        return current(atTerminalCurrent: sign * least)
      }
      if power > best.power { best = (terminal, power) }
      // Behind the current that takes all of its voltage it delivers nothing more.
      if delivers, power < 0 { break }
      (before, terminal) = (terminal, stride * terminal)
    }
    // Found closely: a current that jumped from one trial to the next would never let a part grow.
    let largest = min(stride * best.terminal, VirtualCell.largestCurrentDensity)
    let most = peak(from: best.terminal / stride, to: largest, of: made)
    return current(atTerminalCurrent: sign * most)
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
    guard present != 0 else { return nil }
    let (low, high) = (0.97 * present, 1.03 * present)
    guard (excess(low) < 0) != (excess(high) < 0) else { return nil }
    return bracketedRoot(from: low, to: high, relativeTolerance: 1e-14, of: excess)
  }

  /// The zero of a function that rises at least so steeply.
  private func root(steepness: Double, of excess: (Double) -> Double) -> Double {
    if let near = nearRoot(of: excess) { return near }
    let open = excess(0)
    guard open != 0 else { return 0 }
    let largest = min(VirtualCell.largestCurrentDensity, open.magnitude / steepness * 1.000001)
    return bracketedRoot(from: 0, to: open > 0 ? -largest : largest, relativeTolerance: 1e-14, of: excess)
  }
}
