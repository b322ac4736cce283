import Cycling
public import Quantities

/// What one cycle moved, and at what voltage.
public struct CycleSummary: Hashable, Sendable {
  /// The cycle, from 1.
  public var cycle: Int
  /// Its plating.
  public var plating = HalfCycle()
  /// Its stripping.
  public var stripping = HalfCycle()
  /// Whether it plated and stripped and nothing cut it short.
  public var isComplete = false
  /// Stripped over plated of the balance that was closed in it; nil where no strip ran to a voltage limit.
  public var coulombicEfficiency: Double?

  init(cycle: Int) { self.cycle = cycle }
}

/// One half of a cycle: all its plating, or all its stripping.
public struct HalfCycle: Hashable, Sendable {
  /// Charge moved, a magnitude.
  public private(set) var charge: Quantity<Charge> = .zero
  /// Voltage, the mean over the charge moved; nil where nobody read it.
  public var meanVoltage: Quantity<Voltage>? { weight > 0 ? Quantity(si: work / weight) : nil }
  /// Energy, ∫V dQ over the magnitude of the charge.
  public var energy: Quantity<Energy> { Quantity(si: work) }
  /// ∫V dQ, V·C, and the charge it was taken over, C.
  private var (work, weight) = (0.0, 0.0)

  /// Adds a charge, C, that moved at a voltage, V; not-a-number where nobody knows.
  fileprivate mutating func add(charge moved: Double, at voltage: Double) {
    charge = Quantity(si: charge.si + moved)
    guard voltage.isFinite else { return }
    work += voltage * moved
    weight += moved
  }
}

/// Sums up the cycles of a run from its events; memory grows with the steps, not with the readings.
struct CycleBook: Hashable, Sendable {
  private(set) var cycles: [CycleSummary] = []
  private var balance = EfficiencyBalance()
  private var voltage = Double.nan
  private var step = 0

  /// Takes the next event of the run.
  mutating func observe(_ event: RunEvent) {
    switch event {
    case .stepBegan(let start): open(start.cycle)
    case .reading(let recorded):
      open(recorded.cycle)
      take(recorded)
    case .stepEnded(let end):
      guard let last = cycles.indices.last else { return }
      if let efficiency = balance.end(end) { cycles[last].coulombicEfficiency = efficiency.value }
      cycles[last].isComplete = cycles[last].plating.charge.si > 0 && cycles[last].stripping.charge.si > 0
    case .ended(let end):
      if let last = cycles.indices.last, end.way != .completed { cycles[last].isComplete = false }
    case .alarm, .alarmChanged, .journal: break
    }
  }

  private mutating func open(_ cycle: Int) {
    if cycle != cycles.last?.cycle { cycles.append(CycleSummary(cycle: cycle)) }
  }

  /// The charge since the reading before moved at the mean voltage of the two.
  private mutating func take(_ recorded: RecordedReading) {
    let (plated, stripped) = (balance.plated.si, balance.stripped.si)
    balance.move(to: recorded)
    let now = recorded.reading.voltage.si
    let between = recorded.stepCount == step && voltage.isFinite ? (voltage + now) / 2 : now
    (voltage, step) = (now, recorded.stepCount)
    let (platedNow, strippedNow, last) = (balance.plated.si, balance.stripped.si, cycles.count - 1)
    if platedNow > plated { cycles[last].plating.add(charge: platedNow - plated, at: between) }
    if strippedNow > stripped { cycles[last].stripping.add(charge: strippedNow - stripped, at: between) }
  }
}
