/// Cuts the bytes of a client into frames; whatever comes, it holds no more than one frame and never waits for what cannot come.
struct ModbusFrameReader: Sendable {
  let framing: ModbusFraming
  /// Silence behind which an unfinished RTU frame is over, s.
  var gap: Double
  private var buffer: [UInt8] = []
  private var latest = 0.0

  /// The longest frame of RTU, and of TCP with its header.
  static let (longestRTU, longestTCP) = (256, 260)

  init(_ framing: ModbusFraming, gap: Double) { (self.framing, self.gap) = (framing, gap) }

  /// What a reader makes of bytes.
  enum Cut: Hashable {
    /// A whole frame, its checksum not yet looked at.
    case frame([UInt8])
    /// The client does not speak this protocol: a server closes the connection.
    case nonsense
  }

  /// Takes bytes that came at a real time in s.
  mutating func take(_ bytes: [UInt8], at now: Double) -> [Cut] {
    var cuts = elapse(at: now)
    buffer += bytes
    latest = now
    while let cut = next() { cuts.append(cut) }
    return cuts
  }

  /// Ends an unfinished frame when the line has been silent for long enough.
  mutating func elapse(at now: Double) -> [Cut] {
    guard framing == .rtu, !buffer.isEmpty, now - latest >= gap else { return [] }
    defer { buffer.removeAll() }
    // What is too short to be a frame was noise.
    return buffer.count >= 4 ? [.frame(buffer)] : []
  }

  /// When an unfinished frame will be over, real s.
  var deadline: Double? { framing == .rtu && !buffer.isEmpty ? latest + gap : nil }

  private mutating func next() -> Cut? {
    switch framing {
    case .tcp:
      guard buffer.count >= 6 else { return nil }
      let length = Int(buffer[4]) << 8 | Int(buffer[5])
      guard buffer[2] == 0, buffer[3] == 0, (2...254).contains(length) else {
        buffer.removeAll()
        return .nonsense
      }
      return cut(6 + length)
    case .rtu:
      if let length { return cut(length) }
      // A function of unknown length: the gap tells where it ends.
      if buffer.count > Self.longestRTU { return cut(Self.longestRTU) }
      return nil
    }
  }

  /// How long the request in the buffer is; nil while that cannot be told.
  private var length: Int? {
    guard buffer.count >= 2 else { return nil }
    switch buffer[1] {
    case 1...6: return 8
    case 15, 16: return buffer.count >= 7 ? min(Self.longestRTU, 9 + Int(buffer[6])) : nil
    default: return nil
    }
  }

  private mutating func cut(_ length: Int) -> Cut? {
    guard buffer.count >= length else { return nil }
    defer { buffer.removeFirst(length) }
    return .frame(Array(buffer.prefix(length)))
  }
}
