import Cycling
import Foundation
import Quantities

extension PlotSource {
  /// Columns of pixels that curves are thinned to: two for each of a picture's.
  private static let columns = 2400

  /// What a run file's picture shows, in memory that does not grow with the run; `window` is in s of test time.
  ///
  /// Throws `nothingToPlot`, or what reading the run can bring.
  public init(
    _ run: RunFile.Reader, lower: LowerPanel = .current,
    window: ClosedRange<Double> = -Double.infinity...Double.infinity
  ) throws(RecordingError) {
    guard let (first, last) = try run.outermostReadings() else { throw .nothingToPlot(path: run.url.path) }
    let start = max(first.reading.time.si, window.lowerBound)
    let end = min(last.reading.time.si, window.upperBound)
    guard start <= end else { throw .nothingToPlot(path: run.url.path) }
    var voltages = Decimator(from: start, to: end, columns: Self.columns)
    var lowers = Decimator(from: start, to: end, columns: Self.columns)
    var marks = MarkedAlarms(try run.alarms().map(\.alarm).filter { window.contains($0.time.si) })
    var charge = ChargeCounter()
    let column = try Self.modelColumn(lower, in: run)
    do {
      try run.forEachReading { recorded in
        let (time, reading) = (recorded.reading.time.si, recorded.reading)
        charge.move(to: recorded)
        guard (start...end).contains(time) else { return }
        voltages.add(PlotPoint(x: time, value: reading.voltage.si))
        marks.pass(PlotPoint(x: time, value: reading.voltage.si))
        let value: Double =
          switch lower {
          case .current: reading.current.si
          case .arealCapacity: (charge.stripped - charge.plated) / run.header.area.si
          case .model: column.map { recorded.modelState[$0] } ?? .nan
          }
        lowers.add(PlotPoint(x: time, value: value))
      }
    } catch { throw RecordingError(reading: run.url.path, error) }
    let header = run.header
    let day = header.startedAt.formatted(.iso8601.year().month().day())
    self.init(
      title: header.protocolName, subtitle: "\(header.cellName) · \(header.channelName) · \(day)",
      voltage: voltages.points(), lower: lower, lowerCurve: lowers.points(), marks: marks.finished())
    name = "\(header.cellName) (\(run.url.deletingPathExtension().lastPathComponent))"
  }

  /// What a file of readings shows, which knows no alarms and no area: the lower panel is the current.
  ///
  /// Throws `nothingToPlot`, or what reading the file can bring.
  public init(
    _ file: ReadingsFile, window: ClosedRange<Double> = -Double.infinity...Double.infinity
  ) throws(RecordingError) {
    func each(_ body: (Reading) -> Void) throws(RecordingError) {
      do { try file.forEachReading { if window.contains($0.time.si) { body($0) } } } catch {
        throw RecordingError(reading: file.url.path, error)
      }
    }
    var ends: (first: Double, last: Double)?
    try each { ends = (ends?.first ?? $0.time.si, $0.time.si) }
    guard let ends else { throw .nothingToPlot(path: file.url.path) }
    var voltages = Decimator(from: ends.first, to: ends.last, columns: Self.columns)
    var currents = Decimator(from: ends.first, to: ends.last, columns: Self.columns)
    try each { reading in
      voltages.add(PlotPoint(x: reading.time.si, value: reading.voltage.si))
      currents.add(PlotPoint(x: reading.time.si, value: reading.current.si))
    }
    self.init(
      title: file.url.lastPathComponent, subtitle: "readings of a foreign file", voltage: voltages.points(),
      lower: .current, lowerCurve: currents.points(), marks: [])
    name = file.url.deletingPathExtension().lastPathComponent
  }

  /// Draws others over it, a colour each; their alarms are not marked.
  public mutating func overlay(_ sources: [PlotSource]) {
    others += sources.map { PlotOverlay(name: $0.name, voltage: $0.voltage, lowerCurve: $0.lowerCurve) }
  }

  private static func modelColumn(_ lower: LowerPanel, in run: RunFile.Reader) throws(RecordingError) -> Int? {
    guard case .model(let name) = lower else { return nil }
    guard let index = run.header.modelColumns.firstIndex(where: { $0.name == name }) else {
      throw .noModelColumn(path: run.url.path, name: name, known: run.header.modelColumns.map(\.name))
    }
    return index
  }
}

/// Alarms that get the voltage of their time while the readings pass.
private struct MarkedAlarms {
  private var waiting: ArraySlice<Alarm>
  private var marks: [PlotMark] = []
  private var before: PlotPoint?

  init(_ alarms: [Alarm]) { waiting = alarms.sorted { $0.time < $1.time }[...] }

  mutating func pass(_ point: PlotPoint) {
    while let alarm = waiting.first, alarm.time.si <= point.x {
      mark(waiting.removeFirst(), voltage: voltage(at: alarm.time.si, next: point))
    }
    before = point
  }

  mutating func finished() -> [PlotMark] {
    while let alarm = waiting.popFirst() { mark(alarm, voltage: nil) }
    return marks
  }

  private mutating func mark(_ alarm: Alarm, voltage: Double?) {
    let known = voltage.flatMap { $0.isFinite ? Quantity<Voltage>(si: $0) : nil }
    marks.append(PlotMark(name: alarm.kind.rawValue, severity: alarm.severity, time: alarm.time, voltage: known))
  }

  /// The reading's own voltage, or a straight line where the reading itself was not kept.
  private func voltage(at time: Double, next: PlotPoint) -> Double {
    guard let before, next.x > time, next.x > before.x else { return next.value }
    return before.value + (next.value - before.value) * (time - before.x) / (next.x - before.x)
  }
}
