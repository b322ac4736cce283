import Cycling
import Foundation
import Quantities

/// The salt at the plating electrode is about to run out: semi-integral (D0), hypothesis bank (D1) and slope ratio (D2) together.
///
/// D1 alone warns (watch at s = m/m_c > 0.70, which is half of Sand's time). An alarm needs D1 above 0.87, *and* its forecast to have come
/// true while m grew by a tenth, *and* a voltage that has risen by 50 mV since m was a third, *and* a slope 3.5 times the
/// smallest; a trip a slope six times or the voltage limit. What rises by 0.1 V above the straight line at six times the
/// slope is an alarm without any fit. Where the cell's limiting current is known and the
/// current does not exceed it there is no Sand's time: then, in a cell of which nothing is known, and where I√τ has not been the same at
/// two currents, what the voltage does is called a polarisation runaway, which never trips.
struct SandDivergence: Detector {
  static let entry = DetectorEntry(
    id: "sand-divergence",
    summary:
      "depletion of the salt ahead of Sand's time, with a countdown; polarisation runaway where Sand's law does not hold",
    source: "Sand's time: 10.1039/d4cc06729k eqn 1; semi-integral, hypothesis bank and slope ratio of this project")

  /// Half of RT/F, V. Concentration polarisation alone gives the logarithm an amplitude of 2(1 − t₊)RT/F, so what is
  /// weaker than this would need t₊ > 0.75: it is a wandering temperature.
  private static let leastAmplitude = 12.8e-3
  /// Twice RT/F, V: what the voltage rises at least while m trebles up to depletion. Less is a film, or the temperature.
  private static let leastRise = 50e-3

  private let configuration: DetectorConfiguration
  private var endless = SemiIntegral()
  /// The same in a gap of known width; nil where it is not known.
  private var gap: SemiIntegral?
  /// Which of the two the salt goes by at the present current.
  private var goesByGap = false
  private var evidence = SegmentEvidence()
  private var estimate: SandEstimate?
  private var history = ForecastHistory()
  private var laws = SandLaw()
  private var fittedAt = 0.0
  private var priorLimit: Double?
  private var depletionTime: Double?
  private var segmentStart = 0.0
  private var watches = 0
  private var alerts = 0
  private var said: Severity?
  private var hasWarnedByProfile = false

  /// What the salt remembers of the current.
  private var memory: SemiIntegral { goesByGap ? gap ?? endless : endless }
  /// Its value, A·s^½: apart, so that a reading copies no memory.
  @inline(__always)
  private var memoryValue: Double { goesByGap ? gap?.value ?? endless.value : endless.value }

