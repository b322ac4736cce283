public import Documents
import Glibc

/// A host and a port to listen on.
public struct TCPAddress: Hashable, Sendable {
  /// A numeric address, or `localhost`.
  public var host: String
  /// The port; 0 for a free one.
  public var port: UInt16

  /// An address from its parts.
  public init(host: String, port: UInt16) { (self.host, self.port) = (host, port) }

  /// Reads `HOST:PORT`, `[::1]:PORT`, or `PORT` alone on the loopback.
  public init(text: String) throws(Diagnostics) {
    if let port = UInt16(text) {
      self.init(host: "127.0.0.1", port: port)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
      colon > text.startIndex
    else { throw Diagnostics(.badAddress(text)) }
    let host = text[..<colon]
    let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
    self.init(host: isBracketed ? String(host.dropFirst().dropLast()) : String(host), port: port)
    guard isNumeric || host == "localhost" else { throw Diagnostics(.badAddress(text)) }
  }

  /// As people write it.
  public var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  private var isNumeric: Bool {
    var (four, six) = (in_addr(), in6_addr())
    return inet_pton(AF_INET, host, &four) == 1 || inet_pton(AF_INET6, host, &six) == 1
  }

  /// Whether only this machine reaches it.
  public var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "::1" }

  private var numericHost: String { host == "localhost" ? "127.0.0.1" : host }

  /// A socket that listens there, and the port it got; throws where there is none to be had.
  func listen() throws(Diagnostics) -> (socket: Int32, port: UInt16) {
    let isSix = numericHost.contains(":")
    let handle = socket(isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard handle >= 0 else { throw Diagnostics(.cannotListen(text, reason: String(cString: strerror(errno)))) }
    var yes: Int32 = 1
    setsockopt(handle, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard (isSix ? bindSix(handle) : bindFour(handle)) == 0, Glibc.listen(handle, 16) == 0 else {
      let reason = String(cString: strerror(errno))
      close(handle)
      throw Diagnostics(.cannotListen(text, reason: reason))
    }
    return (handle, Self.port(of: handle))
  }

  private func bindFour(_ handle: Int32) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    inet_pton(AF_INET, numericHost, &address.sin_addr)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  private func bindSix(_ handle: Int32) -> Int32 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    inet_pton(AF_INET6, numericHost, &address.sin6_addr)
    return withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, socklen_t(MemoryLayout<sockaddr_in6>.size))
      }
    }
  }

  /// The port stands at the same place in both kinds of address.
  private static func port(of handle: Int32) -> UInt16 {
    var address = sockaddr_in6()
    var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(handle, $0, &length) }
    }
    return UInt16(bigEndian: address.sin6_port)
  }
}
