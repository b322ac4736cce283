import Cycling
import Documents
import Quantities
import Runner
import TestProtocols

/// A line that a person typed while a run goes on.
enum OperatorLine: Equatable {
  /// Something for the run to do.
  case command(RunCommand)
  /// What can be typed?
  case help
  /// Nothing was typed.
  case nothing
  /// What is wrong with it, in words.
  case faulty(String)

  /// What can be typed, a line each.
  static let helpLines = [
    "pause [WORDS]            open the cell; clock and charge of the step stand still",
    "resume                   go on with the same step",
    "stop [WORDS]             end the run tidily: the cell is opened, everything is recorded",
    "abort [WORDS]            end it now, and say so by exit code 130",
    "alarms                   how the alarms stand",
    "ack [KIND]               the alarm is seen; all alarms without a kind",
    "reset [KIND]             let latched alarms go, whose conditions are gone",
    "shelve KIND 10 min       hide an alarm for a time, never a trip; unshelve KIND brings it back",
    "remove KIND              take an alarm out of service, never a trip; return KIND puts it back",
    "note WORDS               write into the journal",
  ]

  private static let verbs = [
    "pause", "resume", "stop", "abort", "alarms", "ack", "reset", "shelve", "unshelve", "remove", "return", "note",
    "help",
  ]

  /// Understands a line.
  init(_ text: String) {
    let words = text.split(whereSeparator: { $0.isWhitespace || $0.isNewline }).map(String.init)
    guard let verb = words.first?.lowercased() else {
      self = .nothing
      return
    }
    let rest = Array(words.dropFirst())
    let told = rest.joined(separator: " ")
    let reason = rest.isEmpty ? "" : ": \(told)"
    switch verb {
    case "pause": self = .command(.pause(reason: "paused by the operator\(reason)"))
    case "resume": self = .command(.resume(reason: "resumed by the operator\(reason)"))
    case "stop": self = .command(.stop(reason: "stopped by the operator\(reason)"))
    case "abort": self = .command(.abort(reason: "aborted by the operator\(reason)"))
    case "alarms": self = .command(.listAlarms)
    case "ack", "acknowledge": self = Self.of(rest, mayBeAll: true) { .acknowledge($0) }
    case "reset": self = Self.of(rest, mayBeAll: true) { .reset($0) }
    case "shelve": self = Self.shelve(rest)
    case "unshelve": self = Self.of(rest) { $0.map { .unshelve($0) } }
    case "remove": self = Self.of(rest) { $0.map { .takeOutOfService($0) } }
    case "return": self = Self.of(rest) { $0.map { .returnToService($0) } }
    case "note": self = rest.isEmpty ? .faulty("note: write some words behind it") : .command(.note(told))
    case "help", "?": self = .help
    default:
      let mend = NearestName.of(verb, among: Self.verbs).map { ": did you mean \"\($0)\"?" } ?? ": type help"
      self = .faulty("\"\(verb.excerpt)\" is no command\(mend)")
    }
  }

  private static func of(
    _ words: [String], mayBeAll: Bool = false, _ command: (AlarmKind?) -> RunCommand?
  ) -> OperatorLine {
    guard let name = words.first else {
      return mayBeAll
        ? command(nil).map(OperatorLine.command) ?? .nothing : .faulty("write the kind of alarm behind it")
    }
    guard let kind = EventName.kind(name) else { return .faulty(unknown(name)) }
    return command(kind).map(OperatorLine.command) ?? .nothing
  }

  private static func shelve(_ words: [String]) -> OperatorLine {
    guard let name = words.first, words.count > 1 else { return .faulty("write   shelve KIND 10 min") }
    guard let kind = EventName.kind(name) else { return .faulty(unknown(name)) }
    guard let time = try? Quantity<Time>(text: words.dropFirst().joined(separator: " ")), time.si > 0 else {
      return .faulty(
        "\"\(words.dropFirst().joined(separator: " ").excerpt)\" is not a time: write   shelve \(name) 10 min")
    }
    return .command(.shelve(kind, for: time))
  }

  private static func unknown(_ name: String) -> String {
    let mend = NearestName.of(name, among: EventName.all).map { ": did you mean \"\($0)\"?" } ?? ""
    return "no alarm is called \"\(name.excerpt)\"\(mend)"
  }
}
