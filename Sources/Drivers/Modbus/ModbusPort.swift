import DeviceProfiles
import Synchronization

/// A Modbus line that all channels of this program on it share.
final class ModbusPort: Sendable {
  /// The line's owner.
  let thread: LineThread<ModbusLine>

  private init(_ line: PortAddress.Line) {
    thread = LineThread("\(line)", idleAfter: 0.5, whenIdle: { $0.keepAlive() }) {
      ModbusLine(Self.link(line)) { () throws(LineFault) -> PortLock? in try PortLock(line) }
    }
  }

  /// The line of an address: the one that is there already, or a new one.
  static func shared(_ line: PortAddress.Line) -> ModbusPort {
    ports.withLock { ports in
      ports = ports.filter { $0.value.port != nil }
      if let port = ports[line]?.port { return port }
      let port = ModbusPort(line)
      ports[line] = Weak(port: port)
      return port
    }
  }

  private struct Weak: Sendable {
    weak let port: ModbusPort?
  }

  private static let ports = Mutex<[PortAddress.Line: Weak]>([:])

  private static func link(_ line: PortAddress.Line) -> any ModbusLink {
    do throws(LineFault) {
      switch line {
      case .tcp(let host, let port): return try LibmodbusLink(.tcp(host: host, port: port), timing: LineTiming())
      case .serial(let path, let format?): return try LibmodbusLink(.rtu(path: path, format), timing: LineTiming())
      case .serial(let path, nil): throw .cannotOpen("\(path) has no format: write \(path)@9600-8N1")
      case .rtuOverTCP:
        return FramedLink(timing: LineTiming()) { () throws(LineFault) in try Wire.open(line, format: nil) }
      }
    } catch { return UnusableLink(fault: error) }
  }
}

/// A line that cannot be opened, and says why each time.
private final class UnusableLink: ModbusLink {
  let numbersRequests = true
  let isOpen = false
  var timing = LineTiming()
  private let fault: LineFault
  init(fault: LineFault) { self.fault = fault }
  func open() throws(LineFault) { throw fault }
  func close() {}
  func flush() {}
  func exchange(_ request: [UInt8], with unit: UInt8) throws(LineFault) -> [UInt8] { throw fault }
}
