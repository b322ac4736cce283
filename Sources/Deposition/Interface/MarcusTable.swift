import Foundation

/// Marcus–Hush–Chidsey kinetics in reduced units as cubic pieces with true values and slopes at their ends: right to 1e-6 both ways.
///
/// The way from current to overpotential h, asked at every reading, is held over p = J/(i₀ limit) to p = ½ and over 1 − p behind it,
/// where h rises as steeply as 1 − p falls. The way back holds u = 2 asinh(J/(2 i₀)), the overpotential that Butler–Volmer would
/// have, at evenly spaced h. Beyond `end` both go on as the straight line of u over h.
struct MarcusTable: Sendable {
  /// Part of the limiting current up to which the law is followed: 99.9 %.
  private static let end = 1 - 0x1p-10
  private static let intervals = 512

  private let limit: Double
  private let initial: CubicPiece
  /// Part of the limit below which `initial` holds, a power of two.
  private let rise: Double
  private let rising: OctaveCubic
  private let closing: OctaveCubic
  private let forward: [CubicPiece]
  private let step: Double
  /// h, u and du/dh at the end.
  private let last: (h: Double, u: Double, slope: Double)

  /// The table of an integral.
  init(_ integral: MarcusIntegral) {
    let limit = integral.limit
    func node(_ part: Double) -> (value: Double, slope: Double) {
      let h = integral.overpotential(at: part * limit)
      return (h, limit / integral.current(at: h).slope)
    }
    self.limit = limit
    // J/i₀ below 1/16, where h is nearly proportional to it.
    let rise = Double(sign: .plus, exponent: (0.0625 / limit).exponent, significand: 1)
    self.rise = rise
    let first = node(rise)
    initial = CubicPiece(0, first.value, limit * rise, first.slope * rise)
    rising = OctaveCubic(from: rise, to: 0.5, node: node)
    closing = OctaveCubic(from: 1 - Self.end, to: 0.5) { remaining in
      let node = node(1 - remaining)
      return (node.value, -node.slope)
    }
    let end = node(Self.end).value
    let step = end / Double(Self.intervals)
    let nodes = (0...Self.intervals).map { integral.butlerVolmer(at: step * Double($0)) }
    forward = zip(nodes, nodes.dropFirst()).map {
      CubicPiece($0.value, $1.value, $0.slope * step, $1.slope * step)
    }
    self.step = step
    let lastNode = integral.butlerVolmer(at: end)
    last = (end, lastNode.value, lastNode.slope)
  }

  /// Reduced overpotential of J/i₀, and its slope dh/d(J/i₀).
  func overpotential(at ratio: Double) -> (value: Double, slope: Double) {
    let part = ratio.magnitude / limit
    let value, slope: Double
    if part < rise {
      let t = part / rise
      (value, slope) = (initial.value(at: t), initial.slope(at: t) / rise)
    } else if part < 0.5 {
      (value, slope) = rising.valueAndSlope(part)
    } else if part < Self.end {
      let found = closing.valueAndSlope(1 - part)
      (value, slope) = (found.value, -found.slope)
    } else {
      let half = ratio.magnitude / 2
      let beyond = (2 * asinh(half) - last.u) / last.slope
      (value, slope) = (last.h + beyond, limit / (last.slope * (1 + half * half).squareRoot()))
    }
    return (ratio < 0 ? -value : value, slope / limit)
  }

  /// J/i₀ at a reduced overpotential.
  func current(at overpotential: Double) -> Double {
    let h = overpotential.magnitude
    let place = h / step
    let u: Double
    if place < Double(Self.intervals) {
      let index = Int(place)
      u = forward[index].value(at: place - Double(index))
    } else {
      u = last.u + (h - last.h) * last.slope
    }
    // Held where the hyperbolic sine is finite.
    let magnitude = 2 * sinh(min(u / 2, 700))
    return overpotential < 0 ? -magnitude : magnitude
  }
}
