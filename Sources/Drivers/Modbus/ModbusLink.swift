/// One request and its reply on a wire, without memory of what came before.
protocol ModbusLink: AnyObject {
  /// Whether a reply carries the number of its request, so that a late one gives itself away.
  var numbersRequests: Bool { get }
  /// Whether the line is open.
  var isOpen: Bool { get }
  /// Opens the line.
  func open() throws(LineFault)
  /// Closes it.
  func close()
  /// How long it waits for what.
  var timing: LineTiming { get set }
  /// Throws away what has come in and was not read.
  func flush()
  /// Sends a request (function code and data) to a unit and returns the reply (function code and data); unit, check sum and number are right then.
  func exchange(_ request: [UInt8], with unit: UInt8) throws(LineFault) -> [UInt8]
}

/// How long a line waits for what.
struct LineTiming: Hashable, Sendable {
  /// For the first byte of an answer, s.
  var response = 0.5
  /// For the next byte of one, s: a longer gap has lost a byte. USB adapters hold bytes back for 16 ms.
  var byte = 0.05
  /// From an answer to the next request, s.
  var gap = 0.0
  /// From a request until no answer to it can come any more, s.
  var latest = 1.0
}
