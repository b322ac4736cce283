/// One request and its reply on a wire, without memory of what came before.
package protocol ModbusLink: AnyObject {
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
package struct LineTiming: Hashable, Sendable {
  /// For the first byte of an answer, s.
  package var response: Double
  /// For the next byte of one, s: a longer gap has lost a byte. USB adapters hold bytes back for 16 ms.
  package var byte: Double
  /// From an answer to the next request, s.
  package var gap: Double
  /// From a request until no answer to it can come any more, s.
  package var latest: Double

  /// Times in seconds.
  package init(response: Double = 0.5, byte: Double = 0.05, gap: Double = 0, latest: Double = 1) {
    (self.response, self.byte, self.gap, self.latest) = (response, byte, gap, latest)
  }
}
