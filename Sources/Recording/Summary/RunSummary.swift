public import Cycling
import Foundation
public import Quantities

/// A run on one page: made from its events as they come, or from its file; a reading costs no memory.
public struct RunSummary: Hashable, Sendable {
  /// Electrode area.
  public let area: Quantity<Area>
  /// Test time of the last event.
  public private(set) var duration: Quantity<Time> = .zero
  /// Readings kept.
  public private(set) var readings = 0
  /// Plate-and-strip pairs begun.
  public private(set) var cycles = 0
  /// The steps in the order they ran.
  public private(set) var steps: [StepSummary] = []
  /// What detectors and limits said.
  public private(set) var alarms: [RecordedAlarm] = []
  /// How the alarms changed their states.
  public private(set) var alarmChanges: [AlarmChange] = []
  /// Pauses, gaps, reactions and commands.
  public private(set) var journal: [JournalEntry] = []
  /// One for each exhaustive strip that follows plating.
  public private(set) var coulombicEfficiencies: [CoulombicEfficiency] = []
  /// How it ended; nil while it runs, or when it was cut off.
  public private(set) var end: RunEnd?
  private var balance = EfficiencyBalance()
  private var book = CycleBook()
  private var staircase = Staircase()

  /// The summary of nothing yet.
  public init(area: Quantity<Area>) { self.area = area }

  /// The summary of a run file; throws `RecordingError`.
  public init(of run: RunFile.Reader) throws(RecordingError) {
    area = run.header.area
    do { try run.forEachEvent { observe($0) } } catch { throw RecordingError(reading: run.url.path, error) }
  }

  /// Charge plated in the run, a magnitude.
  public var plated: Quantity<Charge> { balance.plated }
  /// Charge stripped in the run, a magnitude.
  public var stripped: Quantity<Charge> { balance.stripped }

  /// The critical current density, where the currents of the run rise like a staircase; nil where they do not.
  public var criticalCurrentDensity: CriticalCurrentDensity? { staircase.result(area: area) }

  /// The cycles in the order they ran, each with its half-cycles, mean voltages and efficiency.
  public var cycleSummaries: [CycleSummary] { book.cycles }

  /// Takes the next event of the run.
  public mutating func observe(_ event: RunEvent) {
    book.observe(event)
    staircase.observe(event)
    switch event {
    case .stepBegan(let start):
      steps.append(StepSummary(start))
      (cycles, duration) = (max(cycles, start.cycle), max(duration, start.time))
    case .reading(let recorded):
      readings += 1
      (cycles, duration) = (max(cycles, recorded.cycle), max(duration, recorded.reading.time))
      balance.move(to: recorded)
      if let index = index(ofStep: recorded.stepCount) { steps[index].observe(recorded, area: area) }
    case .stepEnded(let end):
      duration = max(duration, end.time)
      if let index = index(ofStep: end.stepCount) { steps[index].finish(end, area: area) }
      if let efficiency = balance.end(end) { coulombicEfficiencies.append(efficiency) }
    case .alarm(let alarm, let step): alarms.append(RecordedAlarm(alarm: alarm, step: step))
    case .alarmChanged(let change): alarmChanges.append(change)
    case .journal(let entry): journal.append(entry)
    case .ended(let end):
      self.end = end
      duration = max(duration, end.time)
    }
  }

  private func index(ofStep stepCount: Int) -> Int? {
    steps.last?.stepCount == stepCount ? steps.indices.last : steps.lastIndex { $0.stepCount == stepCount }
  }
}
