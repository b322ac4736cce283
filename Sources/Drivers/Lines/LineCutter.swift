/// Cuts what comes in into lines, and keeps what has not ended yet.
struct LineCutter: Sendable {
  /// More than this without an end is no line of any instrument, bytes.
  static let longestLine = 1 << 16
  private var pending: [UInt8] = []
  private let end: UInt8

  /// Cuts at the last byte of a terminator.
  init(end: [UInt8]) { self.end = end.last ?? 10 }

  /// Forgets what has not ended.
  mutating func clear() { pending.removeAll(keepingCapacity: true) }

  /// Adds bytes as they came; what grows beyond `longestLine` is thrown away, so that noise fills no memory.
  mutating func add(_ bytes: [UInt8]) {
    pending += bytes
    if pending.count > Self.longestLine, !pending.contains(end) { pending.removeAll() }
  }

  /// The next whole line, without its end and without carriage returns around it; nil when there is none.
  mutating func next() -> String? {
    guard let index = pending.firstIndex(of: end) else { return nil }
    let line = pending[..<index].filter { $0 != 13 && $0 != 10 }
    pending.removeSubrange(...index)
    return String(decoding: line, as: UTF8.self)
  }

  /// The next line, waiting for it so long; nil after silence.
  mutating func next(from io: any ByteIO, within time: Duration) throws(LineError) -> String? {
    let deadline = io.now + time
    while true {
      if let line = next() { return line }
      let left = deadline - io.now
      guard left > .zero else { return nil }
      add(try io.read(within: left))
    }
  }
}
