import Bench
import Cycling
import Detection
import Quantities
import Recording

/// The summary of a run, for people.
struct SummaryView {
  let report: RunReport

  /// Steps shown at most; a cycling run has thousands.
  private static let mostSteps = 30
  /// Alarms shown at most.
  private static let mostAlarms = 20

  /// The lines of the summary.
  func lines(on terminal: Terminal) -> [String] {
    var lines = ["", terminal.styled(headline, style)]
    if report.end.way != .completed { lines.append("  because: \(report.end.reason)") }
    if !summary.steps.isEmpty { lines += ["", stepTable] }
    if summary.steps.count > Self.mostSteps {
      lines.append("  … \(summary.steps.count - Self.mostSteps) more steps are in the run file")
    }
    lines += ["", alarmLines]
    lines += standingLines + journalLines + criticalCurrentLines
    lines += efficiencyLines
    lines += instrumentLines
    return lines
  }

  private var summary: RunSummary { report.summary }

  private var headline: String {
    let cycles = "\(summary.cycles) cycle\(summary.cycles == 1 ? "" : "s")"
    let reached = "\(summary.readings) readings in \(summary.duration.words) of test time"
    return switch report.end.way {
    case .completed: "Completed: \(cycles), \(reached)"
    case .stopped: "Stopped after \(reached); the cell is open"
    case .tripped: "Tripped after \(reached); the cell is open"
    case .fault: "Ended by a fault after \(reached)"
    }
  }

  private var style: Terminal.Style {
    switch report.end.way {
    case .completed: .green
    case .stopped: .yellow
    case .tripped, .fault: .red
    }
  }

  private var stepTable: String {
    var table = Table(
      titles: ["step", "name", "duration", "mAh/cm²", "V at its end", "Sand's time (true)", "ended by"],
      numeric: [0, 3, 4])
    for step in summary.steps.prefix(Self.mostSteps) {
      let capacity = step.arealCapacity.value(in: .milliampereHourPerSquareCentimetre)
      table.rows.append([
        "\(step.stepCount)", step.name, step.duration.words, capacity.formatted(digits: 4),
        step.finalVoltage.map { $0.si.formatted(digits: 4) } ?? "–",
        report.trueSandTimes[step.stepCount].map { Quantity<Time>(si: $0).words } ?? "none",
        step.endReason ?? "cut off",
      ])
    }
    return table.text
  }

  private var alarmLines: String {
    guard !summary.alarms.isEmpty else { return nothingCalled }
    var table = Table(titles: ["time", "step", "severity", "alarm", "evidence"], numeric: [1])
    for recorded in summary.alarms.prefix(Self.mostAlarms) {
      let alarm = recorded.alarm
      let evidence = alarm.evidence.prefix(4).map { "\($0.name) \($0.value.formatted(digits: 4))" }
      table.rows.append([
        alarm.time.clock, "\(recorded.step)", alarm.severity.rawValue, alarm.kind.rawValue,
        evidence.joined(separator: ", "),
      ])
    }
    let more = summary.alarms.count - Self.mostAlarms
    return more > 0 ? table.text + "\n  … \(more) more alarms are in the run file" : table.text
  }

  private var instrumentLines: [String] {
    guard let instrument = report.instrument else { return [] }
    let model = instrument.identity["model"].map { " (\($0))" } ?? ""
    return [
      "",
      "  Instrument: \(instrument.profileName)\(model) at \(instrument.place); calibration: \(instrument.calibrationWords)",
    ]
  }

  private var standingLines: [String] {
    let standing = summary.standingAlarms
    guard !standing.isEmpty else { return [] }
    return ["", "  Alarms that are not normal at the end:"]
      + standing.map { change in
        "    \(change.kind.rawValue) (\(change.severity.rawValue)): \(change.to.rawValue) since \(change.time.clock)"
          + (change.isFirstOut ? ", the first of all" : "")
      }
  }

  private var journalLines: [String] {
    guard !summary.journal.isEmpty else { return [] }
    let more = summary.journal.count - Self.mostAlarms
    return ["", "  Journal:"]
      + summary.journal.prefix(Self.mostAlarms).map { entry in
        "    \(entry.time.clock)  step \(entry.step)  \(entry.kind.rawValue): \(entry.words)"
          + (entry.duration.map { ", after \($0.words)" } ?? "")
      } + (more > 0 ? ["    … \(more) more entries are in the run file"] : [])
  }

  private var criticalCurrentLines: [String] {
    guard let critical = summary.criticalCurrentDensity else { return [] }
    func words(_ density: Quantity<CurrentDensity>) -> String { density.formatted(in: .milliamperePerSquareCentimetre) }
    let capacity = critical.cumulativeArealCapacity.formatted(in: .milliampereHourPerSquareCentimetre)
    let short = critical.shortedAt.map { "\(critical.shortKind?.rawValue ?? "a short") at \(words($0))" }
    return [
      "",
      "  Critical current density: \(critical.words)" + (short.map { " (\($0))" } ?? "")
        + (critical.suspectedAt.map { ", first suspected at \(words($0))" } ?? ""),
      "    cumulative areal capacity until then \(capacity), both directions; half-cycles \(critical.mode?.rawValue ?? "too few to tell their mode")",
    ]
  }

  /// A flat trace is not a sound cell: says what was looked for, and what nobody can see in a voltage.
  private var nothingCalled: String {
    let looked =
      "No alarms. Looked for in \(summary.readings) readings: "
      + DetectorCatalogue.entries.map(\.id).joined(separator: ", ") + "."
    let unseen =
      "That is no proof of a sound cell: a short that was there before the run, or takes less than 3 % of the current, does not show in it."
    return [looked, unseen].flatMap { $0.lines(ofAtMost: 118, margin: "  ") }.joined(separator: "\n")
  }

  private var efficiencyLines: [String] {
    guard !summary.coulombicEfficiencies.isEmpty else { return [] }
    var table = Table(
      titles: ["step", "Coulombic efficiency (n·Qc + Qs)/(n·Qc + QT)", "n", "stripped mAh", "plated mAh"],
      numeric: [0, 1, 2, 3, 4])
    for efficiency in summary.coulombicEfficiencies.suffix(Self.mostSteps) {
      table.rows.append([
        "\(efficiency.stepCount)", "\((100 * efficiency.value).formatted(digits: 5)) %", "\(efficiency.innerCycles)",
        efficiency.stripped.value(in: .milliampereHour).formatted(digits: 5),
        efficiency.plated.value(in: .milliampereHour).formatted(digits: 5),
      ])
    }
    return ["", table.text]
  }
}
