import Foundation

/// The tables about what has no clock of its own: onset of dendrites, the dip of nucleation, the Coulombic efficiency.
struct EventTable {
  let options: Options
  let crew: Crew

  private static let conditions: [Conditions] = [
    Conditions(rate: 1, noise: 1e-3, resolution: 1e-4),
    Conditions(rate: 1, noise: 5e-3, resolution: 1e-4),
    Conditions(rate: 10, noise: 1e-3, resolution: 1e-4),
    Conditions(rate: 10, noise: 5e-3, resolution: 1e-4),
    Conditions(rate: 100, noise: 1e-3, resolution: 1e-4),
  ]

  /// Prints the table of dendrites: the voltage falls back behind Sand's time.
  func printDendrites() throws {
    print(
      "\nDendrite onset, voltages that fall back behind Sand's time; seed \(options.seed). Delay from the highest voltage"
    )
    print(
      padded("readings", 28, right: false) + padded("found %", 9) + padded("early %", 9)
        + padded("delay s p50/p95", 18)
        + padded("false % (runs without)", 24))
    for conditions in Self.conditions where options.includes(rate: conditions.rate) {
      let count = runs(conditions, 200)
      let growing = try outcomes("dendrites", count, conditions) {
        DendriteTrace(grows: true, conditions, seed: $0)
      }
      let without = try outcomes("no dendrites", count, conditions) {
        DendriteTrace(grows: false, conditions, seed: $0)
      }
      let called = growing.filter { !$0.dendrites.isEmpty }
      let early = called.filter { $0.dendrites[0] < $0.truth }.count
      let delays = called.map { $0.dendrites[0] - $0.truth }.filter { $0 >= 0 }
      let wrong = without.filter { !$0.dendrites.isEmpty }.count
      print(
        padded(conditions.words, 28, right: false)
          + padded(share(called.count - early, growing.count), 9)
          + padded(share(early, growing.count), 9) + padded(spread(delays, tenths), 18)
          + padded("\(share(wrong, without.count)) (\(without.count))", 24))
      fflush(nil)
    }
  }

  /// Prints the table of nucleation: dips of 10 to 150 mV at the beginning of plating.
  func printNucleation() throws {
    print(
      "\nNucleation overpotential, dips of 10 to 150 mV; seed \(options.seed). Error of the height, signed, median of its magnitude"
    )
    print(
      padded("readings", 28, right: false) + padded("found %", 9) + padded("error % p50/p90", 18)
        + padded("dense %", 9) + padded("error % p50/p90 if dense", 26)
        + padded("false % (runs without)", 24))
    for conditions in Self.conditions where options.includes(rate: conditions.rate) {
      let count = runs(conditions, 200)
      let dips = try outcomes("dips", count, conditions) {
        NucleationTrace(nucleates: true, conditions, seed: $0)
      }
      let without = try outcomes("no dips", count, conditions) {
        NucleationTrace(nucleates: false, conditions, seed: $0)
      }
      let found = dips.compactMap { outcome in
        outcome.dips.first.map { (abs($0.height / outcome.truth - 1) * 100, $0.isDense) }
      }
      let dense = found.filter(\.1)
      print(
        padded(conditions.words, 28, right: false) + padded(share(found.count, dips.count), 9)
          + padded(spread(found.map(\.0), tenths, 0.9), 18)
          + padded(share(dense.count, found.count), 9)
          + padded(spread(dense.map(\.0), tenths, 0.9), 26)
          + padded(
            "\(share(without.filter { !$0.dips.isEmpty }.count, without.count)) (\(without.count))",
            24))
      fflush(nil)
    }
  }

  /// Prints the table of the Coulombic efficiency: its collapse, and above 100.5 %.
  func printEfficiency() throws {
    print(
      "\nCoulombic efficiency, 60 cycles of 20 min; seed \(options.seed). Delay in cycles from the first that is worse"
    )
    print(
      padded("readings", 28, right: false) + padded("course", 28, right: false)
        + padded("found %", 9)
        + padded("delay p50/p95", 18) + padded("false/1000 cycles before", 26))
    for rate in [1.0, 10] where options.includes(rate: rate) {
      let conditions = Conditions(rate: rate, noise: 1e-3, resolution: 1e-4)
      for course in EfficiencyTrace.Course.allCases {
        let found = try outcomes("\(course)", runs(conditions, 200), conditions) {
          EfficiencyTrace(course, conditions, seed: $0)
        }
        let delays = found.compactMap { outcome in
          outcome.efficiency.first { $0.cycle >= outcome.truth }.map { $0.cycle - outcome.truth }
        }
        let healthy = found.reduce(0) { $0 + min($1.truth, 61) - 1 }
        let early = found.reduce(0) { sum, outcome in
          sum + outcome.efficiency.filter { $0.cycle < outcome.truth }.count
        }
        print(
          padded(conditions.words, 28, right: false) + padded(course.words, 28, right: false)
            + padded(course == .steady ? "–" : share(delays.count, found.count), 9)
            + padded(course == .steady ? "–" : spread(delays, whole), 18)
            + padded("\(tenths(1000 * Double(early) / healthy)) (\(whole(healthy)))", 26))
        fflush(nil)
      }
    }
  }

  private func runs(_ conditions: Conditions, _ most: Int) -> Int {
    let all = conditions.rate > 10 ? most / 4 : most
    return options.isQuick ? all / 5 : all
  }

  private func share(_ part: Int, _ all: Int) -> String {
    all > 0 ? tenths(100 * Double(part) / Double(all)) : "–"
  }

  private func spread(_ values: [Double], _ words: (Double) -> String, _ high: Double = 0.95)
    -> String
  {
    values.isEmpty
      ? "–" : "\(words(quantile(0.5, of: values)))/\(words(quantile(high, of: values)))"
  }

  private func outcomes<Trace: EventTrace & SendableMetatype>(
    _ row: String, _ count: Int, _ conditions: Conditions,
    _ trace: @Sendable @escaping (Randomness) throws -> Trace
  ) throws -> [EventOutcome] {
    try crew.map(count) { index in
      EventOutcome(
        try trace(Randomness(seed: options.seed, row: row + conditions.words, trace: index)))
    }
  }
}