  init(configuration: DetectorConfiguration) {
    self.configuration = configuration
    gap = configuration.sandPrior?.gapTime.map { SemiIntegral(gapTime: $0) }
  }

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    endless.advance(by: observation.interval, current: observation.current)
    gap?.advance(by: observation.interval, current: observation.current)
    // Below its limiting current a cell in a gap has no Sand's time, and its salt comes to rest: what the voltage does there is something else.
    if observation.beginsSegment {
      goesByGap = gap != nil && configuration.sandPrior?.allowsDepletion(by: abs(observation.level)) ?? false
    }
    if observation.beginsStretch { (estimate, said) = (nil, nil) }
    guard observation.sign != 0 else {
      depletionTime = nil
      return
    }
    let m = memoryValue * observation.sign
    if let priorLimit, m < 0.35 * priorLimit { hasWarnedByProfile = false }
    if observation.beginsSegment {
      evidence = SegmentEvidence(start: m)
      (watches, alerts, fittedAt) = (0, 0, m)
      history.clear()
      segmentStart = observation.segmentStart
      priorLimit = configuration.sandPrior?.limitingSemiIntegral
      forecast(observation)
    }
    if verdicts.breaksTrend {
      evidence = SegmentEvidence(start: m)
      (estimate, watches, alerts, fittedAt) = (nil, 0, 0, m)
      history.clear()
      forecast(observation)
    }
    let mayDecide = observation.isSteady && observation.isClean && observation.isSettled
    if mayDecide, evidence.add(semiIntegral: m, voltage: observation.foldedVoltage) {
      judge(observation, semiIntegral: m)
    }
    verdicts.sandForecast = sandForecast(at: observation.time, semiIntegral: m)
    if mayWarnByProfile(observation, semiIntegral: m) {
      (said, hasWarnedByProfile) = (.watch, true)
      verdicts.alarms.append(alarm(.watch, true, observation, semiIntegral: m))
      return
    }
    guard mayDecide, let reached = severity(observation, semiIntegral: m), reached > (said ?? .info) else { return }
    // One rung a reading: a step that ends on the alarm must not be overtaken by the trip.
    let next: Severity = said == nil ? .watch : said == .watch ? .alarm : .trip
    let isSand = laws.isSand(
      isKnown: configuration.sandPrior.map { $0.allowsDepletion(by: abs(observation.level)) },
      current: abs(observation.level), limit: estimate?.limit)
    // What has no name ends no run.
    guard isSand || next < .trip else { return }
    said = next
    if next == .alarm, let estimate { laws.add(current: abs(observation.level), limit: estimate.limit) }
    verdicts.alarms.append(alarm(next, isSand, observation, semiIntegral: m))
  }

  /// Takes the verdict of the readings at the end of a block.
  private mutating func judge(_ observation: Observation, semiIntegral m: Double) {
    let verdict = evidence.hypotheses.verdict()
    if !isFresh(at: m), let found = evidence.estimate(verdict: verdict, last: estimate, semiIntegral: m) {
      (estimate, fittedAt) = (found, m)
      history.add(limit: found.limit, semiIntegral: m)
      forecast(observation)
    }
    if let estimate, isFresh(at: m), verdict?.isTrusted ?? false {
      watches = m > 0.70 * estimate.limit ? watches + 1 : 0
      alerts = m > configuration.sandAlarmDepletion * estimate.limit ? alerts + 1 : 0
      return
    }
    // Three in a row stand for a while: D2 answers later than D1, when the fit may already be spoilt by what follows.
    if watches < 3 { watches = 0 }
    if alerts < 3 { alerts = 0 }
    if estimate != nil, m > 1.2 * fittedAt {
      (estimate, watches, alerts) = (nil, 0, 0)
      history.clear()
      forecast(observation)
    }
  }

  /// Whether the fit need not be repeated: it is costly, and far from depletion 2 % of m later is soon enough.
  private func isFresh(at m: Double) -> Bool {
    guard let estimate else { return false }
    return m == fittedAt || (m > fittedAt && m < 1.02 * fittedAt && m < 0.8 * estimate.limit)
  }

  /// Whether the bend may be that of a depletion at all: half of what it takes for an alarm.
  private static func isPlausible(_ estimate: SandEstimate) -> Bool {
    estimate.amplitude >= leastAmplitude && estimate.rise >= 0.5 * leastRise
  }

  private func severity(_ observation: Observation, semiIntegral m: Double) -> Severity? {
    let steepness = evidence.slopes.ratio ?? 0
    let atLimit = configuration.isAtLimit(observation.voltage)
    let isYoung = m - evidence.start < 0.2 * m
    // A rise that nobody can overlook needs no fit; below a known limit it is the end of a charge, and no news.
    let mayDeplete = configuration.sandPrior?.allowsDepletion(by: abs(observation.level)) ?? true
    let isSteep = evidence.slopes.isSteep && !isYoung && mayDeplete
    if isSteep, steepness >= 10 || atLimit { return .trip }
    guard watches >= 3 else { return isSteep ? .alarm : nil }
    guard isSteep || estimate.map(Self.isPlausible) ?? false else { return nil }
    guard alerts >= 3, !isYoung, let estimate, isConfirmed(estimate, semiIntegral: m) else {
      return isSteep ? .alarm : .watch
    }
    if steepness >= 6 || atLimit { return .trip }
    return steepness >= 3.5 || isSteep || isCertain(estimate, semiIntegral: m) ? .alarm : .watch
  }

  /// Whether the bend itself stands for the slope, and for forecasts that noise has scattered: where D2's blocks are wide, the last of them
  /// may end long before the divergence, which the fit, at s > 0.93, knows to 1 % of m_c and far better than a straight line.
  private func isCertain(_ estimate: SandEstimate, semiIntegral m: Double) -> Bool {
    m > 0.93 * estimate.limit && estimate.relativeError < 0.01 && estimate.likelihoodRatio > 30
  }

  /// Whether the estimate is that of a depletion: strong enough, and a forecast that has come true for a while, for a tenth of m, or
  /// a twentieth where there is no time left.
  private func isConfirmed(_ estimate: SandEstimate, semiIntegral m: Double) -> Bool {
    guard estimate.amplitude >= Self.leastAmplitude, estimate.rise >= Self.leastRise else { return false }
    let share = m > 0.92 * estimate.limit ? 0.95 : 0.9
    let tolerance = isCertain(estimate, semiIntegral: m) ? 0.08 : 0.05
    return history.spread(limit: estimate.limit, semiIntegral: m, since: share).map { $0 < tolerance } ?? false
  }

  private func alarm(
    _ severity: Severity, _ isSand: Bool, _ observation: Observation, semiIntegral m: Double
  ) -> Alarm {
    var facts: [Evidence] = []
    if let depletionTime, isSand {
      facts.append(Evidence("sand_time_s", depletionTime - segmentStart))
      facts.append(Evidence("countdown_s", max(depletionTime - observation.time, 0)))
    }
    if estimate == nil, let priorLimit { facts.append(Evidence("depletion_by_profile", m / priorLimit)) }
    if let estimate {
      facts.append(Evidence("depletion", m / estimate.limit))
      facts.append(Evidence("confidence", confidence(in: estimate)))
      facts.append(Evidence("amplitude_V", estimate.amplitude))
      facts.append(Evidence("rise_V", estimate.rise))
    }
    if let ratio = evidence.slopes.ratio { facts.append(Evidence("slope_ratio", ratio)) }
    return Alarm(
      kind: isSand ? .sandTimeDivergence : .polarisationRunaway, severity: severity,
      time: Quantity(si: observation.time), evidence: facts)
  }

  /// Probability that Sand's time lies within 10 % of its estimate, by the standard error of the fit: Sand's time goes with
  /// the square of m_c.
  private func confidence(in estimate: SandEstimate) -> Double {
    guard estimate.relativeError > 0 else { return 1 }
    return erf(0.1 / (2 * estimate.relativeError) / 2.0.squareRoot())
  }
}

