import Foundation

/// What can be said about a run file before SQLite opens it.
enum DatabaseFile {
  /// Throws `noSuchFile`, `cannotOpen`, `notARunFile`, or `damaged` for a file that was cut short.
  ///
  /// Offsets are those of https://sqlite.org/fileformat.html, section 1.3. SQLite itself takes a page that is there in
  /// part for a whole one. Beside a write-ahead log a short file is in order: the rest is in the log.
  static func requireWhole(_ path: String) throws(RecordingError) {
    let size = try sizeOfFile(path)
    guard !WriterLock.isWrittenHere(path) else { return }
    let head = try firstBytes(of: path)
    guard head.count == 100, head.starts(with: "SQLite format 3\0".utf8) else { throw .notARunFile(path: path) }
    let storedPageSize = number(head[16..<18])
    let pageSize = storedPageSize == 1 ? 65_536 : storedPageSize
    let pagesAreCounted = head[24..<28].elementsEqual(head[92..<96])
    guard pagesAreCounted, access(path + "-wal", F_OK) != 0 else { return }
    let expected = number(head[28..<32]) * pageSize
    guard size >= expected else {
      throw .damaged(path: path, reason: "it was cut to \(size) of \(expected) bytes")
    }
  }

  /// The file and what SQLite keeps beside it while it is written.
  static func withLogs(_ path: String) -> [String] {
    [path] + ["-wal", "-journal"].map { path + $0 }.filter { access($0, F_OK) == 0 }
  }

  /// Whether there is a log that SQLite cannot read because the folder may not be written to: it keeps an index of it there.
  static func logIsOutOfReach(_ path: String) -> Bool {
    let folder = (path as NSString).deletingLastPathComponent
    return withLogs(path).count > 1 && access(folder.isEmpty ? "." : folder, W_OK) != 0
  }

  private static func sizeOfFile(_ path: String) throws(RecordingError) -> Int {
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw errno == ENOENT ? .noSuchFile(path: path) : .cannotOpen(path: path, reason: systemReason())
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotOpen(path: path, reason: "it is not a plain file") }
    return Int(status.st_size)
  }

  private static func firstBytes(of path: String) throws(RecordingError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: systemReason()) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw .cannotOpen(path: path, reason: systemReason()) }
    return Array(bytes.prefix(count))
  }

  /// A big-endian number.
  private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
