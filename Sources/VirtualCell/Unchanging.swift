/// Something large that never changes, kept once for all copies of a cell.
///
/// Copies of a cell are taken at every reading; what is the same in all of them is not copied. Equality is that of the values.
final class Unchanging<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
  /// What never changes.
  let value: Value

  /// Keeps a value.
  init(_ value: Value) { self.value = value }

  /// Reads the value alone.
  convenience init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }

  /// Writes the value alone.
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

  /// Whether two keep the same value.
  static func == (a: Unchanging, b: Unchanging) -> Bool { a === b || a.value == b.value }

  /// Hashes the value.
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
