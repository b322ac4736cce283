import Foundation

/// Salt between two equal electrodes in a gap of finite width, in closed form: the series of the diffusion equation.
///
/// Written for the benchmark alone, so that detectors are not scored by the model that they were built with. Symbols: r current over
/// limiting current, θ = D·t/L², x = 1 − c/c₀ at the electrode that the current plates.
struct GapDiffusion: Sendable {
  /// Depletion after a unit of r has flowed for θ: 1 − 8/π² Σ exp(−k²π²θ)/k² over odd k; 4√(θ/π) at first.
  static func response(_ theta: Double) -> Double {
    guard theta > 0 else { return 0 }
    guard theta > 0.02 else { return 4 * (theta / Double.pi).squareRoot() }
    var sum = 0.0
    for k in stride(from: 1.0, through: 401, by: 2) {
      let term = exp(-k * k * Double.pi * Double.pi * theta)
      sum += term / (k * k)
      if term < 1e-18 { break }
    }
    return 1 - 8 / (Double.pi * Double.pi) * sum
  }

  /// θ at which a current of r > 1 from rest has depleted the surface to a share of the bulk.
  static func depletionTheta(_ r: Double, share: Double = 1e-3) -> Double {
    var (low, high) = (0.0, 10.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if r * response(middle) < 1 - share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// A current that holds from a time, s, in units of the limiting current, with its sign.
struct CurrentLevel: Hashable, Sendable {
  var start: Double
  var r: Double
}

/// The depletion at the plating electrode over one level of a current's course, on an even grid of √t with cubic pieces between.
struct DepletionCourse: Sendable {
  private static let count = 1024
  private var values: [Double]
  private let start: Double
  private let scale: Double
  private let sign: Double

  /// The course from the start of the last level until an end, s; L²/D in s.
  init(levels: [CurrentLevel], until end: Double, diffusionTime: Double) {
    let last = levels[levels.count - 1]
    start = last.start
    sign = last.r < 0 ? -1 : 1
    let step = max(end - start, 1e-9).squareRoot() / Double(Self.count - 1)
    scale = 1 / step
    values = []
    values.reserveCapacity(Self.count + 3)
    for index in -1..<(Self.count + 2) {
      let time = start + (Double(max(index, 0)) * step) * (Double(max(index, 0)) * step)
      var (sum, before) = (0.0, 0.0)
      for level in levels {
        sum += (level.r - before) * GapDiffusion.response((time - level.start) / diffusionTime)
        before = level.r
      }
      values.append(sign * sum)
    }
    values[0] = 2 * values[1] - values[2]
  }

  /// x at a time, s.
  func depletion(at time: Double) -> Double {
    let u = max(time - start, 0).squareRoot() * scale
    let index = min(Int(u), Self.count - 1)
    let f = u - Double(index)
    let (a, b, c, d) = (values[index], values[index + 1], values[index + 2], values[index + 3])
    return b + 0.5 * f * (c - a + f * (2 * a - 5 * b + 4 * c - d + f * (3 * (b - c) + d - a)))
  }
}
