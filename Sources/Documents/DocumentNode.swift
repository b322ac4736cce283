/// A piece of a document that knows where it stands.
public struct DocumentNode: Hashable, Sendable {
  /// What it is: words, a list or a mapping.
  public indirect enum Content: Hashable, Sendable {
    /// Words as typed, without quotes; never turned into numbers or booleans here.
    case scalar(Scalar)
    /// A list.
    case list([DocumentNode])
    /// Keys and values in the order they were written; no key comes twice.
    case mapping([Entry])
  }

  /// Words as typed.
  public struct Scalar: Hashable, Sendable {
    /// The words without quotes.
    public var text: String
    /// Whether they stood in quotes: `"null"` is a word, `null` is nothing.
    public var isQuoted: Bool

    /// Words.
    public init(text: String, isQuoted: Bool) { (self.text, self.isQuoted) = (text, isQuoted) }

    /// Whether nothing was written: an empty value, `~` or `null`.
    public var isNull: Bool { !isQuoted && ["", "~", "null", "Null", "NULL"].contains(text) }
  }

  /// A key, where it stands, and its value.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public var key: String
    /// Where the key stands.
    public var place: Place
    /// What stands behind it.
    public var value: DocumentNode

    /// An entry from its parts.
    public init(key: String, place: Place, value: DocumentNode) {
      (self.key, self.place, self.value) = (key, place, value)
    }
  }

  /// What it is.
  public var content: Content
  /// Where it begins.
  public var place: Place

  /// A node from its parts.
  public init(_ content: Content, at place: Place) { (self.content, self.place) = (content, place) }

  /// The words, if it is words.
  public var scalar: Scalar? { if case .scalar(let scalar) = content { scalar } else { nil } }
  /// The items, if it is a list.
  public var list: [DocumentNode]? { if case .list(let items) = content { items } else { nil } }
  /// The entries, if it is a mapping.
  public var entries: [Entry]? { if case .mapping(let entries) = content { entries } else { nil } }

  /// What it is, in words: `"5 V"`, `a list of 3`, `a mapping`.
  public var summary: String {
    switch content {
    case .scalar(let scalar): scalar.isNull ? "nothing" : "\"\(scalar.text.excerpt)\""
    case .list(let items): "a list of \(items.count)"
    case .mapping: "a mapping"
    }
  }
}

extension String {
  /// At most some sixty characters on one line, to quote in a message.
  public var excerpt: String {
    let line = String(map { $0.isNewline ? " " : $0 })
    return line.count <= 60 ? line : line.prefix(57) + "…"
  }
}
