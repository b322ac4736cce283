/// Where an instrument can be reached.
public protocol EmulatedPort: Sendable {
  /// What a client is given: `127.0.0.1:5020`, or the path of a terminal.
  var address: String { get }
  /// Which kind of line it is: `modbus-tcp`, `modbus-rtu-tcp`, `tcp` or `serial`.
  var kind: String { get }
  /// Begins to serve, on threads of its own.
  func start()
  /// Ends every connection, and leaves nothing behind.
  func stop()
}
