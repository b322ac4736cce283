import Documents
import Quantities

extension Fields {
  /// The sequences, by what they are for.
  func sequences() -> [SequenceName: [SequenceStep]] {
    optionalMapping("sequences") { all in
      SequenceName.allCases.reduce(into: [:]) { table, name in
        guard let items = all.field(name.rawValue)?.items() else { return }
        table[name] = items.compactMap { $0.step() }
      }
    } ?? [:]
  }

  /// How a reading is taken.
  func reading() -> ReadingSource {
    let isAsked = keys.contains("ask")
    return ReadingSource(
      blocks: isAsked
        ? [] : list("blocks") { block in block.items()?.compactMap { $0.text() } },
      voltage: field("voltage")?.part(isField: isAsked), current: field("current")?.part(isField: isAsked),
      temperature: field("temperature")?.part(isField: isAsked), sink: field("sink")?.mirror(),
      ask: optionalText("ask"), fields: optionalInteger("fields", in: 1...32) ?? 0,
      missing: optionalNumber("missing"), status: optionalInteger("status", in: 0...31))
  }
}

extension Field {
  fileprivate func part(isField: Bool) -> ReadingPart? {
    isField ? integer(in: 0...31).map { .field($0) } : text().map { .register($0) }
  }

  fileprivate func step() -> SequenceStep? {
    guard let step = fields() else { return nil }
    defer { step.finish() }
    let verbs = ["write", "expect", "send", "ask", "wait"].filter(step.keys.contains)
    guard verbs.count == 1 else {
      for key in ["write", "expect", "send", "ask", "wait", "value", "contains", "is"] { _ = step.field(key) }
      report(
        verbs.isEmpty ? "\(name) says nothing to do" : "\(name) says \(verbs.joined(separator: " and "))",
        detail: "a step is one of: write, expect, send, ask, wait", mend: "keep one of them a step")
      return nil
    }
    switch verbs[0] {
    case "write", "expect":
      let register = step.text(verbs[0])
      guard let value = step.required("value", example: "0")?.sequenceValue() else { return nil }
      return verbs[0] == "write" ? .write(register, value) : .expect(register, value)
    case "send": return step.field("send")?.template().map { .send($0) }
    case "ask":
      let contains = step.optionalText("contains").map { SequenceStep.Expectation.contains($0) }
      let number = step.field("is")?.sequenceValue().map { SequenceStep.Expectation.number($0) }
      return step.field("ask")?.template().map { .ask($0, contains ?? number) }
    default:
      let times = Bounds<Time>.positive(to: Quantity(si: 600))
      return .wait(step.quantity("wait", times))
    }
  }

  /// A number, `{a value that is known when it runs}`, or a word of the register's.
  private func sequenceValue() -> SequenceValue? {
    guard let text = text(example: "\"{current}\"") else { return nil }
    if text.hasPrefix("{"), text.hasSuffix("}") { return known(String(text.dropFirst().dropLast())).map { .known($0) } }
    if text.first?.isLetter == true { return .word(text) }
    return registerNumber().map { .number($0) }
  }

  private func known(_ word: String) -> SequenceValue.Known? {
    if let known = SequenceValue.Known(rawValue: word) { return known }
    let all = SequenceValue.Known.allCases.map(\.rawValue)
    report(
      "\(name): {\(word.excerpt)} is not known", detail: "known here: \(all.joined(separator: ", "))",
      mend: NearestName.mend(for: word, among: all))
    return nil
  }

  private func template() -> LineTemplate? {
    guard let text = text(example: "\":SOUR:CURR {current}\"") else { return nil }
    var parts: [LineTemplate.Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else {
        report("\(name): a brace is not closed", mend: "write   {current}")
        return nil
      }
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      guard let known = known(String(rest[rest.index(after: open)..<close])) else { return nil }
      parts.append(.value(known))
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return LineTemplate(parts: parts, source: text)
  }

  /// One sign of the status.
  func statusSign() -> StatusSign? {
    fields().flatMap { sign in
      defer { sign.finish() }
      let register = sign.optionalText("register")
      let bits = sign.required("bits", example: "16")?.wholeRange(in: 0...31)
      let values = sign.field("is").map { field in
        field.node.list == nil
          ? [field.wholeNumber(in: 0...0xFFFF)] : field.items()?.map { $0.wholeNumber(in: 0...0xFFFF) } ?? []
      }
      let meaning = sign.required("means", example: "trip")?.choice(StatusSign.Meaning.self)
      let words = sign.optionalText("words")
      let isUnverified = sign.isUnverified()
      guard let bits, let meaning else { return nil }
      return StatusSign(
        register: register, bits: bits, values: Set((values ?? [1]).compactMap { $0 }), meaning: meaning,
        words: words ?? meaning.rawValue, isUnverified: isUnverified)
    }
  }
}
