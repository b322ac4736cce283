public import Cycling

/// The names of events in protocols and in what people type: those of alarms, and shorter ones.
public enum EventName {
  /// Short names people use.
  private static let short: [String: AlarmKind] = ["sand-time": .sandTimeDivergence]

  /// All names that are understood, the short ones first.
  public static let all = short.keys.sorted() + AlarmKind.allCases.map(\.rawValue)

  /// What a name stands for.
  public static func kind(_ name: String) -> AlarmKind? { short[name] ?? AlarmKind(rawValue: name) }
}
