import Foundation

/// Collects text and writes it to a file in large pieces of whole lines.
struct TextSink: Sendable {
  private let descriptor: Int32
  private let path: String
  private var buffer: [UInt8] = []
  private static let pieceSize = 1 << 16

  /// A sink for an open file; the path is for errors.
  init(_ descriptor: Int32, path: String) {
    (self.descriptor, self.path) = (descriptor, path)
    buffer.reserveCapacity(Self.pieceSize + 4096)
  }

  /// Adds a text as it is.
  mutating func write(_ text: String) throws(RecordingError) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.pieceSize, buffer.last == UInt8(ascii: "\n") { try flush() }
  }

  /// Adds the shortest decimal that reads back as this very number; nothing for not-a-number.
  mutating func write(_ number: Double) throws(RecordingError) {
    if !number.isNaN { try write(number.description) }
  }

  /// Writes what was collected.
  mutating func flush() throws(RecordingError) {
    var rest = buffer[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw RecordingError(failedWriteTo: path) }
      rest = rest.dropFirst(written)
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

extension String {
  /// On one line: line breaks, control and formatting characters become spaces.
  var onOneLine: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse, .surrogate: " "
          default: scalar
          }
        }))
  }

  /// As a field of a CSV file (RFC 4180), on one line so that tools which follow a growing file see whole rows.
  var asField: String {
    let line = onOneLine
    guard line.contains(where: { $0 == "," || $0 == "\"" || $0 == ";" }) || line != trimmed(line) else { return line }
    return "\"\(line.replacingOccurrences(of: "\"", with: "\"\""))\""
  }

  private func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespaces) }
}
