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

  /// A bare amount: a time, a charge or an areal capacity.
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

  /// A measured value, a comparator and a limit.
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
    guard let watched = WatchedValue.all.first(where: { $0.name == subject }) else {
      field.findings.add(.notComparable(subject, known: WatchedValue.all.map(\.name), at: field.place))
      return nil
    }
    var value = field.node
    value.content = .scalar(DocumentNode.Scalar(text: limit, isQuoted: false))
    return watched.end(Field(subject, value, findings: field.findings), comparison)
  }

  /// `event: kind`, `event: {kind: severity}`, or `kind: severity` alone.
  private func eventMapping(_ fields: Fields) -> EndCondition? {
    defer { fields.finish() }
    if fields.keys.count == 1, let key = fields.keys.first, let severity = fields.field(key),
      let kind = key.hasPrefix("event ") ? key.dropFirst(6).trimmingSpaces : EventName.kind(key).map({ _ in key })
    {
      return severity.text(example: "alarm").flatMap { event(kind, severity: $0, extra: false, severity) }
    }
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

  /// An event by its kind and the least severity that counts; an alarm where none is written.
  private func event(_ kind: String?, severity: String?, extra: Bool, _ field: Field) -> EndCondition? {
    guard let kind, let alarm = EventName.kind(kind) else {
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
