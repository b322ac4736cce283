import Cycling
import Quantities

/// Hardly any current flows although one is set, and the instrument is at its voltage limit: a lost contact.
struct OpenCircuit: Detector {
  static let entry = DetectorEntry(
    id: "open-circuit", summary: "below 10 % of the set current at the voltage limit or overload for three readings",
    source: "rule of this project, checked on public chronopotentiometry traces")

  private var watcher: CurrentShortfall

  init(configuration: DetectorConfiguration) { watcher = CurrentShortfall(configuration: configuration) }

  mutating func observe(_ observation: Observation, verdicts: inout Verdicts) {
    guard
      let evidence = watcher.observe(observation, where: { flowing in abs(flowing) < 0.1 })
    else { return }
    verdicts.alarms.append(
      Alarm(kind: .openCircuit, severity: .trip, time: Quantity(si: observation.time), evidence: evidence))
  }
}
