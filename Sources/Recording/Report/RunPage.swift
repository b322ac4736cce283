import Cycling
public import Foundation
import Quantities

/// A run on one page of HTML that needs nothing beside it: pictures, summary, events with their evidence, protocol, provenance.
public struct RunPage: Sendable {
  private let run: RunFile.Reader
  let summary: RunSummary
  private let verification: RunVerification
  private let pictures: [(title: String, svg: String)]

  /// The page of a run file; pictures are left out where gnuplot is not installed. Throws what reading the run can bring.
  public init(of run: RunFile.Reader, with gnuplot: Gnuplot = Gnuplot()) throws(RecordingError) {
    self.run = run
    summary = try RunSummary(of: run)
    verification = try RunVerification(of: run.url)
    pictures = try Self.draw(run, gnuplot)
  }

  /// Writes the page to a file, which appears whole or not at all and replaces one of the same name.
  public func write(to url: URL) throws(RecordingError) {
    let text = text
    try AtomicFile.write(to: url) { descriptor in
      var sink = TextSink(descriptor, path: url.path)
      try sink.write(text)
      try sink.flush()
    }
  }

  private static func draw(
    _ run: RunFile.Reader, _ gnuplot: Gnuplot
  ) throws(RecordingError) -> [(title: String, svg: String)] {
    var pictures: [(String, String)] = []
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("sandglass-\(UUID().uuidString).svg")
    defer { try? FileManager.default.removeItem(at: file) }
    func add(_ title: String, _ draw: () throws(RecordingError) -> Void) throws(RecordingError) {
      do { try draw() } catch {
        switch error {
        case .gnuplotMissing, .nothingToPlot, .noCompleteCycle: return
        default: throw error
        }
      }
      if let svg = try? String(contentsOf: file, encoding: .utf8) {
        pictures.append((title, HTMLText.picture(svg, named: "p\(pictures.count + 1)")))
      }
    }
    try add("Voltage and current over time") { () throws(RecordingError) in
      try PlotSource(run).draw(to: file, with: gnuplot)
    }
    try add("Net areal capacity over time") { () throws(RecordingError) in
      try PlotSource(run, lower: .arealCapacity).draw(to: file, with: gnuplot)
    }
    try add("Over the cycles") { () throws(RecordingError) in
      try CyclePlotSource([run]).draw(to: file, with: gnuplot)
    }
    return pictures
  }

