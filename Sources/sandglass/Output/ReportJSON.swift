import Bench
import Cycling
import Foundation
import Quantities
import Recording

/// The report of a run as one JSON object; `Documentation/Report.md` describes its keys.
struct ReportJSON: Encodable {
  let report: RunReport

  func encode(to encoder: any Encoder) throws {
    let summary = report.summary
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(report.file, forKey: "run")
    try object.encode(report.protocolName, forKey: "protocol")
    try object.encode(report.cellName, forKey: "cell")
    try object.encode(report.seed, forKey: "seed")
    try object.encode(report.instrument.map(InstrumentJSON.init), forKey: "instrument")
    try object.encode(report.end.way.rawValue, forKey: "ended")
    try object.encode(report.end.reason, forKey: "reason")
    try object.encode(number: summary.duration.si, forKey: "duration_s")
    try object.encode(summary.readings, forKey: "readings")
    try object.encode(summary.cycles, forKey: "cycles")
    try object.encode(number: summary.plated.value(in: .milliampereHour), forKey: "plated_mAh")
    try object.encode(number: summary.stripped.value(in: .milliampereHour), forKey: "stripped_mAh")
    try object.encode(number: report.firstTrueSandTime, forKey: "true_sand_time_s")
    try object.encode(summary.alarms.map { AlarmJSON(recorded: $0, steps: summary.steps) }, forKey: "alarms")
    try object.encode(summary.standingAlarms.map(AlarmStateJSON.init), forKey: "alarm_states")
    try object.encode(summary.journal.map(JournalJSON.init), forKey: "journal")
    if let critical = summary.criticalCurrentDensity {
      try object.encode(CriticalCurrentJSON(critical: critical), forKey: "critical_current_density")
    }
    try object.encode(summary.coulombicEfficiencies.map(\.value), forKey: "coulombic_efficiency")
    try object.encode(summary.coulombicEfficiencies.map(EfficiencyJSON.init), forKey: "coulombic_efficiency_balances")
    try object.encode(summary.cycleSummaries.map { CycleJSON(cycle: $0) }, forKey: "cycle_summaries")
    try object.encode(
      summary.steps.map { StepJSON(step: $0, trueSandTime: report.trueSandTimes[$0.stepCount]) }, forKey: "steps")
  }

  /// The object as text, one line.
  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}

private struct InstrumentJSON: Encodable {
  let record: InstrumentRecord

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(record.profileName, forKey: "profile")
    try object.encode(record.place, forKey: "place")
    try object.encode(record.identity, forKey: "identity")
    try object.encode(record.calibration.isEmpty ? nil : record.calibrationWords, forKey: "calibration")
  }
}

private struct AlarmJSON: Encodable {
  let recorded: RecordedAlarm
  let steps: [StepSummary]

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(recorded.alarm.kind.rawValue, forKey: "kind")
    try object.encode(recorded.alarm.severity.rawValue, forKey: "severity")
    try object.encode(number: recorded.alarm.time.si, forKey: "time_s")
    try object.encode(recorded.step, forKey: "step")
    try object.encode(steps.last { $0.stepCount == recorded.step }?.name, forKey: "step_name")
    for evidence in recorded.alarm.evidence { try object.encode(number: evidence.value, forKey: Key(evidence.name)) }
  }
}

private struct EfficiencyJSON: Encodable {
  let efficiency: CoulombicEfficiency

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(number: efficiency.value, forKey: "value")
    try object.encode("(n·Qc + Qs)/(n·Qc + QT)", forKey: "method")
    try object.encode(efficiency.innerCycles, forKey: "n")
    try object.encode(number: efficiency.plated.value(in: .milliampereHour), forKey: "plated_mAh")
    try object.encode(number: efficiency.stripped.value(in: .milliampereHour), forKey: "stripped_mAh")
    try object.encode(efficiency.stepCount, forKey: "step")
  }
}

private struct StepJSON: Encodable {
  let step: StepSummary
  let trueSandTime: Double?

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(step.stepCount, forKey: "step")
    try object.encode(step.name, forKey: "name")
    try object.encode(step.cycle, forKey: "cycle")
    try object.encode(number: step.start.si, forKey: "start_s")
    try object.encode(number: step.duration.si, forKey: "duration_s")
    try object.encode(number: step.charge.value(in: .milliampereHour), forKey: "charge_mAh")
    let capacity = step.arealCapacity.value(in: .milliampereHourPerSquareCentimetre)
    try object.encode(number: capacity, forKey: "areal_capacity_mAh_cm2")
    try object.encode(number: step.finalVoltage?.si, forKey: "voltage_V")
    try object.encode(step.endReason, forKey: "ended_by")
    try object.encode(number: step.energy.value(in: .milliwattHour), forKey: "energy_mWh")
    try object.encode(number: step.meanVoltage?.si, forKey: "mean_voltage_V")
    try object.encode(number: step.nucleationOverpotential?.si, forKey: "nucleation_overpotential_V")
    try object.encode(number: trueSandTime, forKey: "true_sand_time_s")
  }
}

/// A key made from a text.
struct Key: CodingKey, ExpressibleByStringLiteral {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ text: String) { stringValue = text }
  init(stringLiteral text: String) { self.init(text) }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}

extension KeyedEncodingContainer {
  /// A number, or null where there is none: JSON knows neither infinity nor not-a-number.
  mutating func encode(number: Double?, forKey key: Key) throws {
    if let number, number.isFinite { try encode(number, forKey: key) } else { try encodeNil(forKey: key) }
  }
}
