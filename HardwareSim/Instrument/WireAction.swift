/// What an instrument does on a line after something came in, or unasked.
public struct WireAction: Hashable, Sendable {
  /// What it does.
  public enum Deed: Hashable, Sendable {
    /// It sends.
    case send([UInt8])
    /// It closes the connection; nothing on a serial line.
    case close
  }

  /// How long from now, real s.
  public var delay: Double
  /// What it does.
  public var deed: Deed

  /// A deed after a time in s.
  public init(_ deed: Deed, delay: Double = 0) { (self.deed, self.delay) = (deed, delay) }
}

extension MessageDamage {
  /// The message as it goes out, so much later (s).
  func actions(after latency: Double) -> [WireAction] {
    guard let bytes else { return [] }
    guard let split, split.after < bytes.count else { return [WireAction(.send(bytes), delay: latency + delay)] }
    return [
      WireAction(.send(Array(bytes[..<split.after])), delay: latency + delay),
      WireAction(.send(Array(bytes[split.after...])), delay: latency + delay + split.pause),
    ]
  }
}
