public import Documents
import Foundation

extension PortAddress {
  /// Reads an address as people write it, or says what is wrong with it.
  public init(_ text: String) throws(Diagnostics) {
    var rest = Substring(text)
    var unit: UInt8?
    if let mark = rest.lastIndex(of: "#") {
      let digits = rest[rest.index(after: mark)...]
      guard let number = UInt8(digits) else { throw Diagnostics(.badUnit(String(digits), in: text)) }
      (unit, rest) = (number, rest[..<mark])
    }
    for (scheme, line) in Self.sockets {
      guard rest.hasPrefix(scheme + ":") else { continue }
      let (host, port) = try Self.hostAndPort(rest.dropFirst(scheme.count + 1), in: text)
      self.init(line(host, port), unit: unit)
      return
    }
    guard ["/", "./", "../"].contains(where: rest.hasPrefix) else { throw Diagnostics(.unknownPort(text)) }
    var format: SerialFormat?
    if let mark = rest.lastIndex(of: "@") {
      let words = rest[rest.index(after: mark)...]
      guard let read = SerialFormat(words) else { throw Diagnostics(.badSerialFormat(String(words), in: text)) }
      (format, rest) = (read, rest[..<mark])
    }
    // A run that is resumed may be resumed from another folder.
    let path = rest.hasPrefix("/") ? String(rest) : URL(filePath: String(rest)).standardizedFileURL.path
    self.init(.serial(path: path, format), unit: unit)
  }

  private static let sockets: [(String, @Sendable (String, UInt16) -> Line)] = [
    ("tcp", { .tcp(host: $0, port: $1) }), ("rtu-tcp", { .rtuOverTCP(host: $0, port: $1) }),
  ]

  private static func hostAndPort(_ words: Substring, in text: String) throws(Diagnostics) -> (String, UInt16) {
    guard let colon = words.lastIndex(of: ":"), !words[words.index(after: colon)...].contains("]") else {
      throw Diagnostics(.noPortNumber(text))
    }
    let digits = words[words.index(after: colon)...]
    guard let port = UInt16(digits), port > 0 else { throw Diagnostics(.badPortNumber(String(digits), in: text)) }
    var host = words[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.contains(where: \.isWhitespace) else { throw Diagnostics(.noHost(text)) }
    return (String(host), port)
  }
}
