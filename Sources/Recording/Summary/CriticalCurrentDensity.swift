public import Cycling
public import Quantities

/// What a staircase of current densities says about the one at which a cell shorts.
///
/// The critical current density is that of the last rung that ended without a short. It depends on the history: half-cycles
/// of fixed time and of fixed charge give different answers (Commun. Chem. 2023, doi:10.1038/s42004-023-01002-4), so it
/// comes with how the half-cycles were controlled and with the areal capacity passed until the short.
public struct CriticalCurrentDensity: Hashable, Sendable {
  /// How the half-cycles of the staircase ended.
  public enum Mode: String, Hashable, Sendable {
    /// All lasted alike; the charge grew with the current.
    case time = "time-controlled"
    /// All moved the same charge; they grew shorter with the current.
    case capacity = "capacity-controlled"
    /// Neither.
    case mixed
  }

  /// Magnitude of the last rung that ended without a short; nil where the first one shorted.
  public var value: Quantity<CurrentDensity>?
  /// Magnitude of the rung that shorted; nil where none did: then the critical current density is higher than `value`.
  public var shortedAt: Quantity<CurrentDensity>?
  /// Magnitude of the first rung in which a short was suspected (a watch): it may have come and gone; nil where none was.
  public var suspectedAt: Quantity<CurrentDensity>?
  /// Kind of the alarm that told the short.
  public var shortKind: AlarmKind?
  /// Test time of that alarm.
  public var shortTime: Quantity<Time>?
  /// Areal capacity passed until the short, or to the end, both directions added up.
  public var cumulativeArealCapacity: Quantity<ArealCapacity>
  /// How the half-cycles ended; nil where too few did to tell.
  public var mode: Mode?
}

/// Watches a run for a staircase: steps of steady current whose magnitude never falls and rises at least once.
struct Staircase: Hashable, Sendable {
  private struct HalfCycle: Hashable {
    var current: Double
    var duration: Double
    var charge: Double
  }

  private var done: [HalfCycle] = []
  private var isStaircase = true
  private var current: Double?
  private var charge = 0.0
  private var passed = 0.0
  private var short: (kind: AlarmKind, time: Quantity<Time>, current: Double, passed: Double)? {
    get { shortKind.map { ($0, shortTime, shortCurrent, shortPassed) } }
    set {
      guard let newValue else { return }
      (shortKind, shortTime, shortCurrent, shortPassed) = newValue
    }
  }
  private var suspected: Double?
  private var shortKind: AlarmKind?
  private var shortTime = Quantity<Time>.zero
  private var shortCurrent = 0.0
  private var shortPassed = 0.0

  /// Half-cycles that are alike within this part end by the same rule.
  private static let tolerance = 0.01
  private static let shorts: Set<AlarmKind> = [
    .softShort, .gradualShort, .telegraphShort, .hardShort, .shortedAtStart,
  ]

  /// Takes the next event of the run.
  mutating func observe(_ event: RunEvent) {
    guard isStaircase else { return }
    switch event {
    case .stepBegan: (current, charge) = (nil, 0)
    case .reading(let recorded):
      charge = recorded.stepCharge.si.magnitude
      guard !recorded.reading.flags.contains(.paused), case .current(let set) = recorded.reading.setpoint else {
        return
      }
      // A rung is what the step began with: a reaction may lower it.
      if current == nil { begin(set.si.magnitude) }
    case .alarm(let alarm, _):
      guard let current, short == nil, alarm.severity >= .watch, Self.shorts.contains(alarm.kind) else { return }
      suspected = suspected ?? current
      guard alarm.severity >= .alarm else { return }
      short = (alarm.kind, alarm.time, current, passed + charge)
    case .stepEnded(let end):
      passed += end.charge.si.magnitude
      if let current, short == nil {
        done.append(HalfCycle(current: current, duration: end.duration.si, charge: end.charge.si.magnitude))
      }
      (current, charge) = (nil, 0)
    case .alarmChanged, .journal, .ended: break
    }
  }

  private mutating func begin(_ magnitude: Double) {
    if let last = done.last?.current, magnitude < last * (1 - 1e-6) {
      // Behind the short nothing of the staircase is left to find.
      if short == nil { (isStaircase, done) = (false, []) }
      return
    }
    current = magnitude
  }

  /// What the staircase says; nil where there was none.
  func result(area: Quantity<Area>) -> CriticalCurrentDensity? {
    let shorted = short
    guard isStaircase, let lowest = done.first?.current, let highest = shorted?.current ?? done.last?.current,
      highest > lowest * (1 + 1e-6)
    else { return nil }
    // A rung counts when all its half-cycles ended well.
    let sound = done.last { half in shorted.map { half.current < $0.current * (1 - 1e-6) } ?? true }
    func density(_ current: Double) -> Quantity<CurrentDensity> { Quantity<Current>(si: current) / area }
    return CriticalCurrentDensity(
      value: sound.map { density($0.current) }, shortedAt: shorted.map { density($0.current) },
      suspectedAt: suspected.map(density), shortKind: shorted?.kind, shortTime: shorted?.time,
      cumulativeArealCapacity: Quantity<Charge>(si: shorted?.passed ?? passed) / area, mode: mode)
  }

  private var mode: CriticalCurrentDensity.Mode? {
    guard let first = done.first, done.contains(where: { $0.current > first.current * (1 + 1e-6) }) else { return nil }
    func areAlike(_ value: (HalfCycle) -> Double) -> Bool {
      let values = done.map(value)
      guard let least = values.min(), let most = values.max() else { return false }
      return most - least <= Self.tolerance * most
    }
    return areAlike(\.duration) ? .time : areAlike(\.charge) ? .capacity : .mixed
  }
}
