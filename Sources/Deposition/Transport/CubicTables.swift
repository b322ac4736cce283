// Functions as cubics between nodes, found without a search: of a concentration, or of a current over its limit.
//
// The even grid finds its interval by adding 1.5·2⁵², whose last bits are then the number of the interval. The octave grid finds it in
// the exponent and the first four bits of the fraction of a number, which divide every octave into sixteen.

/// A smooth function on an even grid from zero, below and above carried on as a straight line or held.
struct EvenCubic: Sendable {
  /// Value, slope and curvatures over an interval's fraction; the first and the last are the straight ends.
  let coefficients: [SIMD4<Double>]
  private let inverseWidth: Double

  /// A function from its values and slopes at 0, width, 2 width …
  init(width: Double, values: [Double], slopes: [Double], heldOutside: Bool = false) {
    inverseWidth = 1 / width
    let last = values.count - 1
    let inner = (0..<last).map { i in
      let (rise, start, end) = (values[i + 1] - values[i], slopes[i] * width, slopes[i + 1] * width)
      return SIMD4(values[i], start, 3 * rise - 2 * start - end, start + end - 2 * rise)
    }
    let (low, high) = heldOutside ? (0, 0) : (slopes[0] * width, slopes[last] * width)
    coefficients = [SIMD4(values[0] - low, low, 0, 0)] + inner + [SIMD4(values[last], high, 0, 0)]
  }

  /// Calls with the same function on bare memory, for loops.
  @inline(__always)
  func withLookup<Result>(_ body: (Lookup?) -> Result) -> Result {
    coefficients.withUnsafeBufferPointer { buffer in
      body(
        buffer.baseAddress.map {
          Lookup(memory: $0, last: Double(buffer.count - 1), inverseWidth: inverseWidth)
        })
    }
  }

  /// An even grid on bare memory.
  struct Lookup {
    fileprivate let memory: UnsafePointer<SIMD4<Double>>
    fileprivate let last: Double
    fileprivate let inverseWidth: Double

    @inline(__always)
    private func interval(_ c: Double) -> (cubic: SIMD4<Double>, fraction: Double) {
      let place = c * inverseWidth + 1
      // Written so that what is not a number falls to zero.
      let low = place > 0.5 ? place : 0.5
      let held = (low < last + 0.5 ? low : last + 0.5) - 0.5
      let shifted = held + 0x1.8p52
      let index = Int(truncatingIfNeeded: shifted.bitPattern & 0xffff_ffff)
      return (memory[index], place - (shifted - 0x1.8p52))
    }

    /// The function at a concentration.
    @inline(__always)
    func value(_ c: Double) -> Double {
      let (k, x) = interval(c)
      return k[0] + x * (k[1] + x * (k[2] + x * k[3]))
    }

    /// The function and its slope at a concentration.
    @inline(__always)
    func valueAndSlope(_ c: Double) -> (value: Double, slope: Double) {
      let (k, x) = interval(c)
      return (k[0] + x * (k[1] + x * (k[2] + x * k[3])), inverseWidth * (k[1] + x * (2 * k[2] + 3 * x * k[3])))
    }

    /// The function, its slope and its curvature at a concentration.
    @inline(__always)
    func toSecondOrder(_ c: Double) -> (value: Double, slope: Double, curvature: Double) {
      let (value, slope) = valueAndSlope(c)
      let (k, x) = interval(c)
      return (value, slope, inverseWidth * inverseWidth * (2 * k[2] + 6 * x * k[3]))
    }
  }
}

/// A function with a pole or a logarithm at zero, on a grid that is fine in proportion; held outside.
struct OctaveCubic: Sendable {
  private let coefficients: [SIMD4<Double>]
  private let first: UInt64
  private let low: Double
  private let high: Double

  /// The nodes between two concentrations above zero, the lower of them at or below `low`, the last one `high`.
  static func nodes(from low: Double, to high: Double) -> [Double] {
    let nodes = ((low.bitPattern >> 48)...(high.bitPattern >> 48)).map { Double(bitPattern: $0 << 48) }
    return nodes.filter { $0 < high } + [high]
  }

  /// A function between two places above zero from its value and slope at any.
  init(from low: Double, to high: Double, node: (Double) -> (value: Double, slope: Double)) {
    let nodes = Self.nodes(from: low, to: high)
    let found = nodes.map(node)
    self.init(nodes: nodes, values: found.map(\.value), slopes: found.map(\.slope))
  }

  /// A function from its values and slopes at such nodes.
  init(nodes: [Double], values: [Double], slopes: [Double]) {
    let last = nodes.count - 1
    (first, low, high) = (nodes[0].bitPattern >> 48, nodes[0], nodes[last])
    let inner = (0..<last).map { i in
      let width = nodes[i + 1] - nodes[i]
      let mean = (values[i + 1] - values[i]) / width
      return SIMD4(
        values[i], slopes[i], (3 * mean - 2 * slopes[i] - slopes[i + 1]) / width,
        (slopes[i] + slopes[i + 1] - 2 * mean) / (width * width))
    }
    coefficients = inner + [SIMD4(values[last], slopes[last], 0, 0)]
  }

  /// The function at a concentration.
  func value(_ c: Double) -> Double {
    coefficients.withUnsafeBufferPointer { memory in
      guard let memory = memory.baseAddress else { return 0 }
      return value(c, memory)
    }
  }

  /// The function and its slope at a place.
  func valueAndSlope(_ c: Double) -> (value: Double, slope: Double) {
    coefficients.withUnsafeBufferPointer { memory in
      guard let memory = memory.baseAddress else { return (0, 0) }
      let (k, x) = interval(c, memory)
      return (k[0] + x * (k[1] + x * (k[2] + x * k[3])), k[1] + x * (2 * k[2] + 3 * x * k[3]))
    }
  }

  /// Σ of the function over so many pairs of concentrations.
  func sum(count: Int, over pair: (Int) -> SIMD2<Double>) -> Double {
    coefficients.withUnsafeBufferPointer { memory in
      guard let memory = memory.baseAddress else { return 0 }
      var (even, odd) = (0.0, 0.0)
      for i in 0..<count {
        let both = pair(i)
        even += value(both[0], memory)
        odd += value(both[1], memory)
      }
      return even + odd
    }
  }

  @inline(__always)
  private func value(_ c: Double, _ memory: UnsafePointer<SIMD4<Double>>) -> Double {
    let (k, x) = interval(c, memory)
    return k[0] + x * (k[1] + x * (k[2] + x * k[3]))
  }

  @inline(__always)
  private func interval(
    _ c: Double, _ memory: UnsafePointer<SIMD4<Double>>
  ) -> (cubic: SIMD4<Double>, offset: Double) {
    let above = c > low ? c : low
    let held = above < high ? above : high
    let octave = held.bitPattern >> 48
    return (memory[Int(truncatingIfNeeded: octave &- first)], held - Double(bitPattern: octave << 48))
  }
}
