/// How much of each odd mode is left after a time step, remembered for the steps used last.
///
/// A run repeats one step hundreds of thousands of times, but for the rounding of differences of times: steps are rounded to 41 bits,
/// which changes the time by less than 1e-12 of it and makes such steps one. The memory is no part of a solution: two solutions are equal whatever they
/// remember, and none of it is stored.
struct DecayCache: Sendable {
  /// The factors exp(−k²π²Δθ) of the odd modes k = 1, 3, 5 …, as far as they are not nothing.
  struct Entry: Sendable {
    let theta: Double
    let factors: [SIMD4<Double>]
  }

  /// The entries of the steps used last.
  private(set) var entries: [Entry] = []
  private var oldest = 0
  private static let capacity = 8

  /// The place in `entries` of the factors of a step Δθ.
  mutating func index(theta exact: Double) -> Int {
    let theta = Double(bitPattern: (exact.bitPattern &+ 0x400) & ~0x7ff)
    for index in entries.indices where entries[index].theta == theta { return index }
    let entry = Entry(theta: theta, factors: OddModes.decays(theta: theta))
    guard entries.count == Self.capacity else {
      entries.append(entry)
      return entries.count - 1
    }
    let index = oldest
    entries[index] = entry
    oldest = (oldest + 1) % Self.capacity
    return index
  }
}
