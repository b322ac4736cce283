/// A large value that copies of a cell share until one of them changes it.
///
/// Only some cells have such a part; the others, and their copies, stay small.
struct CopyOnWrite<Value: Hashable & Codable & Sendable>: Hashable, Codable, Sendable {
  /// Holds the value; changed only through a sole owner.
  private final class Storage: @unchecked Sendable {
    var value: Value

    init(_ value: Value) { self.value = value }
  }

  private var storage: Storage

  /// Shares a value.
  init(_ value: Value) { storage = Storage(value) }

  /// Reads the value alone.
  init(from decoder: any Decoder) throws { self.init(try Value(from: decoder)) }

  /// Writes the value alone.
  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

  /// The value; changing it copies it first if it is shared.
  var value: Value {
    _read { yield storage.value }
    _modify {
      if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.value) }
      yield &storage.value
    }
  }

  /// Whether two hold the same value.
  static func == (a: CopyOnWrite, b: CopyOnWrite) -> Bool { a.storage === b.storage || a.value == b.value }

  /// Hashes the value.
  func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
