import Foundation

/// What a write-ahead log holds behind its last commit: written, never acknowledged, and not part of the run.
///
/// Format: sqlite.org/fileformat.html, section 4. A frame counts where its salts are the log's own and its checksum fits;
/// frames of an earlier use of the log are no tail.
public struct TornTail: Hashable, Sendable {
  /// Whole pages behind the last commit.
  public var pages: Int
  /// Bytes behind the last commit, with the page that was cut short.
  public var bytes: Int

  /// Looks at the log beside a run file, before SQLite trims it; nil where there is no log or nothing behind its last commit.
  init?(besideRunFile path: String) {
    guard let log = try? Data(contentsOf: URL(fileURLWithPath: path + "-wal"), options: .alwaysMapped), log.count > 32
    else { return nil }
    let (pages, bytes) = log.withUnsafeBytes { Self.measure($0) }
    guard bytes > 0 else { return nil }
    (self.pages, self.bytes) = (pages, bytes)
  }

  private static func measure(_ log: UnsafeRawBufferPointer) -> (pages: Int, bytes: Int) {
    func word(_ offset: Int) -> UInt32 { UInt32(bigEndian: log.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) }
    let isBigEndian = word(0) & 1 == 1
    guard word(0) & ~1 == 0x377F_0682 else { return (0, 0) }
    let frame = 24 + Int(word(8))
    guard frame > 24 else { return (0, 0) }

    var sums: (UInt32, UInt32) = (0, 0)
    func add(_ offset: Int, _ count: Int) {
      for index in stride(from: offset, to: offset + count, by: 8) {
        let native = (
          log.loadUnaligned(fromByteOffset: index, as: UInt32.self),
          log.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self)
        )
        let (first, second) = isBigEndian ? (native.0.bigEndian, native.1.bigEndian) : native
        sums.0 = sums.0 &+ first &+ sums.1
        sums.1 = sums.1 &+ second &+ sums.0
      }
    }
    add(0, 24)
    guard sums.0 == word(24), sums.1 == word(28) else { return (0, 0) }

    var (offset, committed, pages) = (32, 32, 0)
    while offset + frame <= log.count, word(offset + 8) == word(16), word(offset + 12) == word(20) {
      add(offset, 8)
      add(offset + 24, frame - 24)
      guard sums.0 == word(offset + 16), sums.1 == word(offset + 20) else { break }
      let isCommit = word(offset + 4) != 0
      offset += frame
      pages += 1
      if isCommit { (committed, pages) = (offset, 0) }
    }
    let isCutShort = log.count - offset >= 16 && log.count < offset + frame && word(offset + 8) == word(16)
    return (pages, (isCutShort ? log.count : offset) - committed)
  }
}
