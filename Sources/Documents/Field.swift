public import Quantities

/// One value of a document with the name people know it by; what is wrong with it goes to the findings.
///
/// Every reader gives nil after it has reported why.
public struct Field {
  /// The name in messages: "area".
  public let name: String
  /// The value.
  public let node: DocumentNode
  /// Where faults go.
  public let findings: Findings

  /// A value under a name.
  public init(_ name: String, _ node: DocumentNode, findings: Findings) {
    (self.name, self.node, self.findings) = (name, node, findings)
  }

  /// Where the value stands.
  public var place: Place { node.place }

  /// Reports a fault at this value.
  public func report(_ what: String, detail: String? = nil, mend: String? = nil) {
    findings.add(Diagnostic(what, at: place, detail: detail, mend: mend))
  }

  /// Words; empty ones are a fault.
  public func text(example: String? = nil) -> String? {
    guard let scalar = node.scalar else { return fault(.notWords(name, found: node)) }
    guard !scalar.isNull, !scalar.text.allSatisfy(\.isWhitespace) else {
      return fault(.noValue(name, example: example, at: place))
    }
    return scalar.text
  }

  /// A quantity with its unit, within bounds.
  public func quantity<D: Dimension>(_ bounds: Bounds<D> = .any) -> Quantity<D>? {
    guard let text = text(example: "1 \(D.exampleUnit)") else { return nil }
    let value: Quantity<D>
    do { value = try Quantity(text: text) } catch { return fault(Diagnostic(error, of: name, at: place)) }
    if let limits = bounds.broken(by: value, writtenAs: text) {
      return fault(.outOfRange(name, text: text, limits: limits, at: place))
    }
    return value
  }

  /// A plain number, within bounds.
  public func number(_ bounds: Bounds<Dimensionless> = .any) -> Double? { quantity(bounds)?.si }

  /// A whole number in a range.
  public func integer(in range: ClosedRange<Int>) -> Int? {
    guard let text = text(example: "\(range.lowerBound)") else { return nil }
    guard let value = Int(text) else {
      let isHuge = !text.isEmpty && text.drop { $0 == "-" || $0 == "+" }.allSatisfy { $0.isASCII && $0.isNumber }
      return isHuge ? outOfRange(text, range) : fault(.notAnInteger(name, text: text, at: place))
    }
    return range.contains(value) ? value : outOfRange(text, range)
  }

  /// One of a set of words.
  public func choice<Choice: CaseIterable & RawRepresentable<String>>(_: Choice.Type) -> Choice? {
    guard let text = text(example: Choice.allCases.first?.rawValue) else { return nil }
    guard let value = Choice(rawValue: text) else {
      return fault(.unknownWord(name, text: text, known: Choice.allCases.map(\.rawValue), at: place))
    }
    return value
  }

  /// The items of a list, each under the list's name and its number.
  public func items() -> [Field]? {
    guard let list = node.list else { return fault(.notAList(name, found: node)) }
    return list.enumerated().map { Field("\(name) \($0.offset + 1)", $0.element, findings: findings) }
  }

  /// The keys of a mapping.
  public func fields() -> Fields? {
    guard let entries = node.entries else { return fault(.notAMapping(name, found: node)) }
    return Fields(name, entries, at: place, findings: findings)
  }

  private func outOfRange<Value>(_ text: String, _ range: ClosedRange<Int>) -> Value? {
    fault(
      .outOfRange(
        name, text: text, limits: "from \(range.lowerBound) to \(range.upperBound)", at: place))
  }

  private func fault<Value>(_ fault: Diagnostic) -> Value? {
    findings.add(fault)
    return nil
  }
}
