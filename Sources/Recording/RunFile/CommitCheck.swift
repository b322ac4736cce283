import GRDB

/// Compares what is read from a run file, row by row, with the checksums of the commits that wrote it.
///
/// Files of versions 1 and 2 of the schema have none; there, nothing is checked.
struct CommitCheck {
  /// What a commit keeps a checksum of.
  enum Part: String {
    case readings
    case model
    case events
  }

  /// The checksum since the commit before; whoever reads adds each row.
  var checksum = Checksum()
  private let part: Part
  private let commits: RowCursor?
  private var commit: (last: Int, checksum: UInt32)?
  private var before = 0
  private let collectsFaults: Bool
  /// What was found, where faults are collected.
  private(set) var faults: [String] = []

  /// A check that starts with the first row, or behind a row where a commit ended; it throws at the first fault, or
  /// collects them all.
  init(of part: Part, in database: Database, after number: Int = 0, collectingFaults: Bool = false) throws {
    (self.part, before, collectsFaults) = (part, number, collectingFaults)
    let number = part == .events ? "last_event" : "last_record"
    commits =
      try RunFileSchema.hasCommits(database)
      ? try Row.fetchCursor(
        database,
        sql: "SELECT \(number), \(part.rawValue)_crc32 FROM commits WHERE \(number) > ? ORDER BY commit_index",
        arguments: [before]) : nil
    try advance()
  }

  /// Takes note that the row of this number was added; throws where a commit ends and is not what it was.
  @inline(__always)
  mutating func passed(_ number: Int) throws {
    if let commit, number < commit.last { return }
    try compare(at: number)
  }

  /// Takes note that there are no more rows; throws where commits have more.
  mutating func finish() throws {
    while let commit {
      try complain(to: commit.last, "are not all there")
      try advance(behind: commit.last)
    }
  }

  private mutating func compare(at number: Int) throws {
    guard commits != nil else { return }
    while let commit, number > commit.last {
      try complain(to: commit.last, "are not all there")
      try advance(behind: commit.last)
    }
    guard let commit else { return try complain(to: number, "belong to no commit") }
    guard number == commit.last else { return }
    if commit.checksum != checksum.value {
      try complain(to: commit.last, "are not what was written: their checksum differs")
    }
    try advance(behind: commit.last)
  }

  /// Moves on to the next commit that wrote something of this part.
  private mutating func advance(behind last: Int? = nil) throws {
    before = last ?? before
    checksum = Checksum()
    commit = nil
    while let row = try commits?.next() {
      let last: Int = try row.decode(atIndex: 0)
      guard last > before else { continue }
      commit = (last, UInt32(truncatingIfNeeded: try row.decode(Int.self, atIndex: 1)))
      return
    }
  }

  private mutating func complain(to last: Int, _ what: String) throws {
    let rows = part == .model ? "model states" : part.rawValue
    let fault = "\(rows) \(before + 1) to \(last) \(what)"
    guard collectsFaults else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: fault) }
    // One that belongs to no commit is followed by others.
    if faults.last?.hasSuffix(what) != true || commit != nil { faults.append(fault) }
  }
}
