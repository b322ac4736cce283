import Foundation

/// What a threshold costs and what it brings: the Sand alarm's depletion s against lead, lateness and false alarms.
struct TradeOff {
  let options: Options
  let crew: Crew

  /// One threshold on one kind of readings.
  struct Point: Sendable {
    var depletion: Double
    /// How long before Sand's time the alarm comes in the median, in % of it.
    var lead: Double
    /// Runs not called before Sand's time, %.
    var late: Double
    /// Runs called before 0.4 of Sand's time, %.
    var premature: Double
    /// False alarms in 1000 h at 0.2 to 0.8 of the limiting current, and at 0.8 to 0.97 of it.
    var quiet: Double
    var near: Double
  }

  static let thresholds = [0.6, 0.65, 0.7, 0.75, 0.8, 0.84, 0.87, 0.9, 0.93, 0.96]
  /// The usual readings, and those that hide most.
  static let conditions = [1e-3, 5e-3].map { Conditions(rate: 1, noise: $0, resolution: 1e-4) }

  /// Prints the points and writes their picture, an SVG. Throws what writing can bring.
  func draw(to path: String) throws {
    print("\nSand alarm by its threshold; seed \(options.seed)")
    let titles = ["s", "median lead % τ", "not before τ %", "premature %", "false/1000 h", "near/1000 h"]
    print(padded("readings", 28, right: false) + titles.map { padded($0, 17) }.joined())
    let curves = try Self.conditions.map { conditions in
      let points = try Self.thresholds.map { try point(conditions, $0) }
      for point in points {
        let numbers = [point.lead, point.late, point.premature, point.quiet, point.near].map(tenths)
        print(
          padded(conditions.words, 28, right: false)
            + ([String(format: "%.2f", point.depletion)] + numbers).map { padded($0, 17) }.joined())
      }
      return TradeOffPicture.Curve(name: conditions.words, points: points)
    }
    try TradeOffPicture(curves: curves, seed: options.seed).svg.write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func point(_ conditions: Conditions, _ depletion: Double) throws -> Point {
    let amount = SandTable.Amount(rate: conditions.rate, isQuick: options.isQuick)
    func outcomes(_ fate: ModalTrace.Fate, _ row: String, _ count: Int) throws -> [SandOutcome] {
      try crew.map(count) { index in
        let random = Randomness(seed: options.seed, row: row + conditions.words, trace: index)
        return SandOutcome(ModalTrace(fate, conditions, seed: random), rate: conditions.rate, depletion: depletion)
      }
    }
    let positives = try outcomes(.depletes, "positive", amount.runs)
    let firsts = positives.map { outcome in (outcome.calls[1].first ?? .infinity) / (outcome.sandTime ?? .nan) }
    func share(_ part: Int) -> Double { 100 * Double(part) / Double(firsts.count) }
    func rate(_ outcomes: [SandOutcome]) -> Double {
      let hours = outcomes.reduce(0) { $0 + $1.duration } / 3600
      return 1000 * Double(outcomes.reduce(0) { $0 + $1.calls[1].count }) / hours
    }
    return Point(
      depletion: depletion, lead: 100 * (1 - quantile(0.5, of: firsts)), late: share(firsts.count { $0 >= 1 }),
      premature: share(firsts.count { $0 < 0.4 }),
      quiet: rate(try outcomes(.lasts(0.2...0.8), "negative", amount.negatives)),
      near: rate(try outcomes(.lasts(0.8...0.97), "near", amount.near)))
  }
}
