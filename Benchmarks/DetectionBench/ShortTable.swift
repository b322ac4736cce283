import Foundation

/// What the rules made of one trace of a symmetric cell.
struct ShortOutcome: Sendable {
  struct Call: Sendable {
    var time: Double
    var ohms: Double
  }

  var duration: Double
  var faults: [Fault]
  var calls: [[Call]]

  /// Lets all rules watch a trace; keeps the faults that anybody can see.
  init(_ trace: ShortTrace, rate: Double) {
    var trace = trace
    var rules = ShortRules()
    while let reading = trace.next() { rules.observe(reading) }
    duration = trace.duration
    faults = trace.faults.filter { trace.isVisible($0, settling: 40) && $0.end - $0.start >= 5 / rate }
    let slack = 2 / rate + 1
    calls = rules.calls.map { found in
      found.filter { call in
        // Calls inside a fault that is too short to be scored are neither right nor wrong.
        !trace.faults.contains {
          call.time >= $0.start && call.time <= $0.end + slack
            && !(trace.isVisible($0, settling: 40) && $0.end - $0.start >= 5 / rate)
        }
      }.map { Call(time: $0.time, ohms: $0.ohms) }
    }
  }
}

/// The tables about shorts.
struct ShortTable {
  let options: Options
  let crew: Crew

  /// Bounds of the resistances that are scored apart, Ω.
  private static let bands: [(String, ClosedRange<Double>)] = [
    ("1-10", 1...10), ("10-100", 10...100), ("100-316", 100...316), ("316-1k", 316...1000), ("1-3.2k", 1000...3162),
    ("3.2-10k", 3162...10_000),
  ]

  /// Prints the table of shorts that come at once.
  func printSteps() throws {
    print("\nShorts that come at once, 1 mA, 70 to 360 ohm; seed \(options.seed). Found %, by short resistance in ohm")
    let titles = Self.bands.map { padded($0.0, 8) }.joined()
    print(
      padded("readings", 28, right: false) + padded("rule", 22, right: false) + padded("false/1000 h (h)", 18) + titles
        + padded("delay s p50/p95", 18) + padded("hard %, readings", 18) + padded("R read p50 %", 14))
    for rate in [1.0, 10, 100] where options.includes(rate: rate) {
      for noise in [1e-3, 5e-3] {
        let conditions = Conditions(rate: rate, noise: noise, resolution: 1e-4)
        let scale = (options.isQuick ? 20 : 1) * (rate > 10 ? 5 : 1)
        let quiet = try outcomes(.none, 500 / scale, conditions)
        let faulty = try outcomes(
          .steps, (rate > 10 ? 300 : 200) / (options.isQuick ? (rate > 10 ? 60 : 8) : 1), conditions)
        for rule in [0, 1, 4, 5, 6, 7] { row(conditions, rule, quiet, faulty) }
      }
    }
  }

  /// Prints the table of shorts that take their time.
  func printSlow() throws {
    print(
      "\nGradual and telegraph shorts; seed \(options.seed). Delay of a gradual one from its onset, of a telegraph from its first jump"
    )
    print(
      padded("readings", 28, right: false) + padded("detector", 20, right: false) + padded("found %", 9)
        + padded("delay s p50/p95", 18) + padded("false/1000 h (h)", 18))
    for rate in [1.0, 10, 100] where options.includes(rate: rate) {
      for noise in [1e-3, 5e-3] { try slowRows(Conditions(rate: rate, noise: noise, resolution: 1e-4)) }
    }
  }

