/// How much of each odd mode is left after a time step, remembered for the steps used last.
///
/// A run repeats one step hundreds of thousands of times, but for the rounding of differences of times: steps are rounded to 41 bits,
/// which changes the time by less than 1e-12 of it and makes such steps one. The memory is no part of a solution: two solutions are
/// equal whatever they remember, and none of it is stored.
struct DecayCache: Sendable {
  private struct Entry: Sendable {
    let theta: Double
    let blocks: Range<Int>
  }

  private var entries: [Entry] = []
  /// The factors exp(−k²π²Δθ) of the odd modes k = 1, 3, 5 …, as far as they are not nothing, of one step behind those of another:
  /// reading them out of one array counts no references.
  private(set) var factors: [SIMD4<Double>] = []
  private static let capacity = 8

  /// Where in `factors` those of a step Δθ are.
  mutating func blocks(theta exact: Double) -> Range<Int> {
    let theta = Double(bitPattern: (exact.bitPattern &+ 0x400) & ~0x7ff)
    for entry in entries where entry.theta == theta { return entry.blocks }
    if entries.count == Self.capacity {
      entries.removeAll(keepingCapacity: true)
      factors.removeAll(keepingCapacity: true)
    }
    let start = factors.count
    factors.reserveCapacity(start + OddModes.liveBlocks(theta: theta))
    OddModes.decay(theta: theta) { factors.append($1) }
    entries.append(Entry(theta: theta, blocks: start..<factors.count))
    return start..<factors.count
  }
}
