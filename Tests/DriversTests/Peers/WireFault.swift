/// What happens to one message on its way.
enum WireFault: String, CaseIterable, Sendable {
  case none
  /// The request never arrives.
  case requestLost
  /// The answer never arrives.
  case answerLost
  /// The answer comes after the driver gave up on it, while it asks the next.
  case answerLate
  /// The answer comes very late, when the driver has long recovered by its own reckoning.
  case answerVeryLate
  /// One bit of the answer flips.
  case bitFlip
  /// A byte of the answer is missing.
  case byteDropped
  /// A byte too many is in the answer.
  case byteInserted
  /// The answer comes in two parts.
  case split
  /// The answer breaks off.
  case cut
  /// A byte precedes the answer.
  case noiseBefore
  /// A byte follows the answer.
  case noiseAfter
  /// Another unit seems to answer.
  case wrongUnit
  /// The answer is to another function.
  case wrongFunction
  /// The instrument refuses with exception 4.
  case exception
  /// The connection closes before the request is done.
  case disconnectBefore
  /// The connection closes when the request is done and before the answer.
  case disconnectAfter
}