  private func slowRows(_ conditions: Conditions) throws {
    let most = conditions.rate > 10 ? 20 : conditions.rate > 1 ? 50 : 100
    let count = options.isQuick ? max(most / 10, 2) : most
    let quiet = try outcomes(.quietHours, count, conditions)
    let cycling = try outcomes(.none, count, conditions)
    for (rule, kind, name) in [(2, ShortTrace.Kind.gradual, "gradual short"), (3, .telegraph, "telegraph short")] {
      let faulty = try outcomes(kind, count, conditions)
      var delays: [Double] = []
      for outcome in faulty {
        guard let onset = outcome.faults.first?.start else { continue }
        if let call = outcome.calls[rule].first(where: { $0.time >= onset }) { delays.append(call.time - onset) }
      }
      let hours = (quiet + cycling).reduce(0) { $0 + $1.duration } / 3600
      let alarms = (quiet + cycling).reduce(0) { $0 + $1.calls[rule].count }
      print(
        padded(conditions.words, 28, right: false) + padded(name, 20, right: false)
          + padded(tenths(100 * Double(delays.count) / Double(faulty.count)), 9)
          + padded("\(whole(quantile(0.5, of: delays)))/\(whole(quantile(0.95, of: delays)))", 18)
          + padded("\(tenths(1000 * Double(alarms) / hours)) (\(whole(hours)))", 18))
      fflush(nil)
    }
  }

  private func outcomes(_ kind: ShortTrace.Kind, _ count: Int, _ conditions: Conditions) throws -> [ShortOutcome] {
    try crew.map(count) { index in
      let random = Randomness(seed: options.seed, row: "\(kind)" + conditions.words, trace: index)
      return ShortOutcome(ShortTrace(kind, conditions, seed: random), rate: conditions.rate)
    }
  }

  private func row(_ conditions: Conditions, _ rule: Int, _ quiet: [ShortOutcome], _ faulty: [ShortOutcome]) {
    var found = Array(repeating: (hit: 0, all: 0), count: Self.bands.count)
    var (hard, hardAll) = (0, 0)
    var (delays, hardDelays, errors): ([Double], [Double], [Double]) = ([], [], [])
    let slack = 2 / conditions.rate + 1
    for (trace, outcome) in faulty.enumerated() {
      for (index, fault) in outcome.faults.enumerated() {
        let isHard = index == outcome.faults.count - 1 && fault.end == outcome.duration
        let call = outcome.calls[rule].first { $0.time >= fault.start && $0.time <= fault.end + slack }
        if isHard {
          hardAll += 1
          guard let call else { continue }
          hard += 1
          hardDelays.append((call.time - fault.start) * conditions.rate)
          if options.lists, rule < 2, (call.time - fault.start) * conditions.rate > 3.2 {
            print(
              "  late \(trace): at \(tenths(fault.start)) s, \(fault.resistance) Ω, called at \(tenths(call.time)) s")
          }
        } else if let band = Self.bands.firstIndex(where: { $0.1.contains(fault.resistance) }) {
          found[band].all += 1
          guard let call else { continue }
          found[band].hit += 1
          delays.append(call.time - fault.start)
          if call.ohms.isFinite, fault.resistance < 1000 { errors.append(abs(call.ohms / fault.resistance - 1)) }
        }
      }
    }
    let hours = quiet.reduce(0) { $0 + $1.duration } / 3600
    let alarms = quiet.reduce(0) { $0 + $1.calls[rule].count }
    let shares = found.map { padded($0.all > 0 ? whole(100 * Double($0.hit) / Double($0.all)) : "–", 8) }.joined()
    print(
      padded(conditions.words, 28, right: false) + padded(ShortRules.names[rule], 22, right: false)
        + padded("\(tenths(1000 * Double(alarms) / hours)) (\(whole(hours)))", 18) + shares
        + padded(
          delays.isEmpty ? "–" : String(format: "%.2f/%.2f", quantile(0.5, of: delays), quantile(0.95, of: delays)), 18)
        + padded(
          hardAll > 0 ? "\(whole(100 * Double(hard) / Double(hardAll))), \(tenths(quantile(1, of: hardDelays)))" : "–",
          18)
        + padded(errors.isEmpty ? "–" : whole(100 * quantile(0.5, of: errors)), 14))
    fflush(nil)
  }
}
