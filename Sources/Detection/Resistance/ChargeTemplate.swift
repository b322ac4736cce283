/// What the apparent resistance used to be at each stage of a half-cycle: 32 bins of its time for one direction of the current.
///
/// Peaks and arcs change the resistance by a third within a half-cycle, so that only the same stage of earlier half-cycles can be
/// compared with. The first half-cycle tells how long they are.
struct ChargeTemplate: Codable, Sendable {
  private static let count = 32
  private var length = 0.0
  private var means: [Double] = []
  private var half = 0
  private var bin = -1
  private var sum = 0.0
  private var readings = 0.0
  private var elapsed = 0.0

  /// A half-cycle of this direction begins.
  mutating func begin() {
    if half > 0 { (_, length) = (close(), half == 1 ? elapsed : length) }
    if half == 1, length > 0 { means = Array(repeating: 0, count: Self.count) }
    half += 1
    (bin, sum, readings, elapsed) = (-1, 0, 0, 0)
  }

  /// Takes a resistance, Ω, at a time since the half-cycle began, s; answers, when a bin is full, what share of the used one it was.
  mutating func take(_ resistance: Double, at time: Double) -> Double? {
    elapsed = time
    guard half > 1, length > 0, !means.isEmpty else { return nil }
    let here = Int(time / length * Double(Self.count))
    var share: Double?
    if here != bin {
      share = close()
      (bin, sum, readings) = (here, 0, 0)
    }
    sum += resistance
    readings += 1
    return share
  }

  private mutating func close() -> Double? {
    guard means.indices.contains(bin), readings > 0 else { return nil }
    let mean = sum / readings
    let used = means[bin]
    // The first four half-cycles form the electrodes: they teach. Later ones move the template down by a hundredth at most.
    guard half > 5, used > 0 else {
      means[bin] = used > 0 ? used + 0.5 * (mean - used) : mean
      return nil
    }
    means[bin] = max(0.99 * used, min(mean, 1.2 * used))
    return mean / used
  }
}
