import Cycling
import Quantities
import Recording

/// Where an alarm stands at the end of a run.
struct AlarmStateJSON: Encodable {
  let change: AlarmChange

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(change.kind.rawValue, forKey: "kind")
    try object.encode(change.severity.rawValue, forKey: "severity")
    try object.encode(change.to.rawValue, forKey: "state")
    try object.encode(number: change.time.si, forKey: "since_s")
    try object.encode(change.isFirstOut, forKey: "first_out")
  }
}

/// An entry of the journal.
struct JournalJSON: Encodable {
  let entry: JournalEntry

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    try object.encode(entry.kind.rawValue, forKey: "kind")
    try object.encode(number: entry.time.si, forKey: "time_s")
    try object.encode(entry.step, forKey: "step")
    try object.encode(number: entry.duration?.si, forKey: "duration_s")
    try object.encode(entry.words, forKey: "words")
  }
}

/// What a staircase of currents says.
struct CriticalCurrentJSON: Encodable {
  let critical: CriticalCurrentDensity

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Key.self)
    let density = critical.value?.value(in: .milliamperePerSquareCentimetre)
    let shorted = critical.shortedAt?.value(in: .milliamperePerSquareCentimetre)
    try object.encode(number: density, forKey: "value_mA_cm2")
    try object.encode(number: shorted, forKey: "shorted_at_mA_cm2")
    let suspected = critical.suspectedAt?.value(in: .milliamperePerSquareCentimetre)
    try object.encode(number: suspected, forKey: "suspected_at_mA_cm2")
    try object.encode(critical.shortKind?.rawValue, forKey: "short_kind")
    try object.encode(number: critical.shortTime?.si, forKey: "short_time_s")
    try object.encode(
      number: critical.cumulativeArealCapacity.value(in: .milliampereHourPerSquareCentimetre),
      forKey: "cumulative_areal_capacity_mAh_cm2")
    try object.encode(critical.mode?.rawValue, forKey: "mode")
  }
}
