/// Cuts lines into fields at the separator that the line of names uses.
struct FieldSplitter {
  private let separator: UInt8

  /// Finds the separator: the most frequent of tab, semicolon and comma outside quotes.
  init(names line: String) {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let counts = candidates.map { Self.split(line, at: $0).count }
    let most = counts.max() ?? 0
    separator = zip(candidates, counts).first { $1 == most }?.0 ?? UInt8(ascii: ",")
  }

  /// The fields of a line, without the blanks and quotes around them.
  func fields(of line: String) -> [String] { Self.split(line, at: separator) }

  /// Splits by the rules of RFC 4180, but for line breaks inside quotes, which no list of readings has.
  private static func split(_ line: String, at separator: UInt8) -> [String] {
    let quote = UInt8(ascii: "\"")
    var fields: [String] = []
    var field: [UInt8] = []
    var (isQuoted, justClosed) = (false, false)
    for byte in line.utf8 {
      if byte == quote {
        // Of two quotes inside quotes one stays.
        if justClosed { field.append(quote) }
        justClosed = isQuoted
        isQuoted.toggle()
        continue
      }
      justClosed = false
      if byte == separator, !isQuoted {
        fields.append(String(decoding: field, as: UTF8.self).trimmingBlanks)
        field.removeAll(keepingCapacity: true)
      } else {
        field.append(byte)
      }
    }
    return fields + [String(decoding: field, as: UTF8.self).trimmingBlanks]
  }
}

extension String {
  var trimmingBlanks: String {
    let head = drop { $0 == " " || $0 == "\t" }
    return String(head[..<(head.lastIndex { $0 != " " && $0 != "\t" }.map(head.index(after:)) ?? head.startIndex)])
  }
}
