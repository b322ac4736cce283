/// A line to an instrument: one owner, on a thread of its own, so that a blocking call never runs on Swift's cooperative pool.
///
/// ```swift
/// let answer = try await line.perform { (io: any ByteIO) throws(LineError) -> [UInt8] in
///   try io.write(Array("*IDN?\n".utf8))
///   return try io.read(within: .seconds(1))
/// }
/// ```
public protocol ByteLine: Sendable {
  /// Runs a dialogue on the line's own thread, when those before it have ended; dialogues never interleave.
  func perform<Answer: Sendable>(
    _ dialogue: @escaping @Sendable (any ByteIO) throws(LineError) -> Answer
  ) async throws(LineError) -> Answer
  /// Closes the line, behind the dialogues that wait; those that come later find it closed.
  func close() async
}

/// The two ends of a line, for as long as a dialogue lasts; blocks the thread that calls it.
public protocol ByteIO: AnyObject {
  /// Real time, from a clock that never runs back, not even where a line is opened anew.
  var now: Duration { get }
  /// Sends all bytes, in their order.
  func write(_ bytes: [UInt8]) throws(LineError)
  /// Waits for bytes and returns what is there as soon as there is any; nothing at all when the time has passed in silence.
  func read(within time: Duration) throws(LineError) -> [UInt8]
  /// Throws away what has come in and was not read.
  func discardInput() throws(LineError)
  /// Lets time pass: the pauses that an instrument asks for.
  func pause(_ time: Duration) throws(LineError)
}

/// What can go wrong on a line itself.
public enum LineError: Error, Hashable, Sendable {
  /// There is no such line, or it cannot be opened.
  case cannotOpen(String)
  /// The line is gone: the plug was pulled, the other end hung up.
  case gone(String)
  /// The line was closed by its owner.
  case closed

  /// What happened, in words.
  public var words: String {
    switch self {
    case .cannotOpen(let words), .gone(let words): words
    case .closed: "the line is closed"
    }
  }
}
