import Cycling
import Quantities

// What the page says of shorts, and of where the alarms stand.
extension RunPage {
  /// At which rung the cell shorted and how that was found; empty where the currents do not rise like a staircase.
  var criticalCurrentTable: String {
    guard let critical = summary.criticalCurrentDensity else { return "" }
    let none = "none"
    let kind = critical.shortKind?.rawValue ?? none
    return HTMLText.table(
      ["what", "is"],
      [
        ["critical current density", critical.words],
        ["shorted at", critical.shortedAt.map(CriticalCurrentDensity.words) ?? none],
        ["told by", critical.shortTime.map { "\(kind) after \(Self.duration($0.si))" } ?? none],
        ["first suspected at", critical.suspectedAt.map(CriticalCurrentDensity.words) ?? none],
        [
          critical.shortedAt == nil ? "cumulative areal capacity" : "cumulative areal capacity until the short",
          critical.cumulativeArealCapacity.formatted(in: .milliampereHourPerSquareCentimetre)
            + ", plating and stripping added up",
        ],
        ["half-cycles", critical.mode?.rawValue ?? "too few ended to tell their mode"],
      ])
  }

  /// Where the alarms stand at the end, and how they came there; empty where none changed its state.
  var alarmStates: String {
    guard !summary.alarmChanges.isEmpty else { return "" }
    let standing = summary.standingAlarms
    return "<h3>At the end</h3>"
      + (standing.isEmpty
        ? "<p class=\"none\">all normal</p>"
        : HTMLText.table(
          ["kind", "severity", "state", "since", "shelved until", "first out"],
          standing.map { change in
            [
              change.kind.rawValue, change.severity.rawValue, change.to.rawValue, Self.duration(change.time.si),
              change.shelvedUntil.map { Self.duration($0.si) } ?? "", change.isFirstOut ? "first" : "",
            ]
          }, numeric: [3, 4]))
      + "<h3>Changes</h3>"
      + HTMLText.table(
        ["test time", "step", "kind", "severity", "from", "to", "cause"],
        summary.alarmChanges.map { change in
          [
            Self.duration(change.time.si), "\(change.step)", change.kind.rawValue, change.severity.rawValue,
            change.from.rawValue, change.to.rawValue, change.cause.rawValue,
          ]
        }, numeric: [0, 1])
  }
}

extension CriticalCurrentDensity {
  /// As people read it: a value, or what bounds it.
  public var words: String {
    guard let value else { return "below \(shortedAt.map(Self.words) ?? "the first rung")" }
    return shortedAt == nil ? "above \(Self.words(value)): no short was found" : Self.words(value)
  }

  static func words(_ density: Quantity<CurrentDensity>) -> String {
    density.formatted(in: .milliamperePerSquareCentimetre)
  }
}
