import Cycling
import Documents
import Quantities

/// Reads a block `on`: events and what the run does when one comes.
///
/// ```yaml
/// on:
///   sand-time: {watch: reduce to 50 %, alarm: pause 30 min}
///   soft-short: go to recovery
/// ```
struct ReactionReader {
  let cell: AgreedCell

  /// The reactions of a block, with their labels still to be resolved.
  func read(_ field: Field, into plan: inout PlanBuilder) -> [EventReaction] {
    guard let entries = field.node.entries else {
      field.report(
        "\(field.name) is \(field.node.summary), not `event: reaction` lines",
        mend: "write   on: {sand-time: {watch: reduce to 50 %}}")
      return []
    }
    if entries.isEmpty { field.report("\(field.name) is empty", mend: "write   on: {hard-short: abort}") }
    var found: [EventReaction] = []
    for entry in entries {
      guard let kind = EventName.kind(entry.key) else {
        field.findings.add(.unknownEvent(entry.key, in: field.name, at: entry.place))
        continue
      }
      found += reactions(to: kind, Field("on \(entry.key)", entry.value, findings: field.findings), &plan)
    }
    return found
  }

  /// One reaction, to an alarm, or one for each severity.
  private func reactions(to kind: AlarmKind, _ field: Field, _ plan: inout PlanBuilder) -> [EventReaction] {
    guard let entries = field.node.entries, entries.contains(where: { Severity(rawValue: $0.key) != nil }) else {
      return [reaction(to: kind, .alarm, field, &plan)].compactMap { $0 }
    }
    return entries.compactMap { entry in
      guard let severity = Severity(rawValue: entry.key) else {
        field.findings.add(.unknownSeverity(entry.key, in: field.name, at: entry.place))
        return nil
      }
      return reaction(to: kind, severity, Field(field.name, entry.value, findings: field.findings), &plan)
    }
  }

  private func reaction(
    to kind: AlarmKind, _ severity: Severity, _ field: Field, _ plan: inout PlanBuilder
  ) -> EventReaction? {
    guard let reaction = reaction(field, &plan) else { return nil }
    if severity == .trip, kind.tripEndsRun, reaction != .stop, reaction != .abort {
      field.report(
        "a trip of \(kind.rawValue) ends the run, whatever a protocol says", mend: "take it out, or write   abort")
    }
    return EventReaction(on: kind, severity, reaction)
  }

  /// A reaction in words, or as `{pause: 30 min}`, `{reduce to: 50 %}`, `{go to: label}`.
  private func reaction(_ field: Field, _ plan: inout PlanBuilder) -> Reaction? {
    if let entries = field.node.entries {
      guard entries.count == 1, let entry = entries.first, let amount = entry.value.scalar?.text else {
        field.findings.add(.notAReaction(entries.map(\.key).joined(separator: ", "), at: field.place))
        return nil
      }
      return reaction("\(entry.key) \(amount)", field, &plan)
    }
    return field.text(example: "pause").flatMap { reaction($0, field, &plan) }
  }

  private func reaction(_ text: String, _ field: Field, _ plan: inout PlanBuilder) -> Reaction? {
    switch text {
    case "log": return .log
    case "pause": return .pause(nil)
    case "stop": return .stop
    case "abort": return .abort
    default: break
    }
    if let time = text.rest(behind: "pause ") {
      return self.field("pause", time, at: field).quantity(.positive(to: Plausible.time)).map { .pause($0) }
    }
    if let amount = text.rest(behind: "reduce to ") {
      return reduced(self.field("reduce to", amount, at: field)).map { .reduce($0) }
    }
    if let label = text.rest(behind: "go to ") ?? text.rest(behind: "goto ") {
      plan.goes(to: label, at: field.place)
      return .goTo(0, label: label)
    }
    field.findings.add(.notAReaction(text, at: field.place))
    return nil
  }

  /// A part of the step's current in percent, or a current.
  private func reduced(_ field: Field) -> ReducedCurrent? {
    guard let text = field.node.scalar?.text, text.hasSuffix("%") else {
      return AmountReader(cell: cell).driveCurrent(field).map { .magnitude($0) }
    }
    guard let percent = Double(text.dropLast().trimmingSpaces), percent > 0, percent < 100 else {
      field.report("reduce to \(text.excerpt)", detail: "it must be above 0 % and below 100 %", mend: "reduce to 50 %")
      return nil
    }
    return .part(percent / 100)
  }

  private func field(_ name: String, _ text: String, at field: Field) -> Field {
    var node = field.node
    node.content = .scalar(DocumentNode.Scalar(text: text, isQuoted: false))
    return Field(name, node, findings: field.findings)
  }
}

extension String {
  /// What stands behind a beginning; nil where it begins otherwise, or nothing stands there.
  fileprivate func rest(behind beginning: String) -> String? {
    guard hasPrefix(beginning) else { return nil }
    let rest = dropFirst(beginning.count).trimmingSpaces
    return rest.isEmpty ? nil : rest
  }
}
