import Cycling
import Quantities

/// The current misses its set value because the instrument is at its voltage limit.
struct Compliance: Detector {
  static let entry = DetectorEntry(
    id: "compliance",
    summary: "more than 10 % off the set current at the voltage limit or overload for three readings",
    source: "rule of this project, checked on public chronopotentiometry traces")

  private var watcher: CurrentShortfall

  init(configuration: DetectorConfiguration) { watcher = CurrentShortfall(configuration: configuration) }

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    guard
      let evidence = watcher.observe(observation, where: { flowing in abs(flowing - 1) > 0.1 && abs(flowing) >= 0.1 })
    else { return }
    verdicts.alarms.append(
      Alarm(kind: .compliance, severity: .alarm, time: Quantity(si: observation.time), evidence: evidence))
  }
}
