import Detection
import Foundation

/// The table about Sand's time.
struct SandTable {
  let options: Options
  let crew: Crew

  /// Rate, noise and resolution of each row.
  static let conditions: [Conditions] =
    [1.0, 10, 100].flatMap { rate in
      [1e-4, 1e-3, 5e-3].map { Conditions(rate: rate, noise: $0, resolution: 1e-4) }
    } + [Conditions(rate: 1, noise: 1e-3, resolution: 1e-3)]

  /// Prints a table of traces from closed forms.
  func printModal() throws {
    print("Sand's time, traces from closed forms; seed \(options.seed)")
    header()
    for conditions in Self.conditions where options.includes(rate: conditions.rate) {
      let amount = Amount(rate: conditions.rate, isQuick: options.isQuick)
      let positives = try outcomes("positive", amount.runs, conditions) {
        ModalTrace(.depletes, conditions, seed: $0)
      }
      let negatives = try outcomes("negative", amount.negatives, conditions) {
        ModalTrace(.lasts(0.2...0.8), conditions, seed: $0)
      }
      let near = try outcomes("near", amount.near, conditions) {
        ModalTrace(.lasts(0.8...0.97), conditions, seed: $0)
      }
      rows(conditions, positives, negatives, near)
    }
    print("\nSand's time, directions reversed every 10 to 30 min: no Sand's time anywhere")
    header()
    for conditions in Self.conditions where conditions.noise == 1e-3 && options.includes(rate: conditions.rate) {
      let amount = Amount(rate: conditions.rate, isQuick: options.isQuick)
      let negatives = try outcomes("reversing", amount.near, conditions) {
        ModalTrace(.reverses(0.2...0.8), conditions, seed: $0)
      }
      rows(conditions, [], negatives, [])
    }
  }

  /// Prints a table of currents a little above the limiting one, with and without a cell profile.
  func printGap() throws {
    print("\nSand's time at 1.1 to 1.5 times the limiting current, traces from closed forms; seed \(options.seed)")
    for (name, error) in [
      ("nothing known of the cell", nil), ("a profile, exact", 0), ("a profile, diffusivity within 5 %", 0.05),
    ] {
      print(name)
      header()
      for conditions in Self.conditions where options.includes(rate: conditions.rate) {
        let amount = Amount(rate: conditions.rate, isQuick: options.isQuick)
        let positives = try crew.map(amount.runs) { index in
          var random = Randomness(seed: options.seed, row: "nears" + conditions.words, trace: index)
          let trace = ModalTrace(.nears, conditions, seed: random)
          let prior = error.map { trace.prior(error: $0 * random.uniform(-1, 1)) } ?? SandPrior()
          return SandOutcome(trace, rate: conditions.rate, prior: prior)
        }
        rows(conditions, positives, [], [])
      }
    }
  }

  /// Prints a table of traces of the virtual cell.
  func printVirtual() throws {
    print("\nSand's time, traces of the virtual cell; seed \(options.seed)")
    header()
    for conditions in Self.conditions where conditions.rate < 100 && options.includes(rate: conditions.rate) {
      let amount = Amount(rate: 100, isQuick: options.isQuick)
      let positives = try outcomes("virtual positive", amount.runs, conditions) {
        try VirtualTrace(depletes: true, conditions, seed: $0)
      }
      let negatives = try outcomes("virtual negative", amount.negatives / 2, conditions) {
        try VirtualTrace(depletes: false, conditions, seed: $0)
      }
      rows(conditions, positives, negatives, [])
    }
  }

  /// How much of everything.
  struct Amount {
    let runs: Int
    let negatives: Int
    let near: Int

    init(rate: Double, isQuick: Bool) {
      // A negative lasts 0.74 h in the mean.
      switch (isQuick, rate) {
      case (false, ...10): (runs, negatives, near) = (200, 1420, 400)
      case (false, _): (runs, negatives, near) = (200, 285, 140)
      case (true, ...1): (runs, negatives, near) = (100, 300, 60)
      case (true, ...10): (runs, negatives, near) = (60, 40, 14)
      case (true, _): (runs, negatives, near) = (8, 4, 2)
      }
    }
  }

  private func outcomes<Trace: SandTrace & SendableMetatype>(
    _ row: String, _ count: Int, _ conditions: Conditions, _ trace: @Sendable @escaping (Randomness) throws -> Trace
  ) throws -> [SandOutcome] {
    try crew.map(count) { index in
      let random = Randomness(seed: options.seed, row: row + conditions.words, trace: index)
      return SandOutcome(try trace(random), rate: conditions.rate)
    }
  }

  private func header() {
    let titles = zip(SandScore.titles, SandScore.widths).map { padded($0, $1) }.joined(separator: "  ")
    print(padded("readings", 28, right: false) + padded("rule", 28, right: false) + titles)
  }

  private func rows(
    _ conditions: Conditions, _ positives: [SandOutcome], _ negatives: [SandOutcome], _ near: [SandOutcome]
  ) {
    for (rule, name) in SandRules.names.enumerated() {
      let score = SandScore(rule: rule, positives: positives, negatives: negatives, near: near)
      let cells = zip(score.cells, SandScore.widths).map { padded($0, $1) }.joined(separator: "  ")
      print(padded(conditions.words, 28, right: false) + padded(name, 28, right: false) + cells)
    }
    if options.lists { list(positives, negatives, near) }
    fflush(nil)
  }

  /// Prints which traces the alarm missed, called too early or too late, or called although nothing happened.
  private func list(_ positives: [SandOutcome], _ negatives: [SandOutcome], _ near: [SandOutcome]) {
    func line(_ what: String, _ index: Int, _ outcome: SandOutcome) {
      let times = outcome.calls.prefix(3).map { $0.map(tenths).joined(separator: " ") }.joined(separator: " | ")
      print(
        "  \(what) \(index): τ \(tenths(outcome.sandTime ?? .nan)) s of \(tenths(outcome.duration)) s; watch | alarm | trip: \(times)"
      )
    }
    for (index, outcome) in positives.enumerated() {
      guard let sandTime = outcome.sandTime else { continue }
      guard let first = outcome.calls[1].first else {
        line("missed", index, outcome)
        continue
      }
      if first < 0.4 * sandTime { line("premature", index, outcome) }
      if first >= sandTime { line("late", index, outcome) }
    }
    for (index, outcome) in negatives.enumerated() where !outcome.calls[1].isEmpty { line("false", index, outcome) }
    for (index, outcome) in near.enumerated() where !outcome.calls[1].isEmpty { line("near", index, outcome) }
  }
}
