import Cycling
import Foundation
import Quantities

extension CyclePlotSource {
  /// What the picture of some run files shows, in memory that grows with their cycles, not with their readings.
  ///
  /// Throws `nothingToPlot`, `noCompleteCycle`, or what reading a run can bring.
  public init(_ runs: [RunFile.Reader]) throws(RecordingError) {
    var cycled: [CycledRun] = []
    for run in runs { cycled.append(try CycledRun(run)) }
    for (index, run) in runs.enumerated() where runs.filter({ $0.header.cellName == run.header.cellName }).count > 1 {
      cycled[index].name += " (\(run.url.deletingPathExtension().lastPathComponent))"
    }
    let titles = Self.distinct(runs.map(\.header.protocolName))
    let days = Self.distinct(runs.map { $0.header.startedAt.formatted(.iso8601.year().month().day()) })
    self.init(
      title: titles.joined(separator: ", "),
      subtitle: (Self.distinct(runs.map(\.header.channelName)) + days).joined(separator: " · "), runs: cycled)
  }

  private static func distinct(_ texts: [String]) -> [String] {
    texts.enumerated().filter { texts.firstIndex(of: $1) == $0 }.map(\.element)
  }
}

extension CycledRun {
  /// Columns of pixels that points over cycles, and over capacity, are thinned to.
  private static let (cycleColumns, capacityColumns) = (1200, 600)

  /// What a run file has to say about its cycles.
  init(_ run: RunFile.Reader) throws(RecordingError) {
    guard try run.outermostReadings() != nil else { throw .nothingToPlot(path: run.url.path) }
    var book = CycleBook()
    var short: Int?
    var end: RunEnd?
    do {
      try run.forEachEvent { event in
        book.observe(event)
        if case .alarm(let alarm, _) = event, alarm.kind == .hardShort, alarm.severity >= .alarm {
          short = short ?? book.cycles.last?.cycle
        }
        if case .ended(let last) = event { end = last }
      }
    } catch { throw RecordingError(reading: run.url.path, error) }
    guard book.cycles.contains(where: \.isComplete) else { throw .noCompleteCycle(path: run.url.path) }
    let shown = Self.telling(book.cycles)
    self.init(
      name: run.header.cellName, cycles: book.cycles.last?.cycle ?? 0,
      efficiency: Self.points(book.cycles) { $0.coulombicEfficiency },
      plating: Self.points(book.cycles) { ($0.plating.meanVoltage?.si).map { -$0 } },
      stripping: Self.points(book.cycles) { $0.stripping.meanVoltage?.si },
      curves: try Self.curves(of: shown, in: run),
      death: Self.death(end, shortIn: short, lastCycle: book.cycles.last?.cycle ?? 0))
  }

  /// The first complete cycle, one midway, the last, and the one that was cut short.
  private static func telling(_ cycles: [CycleSummary]) -> [CycleSummary] {
    let complete = cycles.filter(\.isComplete)
    var shown = [complete.first, complete.isEmpty ? nil : complete[complete.count / 2], complete.last].compactMap(
      \.self)
    if let last = cycles.last, !last.isComplete, last.plating.charge.si > 0 || last.stripping.charge.si > 0 {
      shown.append(last)
    }
    return shown.enumerated().filter { index, one in shown.firstIndex { $0.cycle == one.cycle } == index }.map(
      \.element)
  }

  private static func points(_ cycles: [CycleSummary], _ value: (CycleSummary) -> Double?) -> [PlotPoint] {
    let (first, last) = (Double(cycles.first?.cycle ?? 0), Double(cycles.last?.cycle ?? 0))
    var points = Decimator(from: first, to: last, columns: cycleColumns)
    for cycle in cycles {
      if let value = value(cycle), value.isFinite { points.add(PlotPoint(x: Double(cycle.cycle), value: value)) }
    }
    return points.points()
  }

  private static func death(_ end: RunEnd?, shortIn short: Int?, lastCycle: Int) -> CellDeath? {
    if let end, end.way == .tripped || end.way == .fault {
      return CellDeath(cycle: lastCycle, reason: "\(end.way.rawValue): \(end.reason)")
    }
    return short.map { CellDeath(cycle: $0, reason: AlarmKind.hardShort.rawValue) }
  }

  private static func curves(
    of cycles: [CycleSummary], in run: RunFile.Reader
  ) throws(RecordingError) -> [CycleCurve] {
    let area = run.header.area.si
    var tracks = cycles.map { CurveTrack($0, area: area, columns: capacityColumns) }
    do {
      try run.forEachReading { recorded in
        if let index = tracks.firstIndex(where: { $0.cycle == recorded.cycle }) { tracks[index].move(to: recorded) }
      }
    } catch { throw RecordingError(reading: run.url.path, error) }
    return tracks.map { $0.curve() }
  }
}

/// Follows the voltage of one cycle over the areal capacity it moves.
private struct CurveTrack {
  let cycle: Int
  private let area: Double
  private var counter = ChargeCounter()
  private var plating, stripping: Decimator

  init(_ summary: CycleSummary, area: Double, columns: Int) {
    (cycle, self.area) = (summary.cycle, area)
    plating = Decimator(from: 0, to: summary.plating.charge.si / area, columns: columns)
    stripping = Decimator(from: 0, to: summary.stripping.charge.si / area, columns: columns)
  }

  mutating func move(to recorded: RecordedReading) {
    let (plated, stripped, voltage) = (counter.plated, counter.stripped, recorded.reading.voltage.si)
    counter.move(to: recorded)
    if counter.plated > plated { plating.add(PlotPoint(x: counter.plated / area, value: voltage)) }
    if counter.stripped > stripped { stripping.add(PlotPoint(x: counter.stripped / area, value: voltage)) }
  }

  func curve() -> CycleCurve {
    var copy = self
    return CycleCurve(cycle: cycle, plating: copy.plating.points(), stripping: copy.stripping.points())
  }
}
