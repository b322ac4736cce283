import Foundation

/// The semi-integral at Sand's time, fitted to the blocks of one constant-current segment.
struct SandEstimate: Hashable, Codable, Sendable {
  /// m_c: the semi-integral at Sand's time, A·s^½.
  var limit: Double
  /// Standard error of ln m_c by the fit's own residuals.
  var relativeError: Double
  /// Amplitude of the logarithm, V.
  var amplitude: Double
  /// How far the voltage has risen since m was a third of what it is, V.
  var rise: Double
  /// Generalised likelihood ratio against V linear in m, with the correlation of the residuals taken into account.
  var likelihoodRatio: Double
}

/// Sharpens the winner of the hypothesis bank, whose steps of 9 % are too coarse for a countdown.
///
/// Least squares of V = a + A·φ(m/m_c) in a, A and m_c (variable projection, Gauss–Newton in ln m_c) over at most 64 blocks,
/// weighted with m⁴ as the bank forgets. Slow wander of the temperature bends a voltage too, but leaves residuals that
/// follow each other: they count as fewer observations.
struct SandFit: Codable, Sendable {
  private static let capacity = 64

  private var blocks: [VoltageBlock] = []
  private var pending: VoltageBlock?
  private var merge = 1
  private var merged = 0

  /// Keeps a block; when all places are taken, neighbours are joined and later blocks become twice as wide.
  mutating func add(_ block: VoltageBlock) {
    guard block.semiIntegral > 0 else { return }
    let joined = pending.map { Self.join($0, block) } ?? block
    merged += 1
    guard merged >= merge else {
      pending = joined
      return
    }
    (pending, merged) = (nil, 0)
    blocks.append(joined)
    guard blocks.count == Self.capacity else { return }
    blocks = stride(from: 0, to: Self.capacity, by: 2).map { Self.join(blocks[$0], blocks[$0 + 1]) }
    merge *= 2
  }

  private static func join(_ a: VoltageBlock, _ b: VoltageBlock) -> VoltageBlock {
    let count = a.count + b.count
    return VoltageBlock(
      semiIntegral: (a.semiIntegral * a.count + b.semiIntegral * b.count) / count,
      voltage: (a.voltage * a.count + b.voltage * b.count) / count, count: count)
  }

  /// The least-squares m_c near a first guess; nil where the blocks do not determine one.
  func estimate(from guess: Double, semiIntegral now: Double) -> SandEstimate? {
    guard blocks.count >= 8, let origin = blocks.first?.voltage else { return nil }
    let least = 1.002 * blocks.reduce(now) { max($0, $1.semiIntegral) }
    var limit = max(guess, least)
    var fitted = limit
    var solution: SandRegression.Solution?
    for _ in 0..<6 {
      var regression = SandRegression()
      for block in blocks {
        regression.add(
          voltage: block.voltage - origin, x: block.semiIntegral / limit, weight: Self.weight(block, now))
      }
      guard let found = regression.solution, found.amplitude > 0 else { return nil }
      let step = min(max(found.shift / found.amplitude, -0.2), 0.2)
      guard step.isFinite else { return nil }
      (solution, fitted) = (found, limit)
      limit = max(limit * exp(step), (limit + least) / 2)
      if abs(step) < 2e-3 { break }
    }
    guard let solution else { return nil }
    let relativeError = solution.shiftError / solution.amplitude
    guard relativeError.isFinite else { return nil }
    return SandEstimate(
      limit: limit, relativeError: relativeError, amplitude: solution.amplitude,
      rise: rise(until: now),
      likelihoodRatio: likelihoodRatio(of: solution, limit: fitted, origin: origin, now: now))
  }

  private func rise(until now: Double) -> Double {
    guard let last = blocks.last, let first = blocks.first(where: { $0.semiIntegral >= now / 3 }) else { return 0 }
    return last.voltage - first.voltage
  }

  private static func weight(_ block: VoltageBlock, _ now: Double) -> Double {
    let square = (block.semiIntegral / now) * (block.semiIntegral / now)
    return square * square * min(block.count, 16)
  }

  private func likelihoodRatio(
    of solution: SandRegression.Solution, limit: Double, origin: Double, now: Double
  ) -> Double {
    var line = StraightLine()
    for block in blocks {
      line.add(x: block.semiIntegral / now, y: block.voltage - origin, weight: Self.weight(block, now))
    }
    var (misfit, lagged, last) = (0.0, 0.0, 0.0)
    for block in blocks {
      let x = block.semiIntegral / limit
      let model = solution.offset + solution.amplitude * SandRegression.logarithm(x)
      let residual = Self.weight(block, now).squareRoot() * (block.voltage - origin - model)
      misfit += residual * residual
      lagged += residual * last
      last = residual
    }
    let perfect = 1e6
    guard misfit > 0 else { return perfect }
    let correlation = min(max(lagged / misfit, 0), 0.999)
    let observations = max(min(solution.weight, 150) * (1 - correlation) / (1 + correlation), min(solution.weight, 8))
    return min(observations * log(line.misfit / misfit), perfect)
  }
}

/// Weighted least squares of y on x.
private struct StraightLine {
  private var (w, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

  mutating func add(x a: Double, y b: Double, weight: Double) {
    w += weight
    x += weight * a
    y += weight * b
    xx += weight * a * a
    xy += weight * a * b
    yy += weight * b * b
  }

  /// Weighted sum of the squared residuals.
  var misfit: Double {
    let (cxx, cxy, cyy) = (xx - x * x / w, xy - x * y / w, yy - y * y / w)
    return max(cxx > 0 ? cyy - cxy * cxy / cxx : cyy, 0)
  }
}
