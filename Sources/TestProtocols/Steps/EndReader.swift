import Cycling
import Documents
import Quantities

/// Reads what ends a step: one end or a list of them, any of which is enough.
struct EndReader {
  let cell: AgreedCell

  func read(_ field: Field) -> [EndCondition] {
    guard field.node.list != nil else { return [end(field)].compactMap { $0 } }
    let items = field.items() ?? []
    if items.isEmpty { field.report("the list of ends is empty", mend: "write   until: 1 h") }
    return items.compactMap(end)
  }

  private func end(_ field: Field) -> EndCondition? {
    if let fields = mapping(field) { return eventMapping(fields) }
    guard let text = field.text(example: "1 h") else { return nil }
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    if words.first == "event" || words.first == "event:" {
      return event(words.dropFirst().first, severity: words.dropFirst(2).first, extra: words.count > 3, field)
    }
    if text.contains(where: { "<>=≤≥".contains($0) }) { return comparison(text, field) }
    return amount(text, field)
  }

  // MARK: Bare amounts: a time, a charge, an areal capacity

  private func amount(_ text: String, _ field: Field) -> EndCondition? {
    do {
      _ = try Quantity<Time>(text: text)
      return field.quantity(.positive(to: Plausible.time)).map(EndCondition.time)
    } catch .wrongDimension(_, let found, _, _) where found == Charge.name || found == ArealCapacity.name {
      return AmountReader(cell: cell).charge(field).map(EndCondition.charge)
    } catch {
      field.findings.add(.notAnEnd(text, because: error, at: field.place))
      return nil
    }
  }

  // MARK: Comparisons

  private func comparison(_ text: String, _ field: Field) -> EndCondition? {
    let isSign: (Character) -> Bool = { "<>=≤≥".contains($0) }
    let subject = text.prefix { !isSign($0) }.trimmingSpaces
    let rest = text.drop { !isSign($0) }
    let sign = String(rest.prefix(while: isSign))
    let limit = rest.drop(while: isSign).trimmingSpaces
    guard let comparison = Comparison(rawValue: sign == "≥" ? ">=" : sign == "≤" ? "<=" : sign) else {
      field.findings.add(.wrongComparator(sign, at: field.place))
      return nil
    }
    guard let watched = Watched.all.first(where: { $0.name == subject }) else {
      field.findings.add(.notComparable(subject, known: Watched.all.map(\.name), at: field.place))
      return nil
    }
    var value = field.node
    value.content = .scalar(DocumentNode.Scalar(text: limit, isQuoted: false))
    return watched.end(Field(subject, value, findings: field.findings), comparison)
  }

  // MARK: Events

  /// `event: kind`, or `event: {kind: severity}`.
  private func eventMapping(_ fields: Fields) -> EndCondition? {
    defer { fields.finish() }
    guard let value = fields.required("event", example: "sand-time-divergence") else { return nil }
    guard let entries = value.node.entries else {
      return value.text(example: "sand-time-divergence").flatMap { event($0, severity: nil, extra: false, value) }
    }
    guard entries.count == 1, let entry = entries.first else {
      value.report("one event ends a step at a time", mend: "write each event as an end of its own")
      return nil
    }
    let severity = Field(entry.key, entry.value, findings: value.findings)
    return severity.text(example: "alarm").flatMap { event(entry.key, severity: $0, extra: false, severity) }
  }

  private func event(_ kind: String?, severity: String?, extra: Bool, _ field: Field) -> EndCondition? {
    guard let kind, let alarm = AlarmKind(rawValue: kind) else {
      field.findings.add(.unknownEvent(kind, at: field.place))
      return nil
    }
    guard !extra, let severity = severity.map({ Severity(rawValue: $0) }) ?? .alarm else {
      field.findings.add(.unknownSeverity(severity ?? "", at: field.place))
      return nil
    }
    return .event(alarm, severity)
  }

  private func mapping(_ field: Field) -> Fields? {
    field.node.entries.map { Fields(field.name, $0, at: field.place, findings: field.findings) }
  }
}

/// A measured value that an end may compare with a limit.
private struct Watched {
  let name: String
  let end: (Field, Comparison) -> EndCondition?

  static var all: [Watched] {
    [
      Watched(name: "voltage") { field, comparison in
        field.quantity(Bounds(from: -Plausible.voltage, to: Plausible.voltage)).map { .voltage(comparison, $0) }
      },
      Watched(name: "|voltage|") { field, comparison in
        magnitude(field, comparison, atMost: Plausible.voltage).map { .voltageMagnitude(comparison, $0) }
      },
      Watched(name: "|current|") { field, comparison in
        magnitude(field, comparison, atMost: Plausible.current).map { .currentMagnitude(comparison, $0) }
      },
    ]
  }

  /// The limit of a magnitude: zero is one, but nothing is below it.
  private static func magnitude<D: Dimension>(
    _ field: Field, _ comparison: Comparison, atMost highest: Quantity<D>
  ) -> Quantity<D>? {
    guard let limit = field.quantity(.notNegative(to: highest)) else { return nil }
    guard limit.si > 0 || comparison != .below else {
      field.report("a magnitude is never below 0", mend: "write   \(field.name) <= 0")
      return nil
    }
    return limit
  }
}

extension Substring {
  var trimmingSpaces: String {
    String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
