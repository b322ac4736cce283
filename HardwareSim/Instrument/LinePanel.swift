/// An instrument that speaks in lines of text.
protocol LinePanel: FrontPanel {
  /// Bytes that end a line.
  var lineEnds: Set<UInt8> { get }
  /// Bytes that act at once, outside any line.
  var controlBytes: Set<UInt8> { get }
  /// The longest line that is taken, in bytes; the rest of a longer one is thrown away.
  var longestLine: Int { get }
  /// Silence after which a TCP connection is closed, s; nil for never.
  var idleClose: Double? { get }
  /// Takes a line without its end; the replies, each with its own end.
  mutating func receive(_ line: String, in exchange: inout Exchange) -> [LineReply]
  /// A control byte came.
  mutating func receiveControl(_ byte: UInt8, in exchange: inout Exchange) -> [LineReply]
  /// When it next says something unasked, test time in s; nil for never.
  var nextEmission: Double? { get }
  /// What it says unasked, at that time.
  mutating func emit(in exchange: inout Exchange) -> [LineReply]
  /// Refuses a line with an error code, by a fault: what it says instead of acting.
  mutating func refuse(code: Int, in exchange: inout Exchange) -> [LineReply]
}

/// Text that an instrument sends.
struct LineReply: Hashable, Sendable {
  /// The text with its line end.
  var text: String
  /// How long it takes, s of test time.
  var latency: Double

  /// A reply that takes a time in s.
  init(_ text: String, latency: Double = 0) { (self.text, self.latency) = (text, latency) }
}

extension LinePanel {
  /// None.
  var controlBytes: Set<UInt8> { [] }
  /// Enough for any command.
  var longestLine: Int { 4096 }
  /// Never.
  var idleClose: Double? { nil }
  /// Never.
  var nextEmission: Double? { nil }
  /// Nothing.
  mutating func receiveControl(_ byte: UInt8, in exchange: inout Exchange) -> [LineReply] { [] }
  /// Nothing.
  mutating func emit(in exchange: inout Exchange) -> [LineReply] { [] }
}
