/// D2: how much steeper the voltage has become against the semi-integral.
///
/// dV/dm ∝ 1/(1 − s) near depletion, so the ratio of the present slope to the smallest one tells s without a fit:
/// 3 at s ≈ 0.67, 6 at 0.83. Slopes come from blocks that grow until the slope is known to 8 %, or to 12 % of m, but have at
/// least six readings and 5 % of m. What happened in the first fifth of m since the step (films, nucleation) does not
/// set the smallest slope.
struct SlopeRatio: Codable, Sendable {
  private struct Slope: Codable {
    var growth: Double
    var value: Double
    var floor: Double
    /// Middle of the block.
    var m: Double
    var v: Double

    /// V, where the voltage would be at m if it went straight on.
    func line(at here: Double) -> Double { v + floor * (here - m) }
  }

  private var start: Double?
  private var sums = Sums()
  private var slopes: [Slope] = []

  /// Present slope over smallest slope; nil before there are two.
  private(set) var ratio: Double?
  /// How far the voltage has risen above the straight line on through the flattest block, V; nil like the ratio.
  private(set) var excess: Double?
  private var isEven = false
  private var flattest: Slope?
  private var high = 0
  private var highStart = HighStart()
  private var climbed = 0.0
  private var isBent = false
  /// Whether the voltage is steep beyond doubt: its last block is six times the flattest, two and a half times the mean slope, and 0.1 V
  /// above the straight line, or three readings in a row are 0.15 V above it and climb on by 30 mV while m grows by a twentieth, when
  /// there is no time for a block. A voltage that jumps has no slope; and near the limiting current, where it bends for long, a wandering
  /// temperature makes blocks that are flat by chance, to which any other is steep.
  var isSteep: Bool {
    (high >= 3 && climbed >= 0.03) || (isEven && isBent && (ratio ?? 0) >= 6 && (excess ?? 0) >= 0.1)
  }

  /// Takes a reading of a constant-current segment: semi-integral, A·s^½, and voltage, both in the current's direction.
  mutating func add(semiIntegral m: Double, voltage: Double) {
    let origin = start ?? m
    start = origin
    if let flattest, voltage > flattest.line(at: m) + 0.15 {
      if high == 0 || (m > 1.05 * highStart.m && high - highStart.reading > 3) {
        highStart = HighStart(m: m, v: voltage, reading: high)
      }
      high += 1
    } else {
      high = 0
    }
    climbed = high > 0 ? voltage - highStart.v : 0
    if sums.n == 0 { sums = Sums(m: m, v: voltage) }
    sums.add(m, voltage)
    let width = m - sums.m0
    guard sums.n >= 6, width >= 0.05 * m, m > 0 else { return }
    let fit = sums.slope
    guard fit.error > 0, fit.error <= 0.08 * abs(fit.value) || width >= 0.12 * m else { return }
    let middle = (m: sums.m0 + sums.x / sums.n, v: sums.v0 + sums.y / sums.n)
    sums = Sums()
    let growth = m - origin
    let here = Slope(
      growth: growth, value: fit.value, floor: max(fit.value, 2 * fit.error), m: middle.m, v: middle.v)
    slopes.append(here)
    slopes.removeAll { $0.growth < 0.2 * growth }
    flattest = slopes.min { $0.floor < $1.floor }
    isEven = fit.error <= 0.2 * fit.value
    compare(here)
  }

  private mutating func compare(_ here: Slope) {
    (ratio, excess) = (nil, nil)
    guard slopes.count > 1, let flattest, flattest.floor > 0 else { return }
    let steepness = here.value / flattest.floor
    guard steepness.isFinite else { return }
    ratio = steepness
    excess = here.v - flattest.line(at: here.m)
    if let first = slopes.first { isBent = here.value * (here.m - first.m) >= 2.5 * (here.v - first.v) }
  }

  /// Where readings began to lie far above the straight line.
  private struct HighStart: Codable {
    var m = 0.0
    var v = 0.0
    var reading = 0
  }

  private struct Sums: Codable {
    var m0 = 0.0
    var v0 = 0.0
    var (n, x, y, xx, xy, yy) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    init() {}

    init(m: Double, v: Double) { (m0, v0) = (m, v) }

    mutating func add(_ m: Double, _ v: Double) {
      let (dx, dy) = (m - m0, v - v0)
      n += 1
      x += dx
      y += dy
      xx += dx * dx
      xy += dx * dy
      yy += dy * dy
    }

    var slope: (value: Double, error: Double) {
      let (cxx, cxy, cyy) = (xx - x * x / n, xy - x * y / n, yy - y * y / n)
      guard cxx > 0 else { return (0, 0) }
      let value = cxy / cxx
      return (value, (max(cyy - value * cxy, 0) / (n - 2) / cxx).squareRoot())
    }
  }
}
