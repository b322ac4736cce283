// The odd cosine modes of a gap: single ones first, then the endless rest in bands.
//
//   Σ_{k odd, lo<k<hi} exp(−k²x)/k² ≈ w exp(−k̄²x),  w = ½(1/lo − 1/hi),  k̄² = lo·hi        lo, hi even
//
// w is the band's sum by the midpoint rule and k̄² makes the decay right to first order in x. The single modes reach to k = 767; bands
// of ratio 1.15 carry the surface from there through the first moments behind a change of current, to 1e-6 c₀ r. They end at
// k = 10⁶ and share out the little that lies above it.
import Foundation

/// Weights and decay rates of the modes, in blocks of four.
enum OddModes {
  /// How many blocks are single modes.
  static let singleBlocks = 96
  /// How many blocks are bands.
  private static let bandBlocks = 13
  /// How many blocks there are.
  static let blocks = singleBlocks + bandBlocks
  private static let bandRatio = 1.15

  /// Σ1/k² of each mode or band; together π²/8, so that a change of current leaves the surface where it is.
  static let weights: [SIMD4<Double>] = {
    let singles = (0..<singleBlocks).map { block in
      let k = SIMD4<Double>(1, 3, 5, 7) + Double(8 * block)
      return 1 / (k * k)
    }
    let bands = (0..<bandBlocks).map { block in bandEdges(block).map { 0.5 * (1 / $0 - 1 / $1) } }
    func sum(_ blocks: [SIMD4<Double>]) -> Double { blocks.reversed().reduce(0) { $0 + $1.sum() } }
    let rest = Double.pi * Double.pi / 8 - sum(singles)
    return singles + bands.map { $0 * (rest / sum(bands)) }
  }()

  /// k̄² of the bands.
  private static let bandSquares: [SIMD4<Double>] = (0..<bandBlocks).map { block in bandEdges(block).map { $0 * $1 } }

  /// The edges of the four bands of a block.
  private static func bandEdges(_ block: Int) -> BandEdges {
    BandEdges(low: Double(8 * singleBlocks) * pow(bandRatio, Double(4 * block)), ratio: bandRatio)
  }

  private struct BandEdges {
    let low: Double
    let ratio: Double

    func map(_ value: (Double, Double) -> Double) -> SIMD4<Double> {
      var (result, edge) = (SIMD4<Double>.zero, low)
      for lane in 0..<4 {
        result[lane] = value(edge, edge * ratio)
        edge *= ratio
      }
      return result
    }
  }

  /// How many blocks are not nothing after a step: a mode is when less than exp(−30) of it, 1e-13, is left.
  static func liveBlocks(theta: Double) -> Int {
    let modes = 0.5 * ((30 / (Double.pi * Double.pi * theta)).squareRoot() + 1)
    return modes < Double(4 * singleBlocks) ? max(1, (Int(modes) + 4) / 4) : blocks
  }

  /// Calls with exp(−k²π²Δθ), block by block, as far as it is not nothing.
  ///
  /// Single modes by recurrence, f_{k+2} = f_k g_k and g_{k+2} = g_k exp(−8π²Δθ), which costs two multiplications a mode instead
  /// of an exponential; the rounding it gathers is below 1e-11 of a factor in the last mode.
  @inline(__always)
  static func decay(theta: Double, _ body: (_ block: Int, _ factors: SIMD4<Double>) -> Void) {
    let rate = Double.pi * Double.pi * theta
    let step = exp(-8 * rate)
    let live = liveBlocks(theta: theta)
    var (factor, ratio) = (exp(-rate), step)
    for block in 0..<min(live, singleBlocks) {
      var factors = SIMD4<Double>.zero
      for lane in 0..<4 {
        factors[lane] = factor
        factor *= ratio
        ratio *= step
      }
      body(block, factors)
    }
    guard live > singleBlocks else { return }
    for block in singleBlocks..<live {
      let squares = bandSquares[block - singleBlocks]
      body(
        block, SIMD4(exp(-rate * squares[0]), exp(-rate * squares[1]), exp(-rate * squares[2]), exp(-rate * squares[3]))
      )
    }
  }
}
