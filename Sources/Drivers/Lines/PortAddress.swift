/// Where an instrument is: a line and, on a bus, its address there.
///
/// `tcp:HOST:PORT`, `rtu-tcp:HOST:PORT` (Modbus RTU frames on a socket), or the path of a serial port or pseudo-terminal with its format:
/// `/dev/ttyUSB0@9600-8N1`. A bus address comes last: `#3`.
public struct PortAddress: Hashable, Sendable {
  /// The line itself, without the address on it.
  public enum Line: Hashable, Sendable {
    /// A socket: Modbus TCP, or text.
    case tcp(host: String, port: UInt16)
    /// A socket that carries Modbus RTU frames with their check sum.
    case rtuOverTCP(host: String, port: UInt16)
    /// A serial port or a pseudo-terminal; without a format the instrument's profile says it.
    case serial(path: String, SerialFormat?)
  }

  /// The line.
  public var line: Line
  /// The instrument's address on it, 0 to 255; nil where the profile says it.
  public var unit: UInt8?

  /// An address from its parts.
  public init(_ line: Line, unit: UInt8? = nil) { (self.line, self.unit) = (line, unit) }
}

extension PortAddress.Line: CustomStringConvertible {
  /// As people write it.
  public var description: String {
    switch self {
    case .tcp(let host, let port): "tcp:\(Self.bracketed(host)):\(port)"
    case .rtuOverTCP(let host, let port): "rtu-tcp:\(Self.bracketed(host)):\(port)"
    case .serial(let path, let format): path + (format.map { "@\($0)" } ?? "")
    }
  }

  private static func bracketed(_ host: String) -> String { host.contains(":") ? "[\(host)]" : host }
}

extension PortAddress: CustomStringConvertible {
  /// As people write it.
  public var description: String { "\(line)" + (unit.map { "#\($0)" } ?? "") }
}
