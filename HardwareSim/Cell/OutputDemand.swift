// What an instrument's output does to a cell is a staircase in the plane of current and voltage: it holds one of the two at a target,
// and goes over to a limit of the other where the cell asks for more.
//
//   current source, limits of voltage:   V ┤────╮ upper          voltage source, limits of current:   I ┤      ╭── upper
//                                          │    │ target                                                │──────╯ target
//                                          │    ╰──── lower                                             │ lower
import Quantities
import VirtualCell

/// What an instrument's output is told to do, with signs at its own terminals: positive into the + terminal of the cell.
enum OutputDemand: Hashable, Sendable {
  /// High impedance.
  case open
  /// A current in A, as long as the voltage stays within limits in V.
  case current(Double, voltages: ClosedRange<Double>)
  /// A voltage in V, as long as the current stays within limits in A.
  case voltage(Double, currents: ClosedRange<Double>)
}

/// Which part of the staircase an output is on.
enum OutputRegime: String, Hashable, Sendable {
  /// It holds what it was told.
  case target
  /// It is at the upper limit of the other quantity.
  case upper
  /// It is at the lower limit of the other quantity.
  case lower
}

extension OutputDemand {
  /// How far behind a limit an output goes back, relative: less, and it would chatter.
  private static let slack = 1e-6

  /// What a cell holds in a regime.
  func control(in regime: OutputRegime) -> CellControl {
    switch (self, regime) {
    case (.open, _): .open
    case (.current(let current, _), .target): .current(Quantity(si: current))
    case (.current(_, let voltages), .upper): .voltage(Quantity(si: voltages.upperBound))
    case (.current(_, let voltages), .lower): .voltage(Quantity(si: voltages.lowerBound))
    case (.voltage(let voltage, _), .target): .voltage(Quantity(si: voltage))
    case (.voltage(_, let currents), .upper): .current(Quantity(si: currents.upperBound))
    case (.voltage(_, let currents), .lower): .current(Quantity(si: currents.lowerBound))
    }
  }

  /// The regime that follows where a voltage (V) and a current (A) do not belong to the present one; nil where they do.
  func successor(of regime: OutputRegime, voltage: Double, current: Double) -> OutputRegime? {
    switch self {
    case .open: nil
    case .current(let target, let limits): Self.successor(of: regime, target, held: current, limits, other: voltage)
    case .voltage(let target, let limits): Self.successor(of: regime, target, held: voltage, limits, other: current)
    }
  }

  private static func successor(
    of regime: OutputRegime, _ target: Double, held: Double, _ limits: ClosedRange<Double>, other: Double
  ) -> OutputRegime? {
    let margin = slack * max(target.magnitude, held.magnitude, 1e-9)
    let edge = slack * max(limits.upperBound.magnitude, limits.lowerBound.magnitude, 1e-9)
    switch regime {
    case .target:
      if other > limits.upperBound + edge { return .upper }
      return other < limits.lowerBound - edge ? .lower : nil
    case .upper: return held > target + margin ? .target : nil
    case .lower: return held < target - margin ? .target : nil
    }
  }
}
