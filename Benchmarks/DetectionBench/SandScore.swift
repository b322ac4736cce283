import Detection
import Foundation

/// What the rules made of one trace.
struct SandOutcome: Sendable {
  var sandTime: Double?
  var duration: Double
  var calls: [[Double]]
  var foretold: [[Double]]

  /// Lets all rules watch a trace; our alarm with another threshold than its own where one is given.
  init(_ trace: some SandTrace, rate: Double, prior: SandPrior = SandPrior(), depletion: Double? = nil) {
    var trace = trace
    var rules = SandRules(rate: rate, prior: prior, depletion: depletion)
    while let reading = trace.next() { rules.observe(reading) }
    (sandTime, duration, calls, foretold) = (trace.sandTime, trace.duration, rules.calls, rules.foretold)
  }
}

/// One row of the table about Sand's time, for one rule.
struct SandScore {
  var runs = 0
  var misses = 0
  private var early = 0
  private var long = 0
  private var longEarly = 0
  private var premature = 0
  private var delays: [Double] = []
  private var errors: [Double] = []
  private(set) var quiet = Rate()
  private(set) var near = Rate()

  /// Calls over hours in which nothing happened.
  struct Rate {
    var calls = 0
    var hours = 0.0
    var words: String { hours > 0 ? "\(tenths(1000 * Double(calls) / hours)) (\(whole(hours)))" : "–" }
  }

  init(rule: Int, positives: [SandOutcome], negatives: [SandOutcome], near limit: [SandOutcome]) {
    for outcome in positives {
      guard let sandTime = outcome.sandTime else { continue }
      runs += 1
      let isLong = sandTime >= 60
      if isLong { long += 1 }
      guard let first = outcome.calls[rule].first else {
        misses += 1
        continue
      }
      delays.append(first / sandTime - 1)
      if first < sandTime { early += 1 }
      if first < sandTime, isLong { longEarly += 1 }
      if first < 0.4 * sandTime { premature += 1 }
      if rule < 2, let foretold = outcome.foretold[rule].first, foretold.isFinite, first < sandTime {
        errors.append(abs(foretold / sandTime - 1))
      }
    }
    for outcome in negatives { quiet.add(outcome, rule) }
    for outcome in limit { near.add(outcome, rule) }
  }

  static let titles = [
    "miss", "before τ %", "τ≥60 s %", "premature %", "median % τ (p5…p95)", "error % p50/p90", "false/1000 h (h)",
    "near/1000 h (h)",
  ]
  static let widths = [5, 10, 8, 11, 22, 15, 18, 16]

  var cells: [String] {
    func share(_ part: Int, _ all: Int) -> String { all > 0 ? tenths(100 * Double(part) / Double(all)) : "–" }
    let spread = [0.05, 0.5, 0.95].map { whole(100 * quantile($0, of: delays)) }
    return [
      "\(misses)", share(early, runs), share(longEarly, long), share(premature, runs),
      "\(spread[1]) (\(spread[0])…\(spread[2]))",
      errors.isEmpty ? "–" : "\(tenths(100 * quantile(0.5, of: errors)))/\(tenths(100 * quantile(0.9, of: errors)))",
      quiet.words, near.words,
    ]
  }
}

extension SandScore.Rate {
  fileprivate mutating func add(_ outcome: SandOutcome, _ rule: Int) {
    calls += outcome.calls[rule].count
    hours += outcome.duration / 3600
  }
}
