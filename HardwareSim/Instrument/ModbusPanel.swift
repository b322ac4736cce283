/// How a Modbus slave behaves on its line.
struct ModbusManners: Hashable, Sendable {
  /// The code with which a wrong checksum is answered; nil where it is not answered.
  var checksumCode: UInt8?
  /// Silence within a frame after which it is dropped, s.
  var frameGap = 0.05
  /// Silence after which a TCP connection is closed, s; nil for never.
  var idleClose: Double?
  /// How long a reply takes, s.
  var latency = 0.0

  /// The usual manners.
  init() {}
}

/// An instrument that is a Modbus slave.
protocol ModbusPanel: FrontPanel {
  /// How it behaves on its line, as it is set now.
  var manners: ModbusManners { get }
  /// Answers a request to a unit.
  mutating func answer(_ request: ModbusRequest, unit: UInt8, in exchange: inout Exchange) -> ModbusAnswer
}
