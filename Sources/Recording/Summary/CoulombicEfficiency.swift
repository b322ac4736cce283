import Cycling
public import Quantities

/// How much of the lithium plated since the last exhaustive strip came back in this one.
///
/// A strip that a voltage condition ended has taken all lithium that could be had, so it closes a balance. With n
/// cycles of charge Qc on a reservoir QT between, stripped over plated is (n·Qc + Qs)/(n·Qc + QT), the method of
/// Adams et al., Adv. Energy Mater. 8 (2018) 1702097, doi:10.1002/aenm.201702097; with none it is Qs/Qp.
public struct CoulombicEfficiency: Hashable, Codable, Sendable {
  /// Count of the exhaustive strip among the steps executed, from 1.
  public var stepCount: Int
  /// Charge plated since the last exhaustive strip or the start of the run, a magnitude.
  public var plated: Quantity<Charge>
  /// Charge stripped in the same time, a magnitude.
  public var stripped: Quantity<Charge>
  /// Strips between that left lithium behind and were followed by plating: n.
  public var innerCycles: Int

  /// Stripped over plated: 1 where nothing is lost.
  public var value: Double { stripped / plated }
}

/// Finds the exhaustive strips of a run and balances them.
struct EfficiencyBalance: Hashable, Sendable {
  private var counter = ChargeCounter()
  private var platedBefore = 0.0
  private var strippedBefore = 0.0
  private var innerCycles = 0
  private var hasStripped = false

  /// Takes a reading.
  mutating func move(to recorded: RecordedReading) { counter.move(to: recorded) }

  /// Takes the end of a step; an efficiency where it was an exhaustive strip after plating.
  mutating func end(_ end: StepEnd) -> CoulombicEfficiency? {
    guard counter.move(to: end) else { return nil }
    if end.charge.si < 0, hasStripped {
      innerCycles += 1
      hasStripped = false
    }
    guard end.charge.si > 0 else { return nil }
    guard end.endedByVoltage else {
      hasStripped = true
      return nil
    }
    let efficiency = CoulombicEfficiency(
      stepCount: end.stepCount, plated: Quantity(si: counter.plated - platedBefore),
      stripped: Quantity(si: counter.stripped - strippedBefore), innerCycles: innerCycles)
    (platedBefore, strippedBefore) = (counter.plated, counter.stripped)
    (innerCycles, hasStripped) = (0, false)
    return efficiency.plated.si > 0 ? efficiency : nil
  }

  /// Plated so far in the run, a magnitude.
  var plated: Quantity<Charge> { Quantity(si: counter.plated) }
  /// Stripped so far in the run, a magnitude.
  var stripped: Quantity<Charge> { Quantity(si: counter.stripped) }
}
