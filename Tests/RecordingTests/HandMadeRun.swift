import Cycling
import Foundation
import Quantities
import Recording

/// A folder that is gone when the test is over.
final class ScratchFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("recording-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  subscript(name: String) -> URL { url.appendingPathComponent(name) }
}

extension RunHeader {
  /// A header whose texts are not tame; 1 cm² of electrode.
  static func handMade(modelColumns: [ModelColumn] = []) -> RunHeader {
    RunHeader(
      protocolName: "Sand's \"time\"\n<b>&amp;", protocolText: "name: naïve\n\tsteps: [\"'\\]\n",
      cellName: "Li|Li, 1 M LiPF₆",
      cellText: "area: 1 cm2 # {curly}\n", planJSON: #"{"name":"x"}"#, channelName: "virtual cell",
      softwareVersion: "0.1.0", seed: UInt64.max, startedAt: Date(timeIntervalSince1970: 1_800_000_000.25),
      area: Quantity(1, .squareCentimetre), modelColumns: modelColumns, notes: "")
  }

  static let threeColumns = [
    ModelColumn("surface_concentration_mol_m3"), ModelColumn("morphology", words: ["mossy", "dendritic"]),
    ModelColumn("an \"odd\" name"),
  ]
}

extension RecordedReading {
  /// A reading by its numbers in SI units.
  init(
    _ time: Double, _ voltage: Double, _ current: Double, step: Int, cycle: Int = 1, charge: Double = 0,
    setpoint: Setpoint? = nil, flags: ReadingFlags = [], modelState: ModelState = []
  ) {
    self.init(
      reading: Reading(
        time: Quantity(si: time), voltage: Quantity(si: voltage), current: Quantity(si: current), setpoint: setpoint,
        flags: flags),
      stepCount: step, cycle: cycle, stepCharge: Quantity(si: charge), modelState: modelState)
  }
}

/// A run written down by hand: steps of constant current with a reading at both ends.
struct HandMadeRun {
  private(set) var events: [RunEvent] = []
  private var time = 0.0
  private var step = 0

  /// A step that moves a charge at a current; a charge of zero at open circuit lasts 60 s.
  mutating func step(
    _ name: String, charge: Double, current: Double, cycle: Int = 1, voltage: Double = 0.1, endedByVoltage: Bool = false
  ) {
    step += 1
    let duration = current == 0 ? 60 : charge / current
    let setpoint: Setpoint = current == 0 ? .open : .current(Quantity(si: current))
    events.append(
      .stepBegan(StepStart(stepCount: step, stepNumber: step, name: name, cycle: cycle, time: Quantity(si: time))))
    events.append(.reading(RecordedReading(time, voltage, current, step: step, cycle: cycle, setpoint: setpoint)))
    time += duration
    events.append(
      .reading(
        RecordedReading(time, voltage, current, step: step, cycle: cycle, charge: charge, setpoint: setpoint)))
    events.append(
      .stepEnded(
        StepEnd(
          stepCount: step, time: Quantity(si: time), duration: Quantity(si: duration), charge: Quantity(si: charge),
          voltage: Quantity(si: voltage), reason: "by hand", endedByVoltage: endedByVoltage)))
  }

  mutating func alarm(_ kind: AlarmKind, _ severity: Severity, evidence: [Evidence] = []) {
    events.append(
      .alarm(Alarm(kind: kind, severity: severity, time: Quantity(si: time), evidence: evidence), step: step))
  }

  mutating func change(_ kind: AlarmKind, from: AlarmState, to: AlarmState, _ cause: AlarmCause) {
    events.append(
      .alarmChanged(
        AlarmChange(
          kind: kind, severity: .alarm, time: Quantity(si: time), step: step, from: from, to: to, cause: cause,
          shelvedUntil: to == .shelved ? Quantity(si: time + 600) : nil, isFirstOut: true, isAnnounced: false)))
  }

  mutating func journal(_ kind: JournalEntry.Kind, _ words: String, _ duration: Double?) {
    events.append(
      .journal(
        JournalEntry(
          kind: kind, time: Quantity(si: time), step: step, words: words, duration: duration.map { Quantity(si: $0) })))
  }

  /// Takes the last event back, to put it in again behind others.
  mutating func takeLast() -> RunEvent { events.removeLast() }

  mutating func put(_ event: RunEvent) { events.append(event) }

  mutating func end(_ way: RunEnd.Way = .completed, _ reason: String = "all steps done") {
    events.append(.ended(RunEnd(way: way, time: Quantity(si: time), reason: reason)))
  }

  /// Plate, rest with an alarm, strip: a short run that has one of everything.
  static var ofEverything: HandMadeRun {
    var run = HandMadeRun()
    run.step("plate", charge: -3.6, current: -1e-3)
    run.alarm(
      .sandTimeDivergence, .alarm,
      evidence: [Evidence("sand_time_s", 3723.5), Evidence("countdown_s", .infinity), Evidence("nothing_s", -0.0)])
    run.change(.sandTimeDivergence, from: .normal, to: .unacknowledged, .raised)
    run.change(.sandTimeDivergence, from: .unacknowledged, to: .shelved, .shelved)
    run.journal(.paused, "by hand", nil)
    run.journal(.resumed, "by hand", 12.5)
    run.step("rest", charge: 0, current: 0)
    run.step("strip (\"all\", of it;\nreally)", charge: 3.5, current: 1e-3, endedByVoltage: true)
    run.end()
    return run
  }

  /// Written to a file.
  func write(to url: URL, header: RunHeader = .handMade()) throws {
    let writer = try RunFile.Writer(creating: url, header: header)
    for event in events { try writer.record(event) }
    try writer.close()
  }
}

extension RunFile.Reader {
  /// Every event of the file.
  func allEvents() throws -> [RunEvent] {
    var events: [RunEvent] = []
    try forEachEvent { events.append($0) }
    return events
  }
}
