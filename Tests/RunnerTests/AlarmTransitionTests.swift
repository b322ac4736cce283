import Cycling
import Runner
import Testing

@Suite("Transition table of alarms")
struct AlarmTransitionTests {
  /// The whole table a second time, by state and cause; a letter for the state reached, `=` for the state it would come
  /// back to, `.` for nothing; before the slash a watch, between them an alarm, behind them a trip.
  private static let letters: [AlarmState: Character] = [
    .normal: "N", .unacknowledged: "U", .acknowledged: "A", .returnedUnacknowledged: "R", .latched: "L", .shelved: "S",
    .suppressed: "D", .outOfService: "O",
  ]
  private static let causes: [AlarmCause] = [
    .raised, .cleared, .acknowledged, .reset, .shelved, .unshelved, .suppressed, .unsuppressed, .removed, .returned,
  ]
  private static let expected: [(AlarmState, String)] = [
    //                        raised cleared acknow. reset  shelved unshel. suppr. unsupp. removed returned
    (.normal, "                U/U/U  ././.  ././.  ././.  S/S/.  ././.  D/D/.  ././.  O/O/.  ././."),
    (.unacknowledged, "        U/U/U  N/R/R  A/A/A  ././.  S/S/.  ././.  ././.  ././.  O/O/.  ././."),
    (.acknowledged, "          U/U/U  N/L/L  ././.  ././.  S/S/.  ././.  ././.  ././.  O/O/.  ././."),
    (.returnedUnacknowledged, "U/U/U  ././.  N/L/L  ././.  S/S/.  ././.  ././.  ././.  O/O/.  ././."),
    (.latched, "               U/U/U  ././.  ././.  N/N/N  S/S/.  ././.  ././.  ././.  O/O/.  ././."),
    (.shelved, "               ././U  ././.  ././.  ././.  S/S/.  =/=/=  ././.  ././.  O/O/.  ././."),
    (.suppressed, "            ././U  ././.  ././.  ././.  ././.  ././.  ././.  =/=/=  O/O/.  ././."),
    (.outOfService, "          ././U  ././.  ././.  ././.  ././.  ././.  ././.  ././.  ././.  =/=/="),
  ]

  @Test("Every state, cause and severity leads where the table says, and nowhere else")
  func whole() {
    #expect(Set(Self.expected.map(\.0)) == Set(AlarmState.allCases))
    #expect(Set(Self.causes) == Set(AlarmCause.allCases))
    var cells = 0
    for (state, row) in Self.expected {
      let columns = row.split(separator: " ")
      #expect(columns.count == Self.causes.count)
      for (cause, column) in zip(Self.causes, columns) {
        let found = [Severity.watch, .alarm, .trip].map { severity -> String in
          switch AlarmTransitions.target(from: state, cause, at: severity) {
          case nil: "."
          case .restored: "="
          case .state(let to): Self.letters[to].map(String.init) ?? "?"
          }
        }
        #expect(found.joined(separator: "/") == column, "\(state) \(cause)")
        cells += 1
      }
    }
    #expect(cells == 80)
  }

  @Test("No row of the table is idle: each is the first that fits somewhere")
  func noIdleRow() {
    for row in AlarmTransitions.table {
      let isUsed = [Severity.watch, .alarm, .trip].contains { severity in
        AlarmTransitions.row(from: row.from, row.cause, at: severity) == row
      }
      #expect(isUsed, "\(row)")
    }
  }
}
