public import Quantities

/// Reads the keys of a mapping one by one, remembers which are known, and reports the rest.
///
/// ```swift
/// let cell = try Fields.read(node, as: "cell profile") { fields in
///   CellProfile(
///     name: fields.text("name"), area: fields.quantity("area", .positive),
///     measurement: fields.optionalMapping("measurement") { Measurement(noise: $0.quantity("noise")) })
/// }
/// ```
/// A required key that is missing or faulty is reported and read as a stand-in (NaN, "", 0), which nobody ever sees:
/// `read` throws all faults together before it would return.
public final class Fields {
  /// The name of the mapping in messages.
  public let name: String
  /// Where the mapping begins.
  public let place: Place
  /// Where faults go.
  public let findings: Findings
  private let entries: [DocumentNode.Entry]
  private var known: [String] = []
  private let isAbsent: Bool

  /// The keys of a mapping; call `finish()` when all were read.
  public init(
    _ name: String, _ entries: [DocumentNode.Entry], at place: Place, findings: Findings, isAbsent: Bool = false
  ) {
    (self.name, self.entries, self.place) = (name, entries, place)
    (self.findings, self.isAbsent) = (findings, isAbsent)
  }

  /// Reads a whole document: all its keys, no others; throws every fault found on the way.
  public static func read<Value>(
    _ node: DocumentNode, as name: String, _ body: (Fields) -> Value
  ) throws(Diagnostics) -> Value {
    let findings = Findings()
    guard let fields = Field(name, node, findings: findings).fields() else {
      throw Diagnostics(findings.list) ?? Diagnostics(.notAMapping(name, found: node))
    }
    let value = body(fields)
    fields.finish()
    try findings.throwIfAny()
    return value
  }

  /// The keys that were written, in their order.
  public var keys: [String] { entries.map(\.key) }

  /// The value of a key, if it was written.
  public func field(_ key: String) -> Field? {
    if !known.contains(key) { known.append(key) }
    return entries.first { $0.key == key }.map { Field(key, $0.value, findings: findings) }
  }

  /// The value of a key; reports it when it is missing, and shows how it would look.
  public func required(_ key: String, example: String? = nil) -> Field? {
    if let field = field(key) { return field }
    if !isAbsent { findings.add(.missingKey(key, in: name, example: example, at: place)) }
    return nil
  }

  /// Reports keys that nobody asked for; `mend` may know what to do about one.
  public func finish(mend: (String) -> String? = { _ in nil }) {
    for entry in entries where !known.contains(entry.key) {
      findings.add(.unknownKey(entry.key, known: known, in: name, mend: mend(entry.key), at: entry.place))
    }
  }

  /// Reports a fault of the mapping as a whole.
  public func report(_ what: String, detail: String? = nil, mend: String? = nil) {
    findings.add(Diagnostic(what, at: place, detail: detail, mend: mend))
  }
}

extension Fields {
  /// Required words.
  public func text(_ key: String, example: String? = nil) -> String {
    required(key, example: example)?.text(example: example) ?? ""
  }

  /// Words that may be left out.
  public func optionalText(_ key: String) -> String? { field(key)?.text() }

  /// A required quantity; NaN after a fault.
  public func quantity<D: Dimension>(
    _ key: String, _ bounds: Bounds<D> = .any, example: String? = nil
  ) -> Quantity<D> {
    required(key, example: example ?? "1 \(D.exampleUnit)")?.quantity(bounds) ?? Quantity(si: .nan)
  }

  /// A quantity that may be left out.
  public func optionalQuantity<D: Dimension>(_ key: String, _ bounds: Bounds<D> = .any) -> Quantity<D>? {
    field(key)?.quantity(bounds)
  }

  /// A required plain number; NaN after a fault.
  public func number(_ key: String, _ bounds: Bounds<Dimensionless> = .any) -> Double {
    required(key, example: "1")?.number(bounds) ?? .nan
  }

  /// A plain number that may be left out.
  public func optionalNumber(_ key: String, _ bounds: Bounds<Dimensionless> = .any) -> Double? {
    field(key)?.number(bounds)
  }

  /// A whole number that may be left out.
  public func optionalInteger(_ key: String, in range: ClosedRange<Int>) -> Int? { field(key)?.integer(in: range) }

  /// A required list; each item is read by `body`, which reports and gives nil for a faulty one.
  public func list<Value>(_ key: String, of body: (Field) -> Value?) -> [Value] {
    required(key, example: "[…]")?.items()?.compactMap(body) ?? []
  }

  /// A required mapping with all its keys.
  public func mapping<Value>(_ key: String, example: String? = nil, _ body: (Fields) -> Value) -> Value {
    guard let fields = required(key, example: example ?? "{…}")?.fields() else {
      return body(Fields(key, [], at: place, findings: Findings(), isAbsent: true))
    }
    defer { fields.finish() }
    return body(fields)
  }

  /// A mapping that may be left out.
  public func optionalMapping<Value>(_ key: String, _ body: (Fields) -> Value) -> Value? {
    guard let fields = field(key)?.fields() else { return nil }
    defer { fields.finish() }
    return body(fields)
  }
}
