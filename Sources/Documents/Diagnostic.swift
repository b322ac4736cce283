/// Where in a file something is.
public struct Place: Hashable, Codable, Sendable {
  /// The file as people named it.
  public var file: String
  /// Line from 1; nil for the file as a whole.
  public var line: Int?
  /// Column from 1, counted in Unicode scalars; nil for the line as a whole.
  public var column: Int?

  /// A place from its parts.
  public init(file: String, line: Int? = nil, column: Int? = nil) {
    (self.file, self.line, self.column) = (file, line, column)
  }
}

extension Place: CustomStringConvertible {
  /// `file:line:column`, as far as known.
  public var description: String {
    [file, line.map(String.init), column.map(String.init)].compactMap { $0 }.joined(separator: ":")
  }
}

/// One fault in what somebody wrote: what is wrong, where, and how to mend it.
public struct Diagnostic: Hashable, Codable, Sendable {
  /// What is wrong, in one line.
  public var what: String
  /// Where it is.
  public var place: Place?
  /// More about it: the limit, the known names.
  public var detail: String?
  /// What to write instead.
  public var mend: String?

  /// A fault from its parts.
  public init(_ what: String, at place: Place? = nil, detail: String? = nil, mend: String? = nil) {
    (self.what, self.place, self.detail, self.mend) = (what, place, detail, mend)
  }
}

extension Diagnostic: CustomStringConvertible {
  /// Place and fault on the first line, detail and mend indented below.
  public var description: String {
    var lines = [place.map { "\($0)  \(what)" } ?? what]
    if let detail { lines += detail.split(separator: "\n").map { "  \($0)" } }
    if let mend { lines.append("  mend: \(mend)") }
    return lines.joined(separator: "\n")
  }
}

/// All faults found in one go; never empty.
public struct Diagnostics: Error, Hashable, Sendable {
  /// The first fault, by place.
  public let first: Diagnostic
  /// The others, by place.
  public let others: [Diagnostic]

  /// All faults, top to bottom.
  public var list: [Diagnostic] { [first] + others }

  /// How many more there are that nobody kept.
  public let unlisted: Int

  /// One fault alone.
  public init(_ only: Diagnostic) { (first, others, unlisted) = (only, [], 0) }

  /// Sorts faults by line and column; nil when there is none.
  public init?(_ list: [Diagnostic], unlisted: Int = 0) {
    let ranked = list.enumerated().map {
      (line: $1.place?.line ?? 0, column: $1.place?.column ?? 0, order: $0, fault: $1)
    }
    let sorted = ranked.sorted { ($0.line, $0.column, $0.order) < ($1.line, $1.column, $1.order) }
    guard let head = sorted.first else { return nil }
    (first, others) = (head.fault, sorted.dropFirst().map { $0.fault })
    self.unlisted = unlisted
  }
}

extension Diagnostics: CustomStringConvertible {
  /// All faults, one below the other.
  public var description: String {
    let more = unlisted > 0 ? ["… and \(unlisted) more faults"] : []
    return (list.map(\.description) + more).joined(separator: "\n")
  }
}
