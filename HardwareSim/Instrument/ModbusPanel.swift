/// How a Modbus slave behaves on its line.
public struct ModbusManners: Hashable, Sendable {
  /// The code with which a wrong checksum is answered; nil where it is not answered.
  public var checksumCode: UInt8?
  /// Silence within a frame after which it is dropped, s.
  public var frameGap = 0.05
  /// Silence after which a TCP connection is closed, s; nil for never.
  public var idleClose: Double?
  /// How long a reply takes, s.
  public var latency = 0.0

  /// The usual manners.
  public init() {}
}

/// An instrument that is a Modbus slave.
public protocol ModbusPanel: FrontPanel {
  /// How it behaves on its line, as it is set now.
  var manners: ModbusManners { get }
  /// Answers a request to a unit.
  mutating func answer(_ request: ModbusRequest, unit: UInt8, in exchange: inout Exchange) -> ModbusAnswer
}
