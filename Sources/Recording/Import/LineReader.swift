import Foundation

/// Reads a text file line by line, in constant memory.
struct LineReader: ~Copyable {
  /// Number of the line read last, from 1.
  private(set) var number = 0
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  private static let pieceSize = 1 << 16

  /// Opens a file; throws `noSuchFile`, `cannotOpen`, `emptyFile` or `notText`.
  init(opening path: String) throws(RecordingError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .noSuchFile(path: path) : .cannotOpen(path: path, reason: systemReason())
    }
    try fill()
    if buffer.isEmpty { throw .emptyFile(path: path) }
    if let other = Self.otherKinds.first(where: { buffer.starts(with: $0.head) }) {
      throw .notText(path: path, looksLike: other.name)
    }
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// The next line without its end; nil behind the last. Throws `cannotOpen` or `notText`.
  mutating func next() throws(RecordingError) -> String? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return try line(buffer[start..<end])
      }
      searched = buffer.count - start
      if isAtEnd {
        guard start < buffer.count else { return nil }
        defer { start = buffer.count }
        return try line(buffer[start...])
      }
      guard buffer.count - start < Self.pieceSize else {
        throw .notText(path: path, looksLike: "binary data: line \(number + 1) is longer than \(Self.pieceSize) bytes")
      }
      try fill()
    }
  }

  /// Whether what comes next starts with a text.
  func startsWith(_ text: String) -> Bool { buffer[start...].starts(with: text.utf8) }

  private mutating func line(_ bytes: ArraySlice<UInt8>) throws(RecordingError) -> String {
    number += 1
    let text = bytes.last == UInt8(ascii: "\r") ? bytes.dropLast() : bytes
    // Bytes above 0x7F are let through: instruments write their ° and µ in many ways, none of which matters here.
    guard text.allSatisfy({ $0 >= 0x20 || $0 == UInt8(ascii: "\t") }) else {
      throw .notText(path: path, looksLike: "binary data: line \(number) has a control character")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Drops what was read and adds a piece of the file.
  private mutating func fill() throws(RecordingError) {
    buffer.removeFirst(start)
    start = 0
    var piece = [UInt8](repeating: 0, count: Self.pieceSize)
    let count = piece.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw .cannotOpen(path: path, reason: systemReason()) }
    buffer.append(contentsOf: piece.prefix(count))
    isAtEnd = count == 0
  }

  /// First bytes of files that people mistake for text.
  private static let otherKinds: [(head: [UInt8], name: String)] = [
    (Array("SQLite format 3\0".utf8), "a run file or another SQLite database"),
    (Array("PAR1".utf8), "a Parquet file"),
    (Array("PK\u{3}\u{4}".utf8), "a spreadsheet or another zip archive"),
    ([0x1F, 0x8B], "a gzip archive"),
    ([0xFF, 0xFE], "a text in UTF-16"),
    ([0xFE, 0xFF], "a text in UTF-16"),
    ([0x89, 0x48, 0x44, 0x46], "an HDF5 file"),
  ]
}
