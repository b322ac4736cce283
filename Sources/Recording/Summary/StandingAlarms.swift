public import Cycling

extension RunSummary {
  /// The alarms that are not normal after the last event, each by its latest change, in the order of those.
  public var standingAlarms: [AlarmChange] {
    var latest: [AlarmKind: Int] = [:]
    for (index, change) in alarmChanges.enumerated() { latest[change.kind] = index }
    return latest.values.sorted().map { alarmChanges[$0] }.filter { $0.to != .normal }
  }
}
