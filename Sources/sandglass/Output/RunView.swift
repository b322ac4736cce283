import Cycling
import Foundation
import Quantities
import Runner

/// Shows a run while it goes on: a row at the steps, at the alarms and now and then between, and a live line.
final class RunView {
  private let terminal: Terminal
  private let area: Quantity<Area>
  private var rows = 0
  private var nextRow = 0.0
  private var stepName: String
  private var lastLiveLine = ContinuousClock.now
  private var readingsUntilLook = 0
  private var latestAlarms: [AlarmKind: Alarm] = [:]

  /// A view of a run; `stepUnderWay` names the step that a run goes on with.
  init(terminal: Terminal, area: Quantity<Area>, stepUnderWay: String? = nil) {
    (self.terminal, self.area, stepName) = (terminal, area, stepUnderWay ?? "")
  }

  /// Rows that a run prints at most; after that the live line alone goes on.
  private static let mostRows = 60
  /// A row follows when the step's time has grown by this factor while Sand's time runs down …
  private static let rowGrowth = 1.5
  /// … and by this one when nothing much happens.
  private static let quietGrowth = 12.0

  /// Prints the titles of the rows.
  func begin() {
    terminal.say(
      terminal.styled(
        Self.columns("time", "step", "voltage", "current", "capacity", "left of Sand's time"), .faint))
  }

  /// Takes an event of the run.
  func show(_ event: RunEvent) {
    switch event {
    case .stepBegan(let start):
      stepName = "\(start.stepNumber) \(start.name)"
      nextRow = 0
    case .alarm(let alarm, _): take(alarm)
    case .alarmChanged(let change):
      if change.isAnnounced, let alarm = latestAlarms[change.kind] { show(alarm) }
    case .journal(let entry): show(entry)
    case .reading, .stepEnded, .ended: break
    }
  }

  /// Takes the latest reading, kept or not.
  func show(_ progress: RunProgress) {
    let elapsed = (progress.reading.time - progress.stepStart).si
    if elapsed >= nextRow, rows < Self.mostRows {
      terminal.say(row(progress))
      rows += 1
      nextRow = progress.forecast == nil ? max(elapsed * Self.quietGrowth, 10) : max(elapsed * Self.rowGrowth, 5)
      if rows == Self.mostRows { terminal.say(terminal.styled("  … and so on", .faint)) }
    }
    readingsUntilLook -= 1
    guard terminal.isInteractive, readingsUntilLook <= 0 else { return }
    let now = ContinuousClock.now
    // A look at the clock costs more than a reading of a fast run.
    readingsUntilLook = now - lastLiveLine < .milliseconds(1) ? 1000 : 0
    if now - lastLiveLine >= .milliseconds(100) {
      lastLiveLine = now
      terminal.overwrite(row(progress))
    }
  }

  private func row(_ progress: RunProgress) -> String {
    let reading = progress.reading
    let capacity = (progress.stepCharge / area).magnitude.value(in: .milliampereHourPerSquareCentimetre)
    return Self.columns(
      reading.time.clock, stepName, String(format: "%.4f V", reading.voltage.si),
      String(format: "%.4g mA/cm²", (reading.current / area).value(in: .milliamperePerSquareCentimetre)),
      String(format: "%.4f mAh/cm²", capacity), progress.isPaused ? "paused" : countdown(progress.forecast))
  }

  private func countdown(_ forecast: SandForecast?) -> String {
    guard let forecast else { return "" }
    let bar = Int((min(max(forecast.depletion, 0), 1) * 10).rounded())
    let glass = String(repeating: "▓", count: bar) + String(repeating: "░", count: 10 - bar)
    let basis = forecast.basis == .prior ? " (from the profile)" : ""
    return forecast.remaining.si > 0 ? "\(glass) \(forecast.remaining.words)\(basis)" : "\(glass) over"
  }

  /// Shows an info at most once a minute and kind; anything higher when the alarm book announces it.
  private func take(_ alarm: Alarm) {
    let latest = latestAlarms.updateValue(alarm, forKey: alarm.kind)
    if alarm.severity == .info, latest.map({ (alarm.time - $0.time).si >= 60 }) ?? true { show(alarm) }
  }

  private func show(_ alarm: Alarm) {
    let style: Terminal.Style =
      switch alarm.severity {
      case .info: .cyan
      case .watch: .yellow
      case .alarm, .trip: .red
      }
    var said = "\(alarm.severity.rawValue.uppercased()) \(alarm.kind.rawValue)"
    if let sandTime = alarm["sand_time_s"], let countdown = alarm["countdown_s"] {
      said += ": Sand's time \(Quantity<Time>(si: sandTime).words), \(Quantity<Time>(si: countdown).words) left"
    }
    if let late = alarm["late_s"] {
      said += ": a reading came \(Quantity<Time>(si: late).words) late, and until then nobody looked at the cell"
    }
    terminal.say(
      terminal.styled("\(Self.padded(alarm.time.clock, 10))  \(Self.padded(stepName, 22)) ▲ \(said)", style))
  }

  private func show(_ entry: JournalEntry) {
    let said = "\(entry.kind.rawValue): \(entry.words)" + (entry.duration.map { ", after \($0.words)" } ?? "")
    terminal.say(
      terminal.styled("\(Self.padded(entry.time.clock, 10))  \(Self.padded(stepName, 22)) ■ \(said)", .bold))
  }

  private static func columns(_ time: String, _ step: String, _ rest: String...) -> String {
    let widths = [10, 14, 14]
    let cells = zip(rest, widths).map { String(repeating: " ", count: max(0, $1 - $0.count)) + $0 }
    return
      ([String(repeating: " ", count: max(0, 10 - time.count)) + time, padded(step, 22)] + cells
      + rest.dropFirst(widths.count)).joined(separator: "  ")
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text.count > width
      ? text.prefix(width - 1) + "…" : text + String(repeating: " ", count: width - text.count)
  }
}