  /// The page.
  var text: String {
    let header = run.header
    let sections = [
      ("Pictures", pictureSection), ("Steps", stepTable), ("Cycles", cycleTable),
      ("Critical current density", criticalCurrentTable), ("Alarms and their evidence", alarmTable),
      ("Alarm states", alarmStates), ("Journal", journalTable), ("Test protocol", Self.quotation(header.protocolText)),
      ("Cell", header.cellText.isEmpty ? "" : Self.quotation(header.cellText)), ("Provenance", provenance),
      ("Integrity", integrity),
    ].filter { !$0.1.isEmpty }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="sandglass">
      <link rel="icon" href="data:,">
      <title>\(HTMLText.escaped(header.protocolName)) – \(HTMLText.escaped(header.cellName))</title>
      <style>\(PageStyle.text)</style>
      </head>
      <body>
      <header>
      <h1>\(HTMLText.escaped(header.protocolName))</h1>
      <p>\(HTMLText.escaped(header.cellName)) · \(HTMLText.escaped(header.channelName)) · \
      \(header.startedAt.formatted(.iso8601))</p>
      \(header.notes.isEmpty ? "" : "<p class=\"notes\">\(HTMLText.escaped(header.notes))</p>")
      </header>
      \(outcome)
      \(sections.map { "<section><h2>\($0)</h2>\n\($1)\n</section>" }.joined(separator: "\n"))
      </body>
      </html>

      """
  }

  private var pictureSection: String {
    if pictures.isEmpty {
      return "<p class=\"none\">gnuplot, which draws them, was not there, or there is no reading</p>"
    }
    return pictures.map { "<figure>\($1)<figcaption>\(HTMLText.escaped($0))</figcaption></figure>" }
      .joined(separator: "\n")
  }

  /// How it ended, and the numbers that people look for first.
  private var outcome: String {
    let way = summary.end.map(\.way.rawValue) ?? "not ended"
    let reason = summary.end?.reason ?? "it goes on, or it was cut off"
    let efficiency = summary.coulombicEfficiencies.last.map { "\(($0.value * 100).formatted(digits: 5)) %" }
    let standing = summary.standingAlarms.count
    let numbers: [(String, String?)] = [
      ("test time", Self.duration(summary.duration.si)), ("readings", "\(summary.readings)"),
      ("cycles", "\(summary.cycles)"),
      ("plated", "\(summary.plated.value(in: .milliampereHour).formatted(digits: 4)) mAh"),
      ("stripped", "\(summary.stripped.value(in: .milliampereHour).formatted(digits: 4)) mAh"),
      ("last Coulombic efficiency", efficiency),
      ("critical current density", summary.criticalCurrentDensity?.words), ("alarms", "\(summary.alarms.count)"),
      ("alarms that are not normal", standing == 0 ? nil : "\(standing)"),
    ]
    let list = numbers.compactMap { name, value in
      value.map { "<div><dt>\(HTMLText.escaped(name))</dt><dd>\(HTMLText.escaped($0))</dd></div>" }
    }
    return """
      <section class="outcome \(way == "completed" ? "good" : way == "stopped" ? "fair" : "bad")">
      <p><strong>\(HTMLText.escaped(way))</strong> – \(HTMLText.escaped(reason))</p>
      <dl>\(list.joined())</dl>
      </section>
      """
  }

  private static func quotation(_ text: String) -> String { "<pre>\(HTMLText.escaped(text))</pre>" }

  /// Seconds as people read them.
  static func duration(_ seconds: Double) -> String {
    let unit = AxisUnit.time(length: seconds)
    return "\((seconds / unit.scale).formatted(digits: 5)) \(unit.symbol)"
  }
}

// What the tables hold.
extension RunPage {
  private var stepTable: String {
    HTMLText.table(
      [
        "step", "name", "cycle", "begins", "lasts", "charge / mAh", "mAh/cm²", "mean / V", "end / V", "energy / mWh",
        "nucleation / mV", "ended by",
      ],
      summary.steps.map { step in
        [
          "\(step.stepCount)", step.name, "\(step.cycle)", Self.duration(step.start.si),
          Self.duration(step.duration.si),
          step.charge.value(in: .milliampereHour).formatted(digits: 4),
          step.arealCapacity.value(in: .milliampereHourPerSquareCentimetre).formatted(digits: 4),
          step.meanVoltage.map { $0.si.formatted(digits: 4) } ?? "",
          step.finalVoltage.map { $0.si.formatted(digits: 4) } ?? "",
          step.energy.value(in: .milliwattHour).formatted(digits: 4),
          step.nucleationOverpotential.map { ($0.si * 1e3).formatted(digits: 3) } ?? "",
          step.endReason ?? "cut off",
        ]
      }, numeric: [0, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  }

  private var cycleTable: String {
    let cycles = summary.cycleSummaries
    guard cycles.count > 1 else { return "" }
    func number(_ value: Double?) -> String { value.map { $0.formatted(digits: 4) } ?? "" }
    return HTMLText.table(
      ["cycle", "plated / mAh", "stripped / mAh", "mean plating / V", "mean stripping / V", "Coulombic efficiency"],
      cycles.map { cycle in
        [
          "\(cycle.cycle)", number(cycle.plating.charge.value(in: .milliampereHour)),
          number(cycle.stripping.charge.value(in: .milliampereHour)), number(cycle.plating.meanVoltage?.si),
          number(cycle.stripping.meanVoltage?.si),
          cycle.coulombicEfficiency.map { "\(($0 * 100).formatted(digits: 5)) %" } ?? "",
        ]
      }, numeric: [0, 1, 2, 3, 4, 5])
  }

  private var alarmTable: String {
    HTMLText.table(
      ["test time", "step", "severity", "kind", "evidence"],
      summary.alarms.map { recorded in
        let alarm = recorded.alarm
        return [
          Self.duration(alarm.time.si), "\(recorded.step)", alarm.severity.rawValue, alarm.kind.rawValue,
          alarm.evidence.map { "\($0.name) = \($0.value.formatted(digits: 4))" }.joined(separator: ", "),
        ]
      }, numeric: [0, 1])
  }

  private var journalTable: String {
    guard !summary.journal.isEmpty else { return "" }
    return HTMLText.table(
      ["test time", "step", "what", "words", "lasted"],
      summary.journal.map { entry in
        [
          Self.duration(entry.time.si), "\(entry.step)", entry.kind.rawValue, entry.words,
          entry.duration.map { Self.duration($0.si) } ?? "",
        ]
      }, numeric: [0, 1, 4])
  }

  private var provenance: String {
    let header = run.header
    var rows = [
      ["run file", run.url.lastPathComponent], ["written by", "sandglass \(header.softwareVersion) on \(header.host)"],
      ["schema version", "\(run.schemaVersion)"], ["started (UTC)", header.startedAt.formatted(.iso8601)],
      ["local time ahead of UTC", "\(header.secondsFromUTC) s"], ["channel", header.channelName],
      ["speed", header.speed.map { "\($0) s of test time in a second" } ?? "as fast as it goes"],
      ["seed", header.seed.map(String.init) ?? "none: an instrument"],
      ["electrode area", "\(header.area.value(in: .squareCentimetre).formatted(digits: 5)) cm²"],
      ["SHA-256 of the test protocol", header.protocolFingerprint.description],
    ]
    if let instrument = header.instrument {
      rows.append(["instrument", "\(instrument.profileName) at \(instrument.place)"])
      rows += instrument.identity.sorted { $0.key < $1.key }.map { ["instrument: \($0.key)", $0.value] }
      rows.append(["calibration", instrument.calibrationWords])
    }
    return HTMLText.table(["what", "is"], rows)
  }

  private var integrity: String {
    let verdict =
      verification.isWhole
      ? "Every reading, event and text is what was written" : "Something is not what was written"
    let commits = verification.commits.map { ", in \($0) commits with checksums" } ?? "; the file has no checksums"
    let drift = verification.clockDrift.map { "; the computer's clock ran \($0.formatted(digits: 3)) ppm off" } ?? ""
    let findings = verification.findings.map { "<li>\($0.weight.rawValue): \(HTMLText.escaped($0.what))</li>" }
    return "<p>\(verdict)\(commits)\(drift).</p><ul>\(findings.joined())</ul>"
  }
}