// D0 alone.
extension SandDivergence {
  /// Whether the cell's profile alone says watch: the semi-integral is at 0.85 of the profile's limit, and no fit has spoken, because pulses are
  /// too short for one, or the noise is too loud. Once until the salt has come back; it takes a voltage to make it an alarm.
  @inline(__always)
  private func mayWarnByProfile(_ observation: Observation, semiIntegral m: Double) -> Bool {
    guard let priorLimit, estimate == nil, said == nil, !hasWarnedByProfile else { return false }
    guard configuration.sandPrior?.limitingCurrent != nil, observation.isSteady, observation.isClean else {
      return false
    }
    return m > 0.85 * priorLimit && configuration.sandPrior?.allowsDepletion(by: abs(observation.level)) ?? false
  }
}

// The countdown.
extension SandDivergence {
  @inline(__always)
  private func sandForecast(at time: Double, semiIntegral m: Double) -> SandForecast? {
    guard let depletionTime, let limit else { return nil }
    return SandForecast(
      remaining: Quantity(si: max(depletionTime - time, 0)), sandTime: Quantity(si: depletionTime - segmentStart),
      depletion: m / limit, basis: estimate == nil ? .prior : .readings)
  }

  /// The best knowledge of m_c, A·s^½: from the readings, else from the cell profile.
  private var limit: Double? {
    estimate?.limit ?? priorLimit
  }

  private mutating func forecast(_ observation: Observation) {
    guard let limit, configuration.sandPrior?.allowsDepletion(by: abs(observation.level)) ?? true else {
      depletionTime = nil
      return
    }
    let left = DepletionTime.remaining(
      until: limit, of: memory, current: observation.level, duration: observation.time - segmentStart)
    depletionTime = left.isFinite ? observation.time + left : nil
  }
}
