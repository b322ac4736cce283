import Glibc

/// A connected TCP socket: no delay, keep-alive, and never a wait without an end.
enum Socket {
  /// Connects and returns the descriptor, non-blocking; tries every address of the host.
  static func connect(to host: String, port: UInt16, within seconds: Double) throws(LineFault) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &found)
    guard code == 0 else { throw .cannotOpen("\(host) is not known: \(String(cString: gai_strerror(code)))") }
    defer { freeaddrinfo(found) }
    var (next, problem) = (found, ECONNREFUSED)
    while let address = next?.pointee {
      let outcome = connect(to: address, within: seconds)
      if let descriptor = outcome.descriptor { return descriptor }
      (problem, next) = (outcome.problem, address.ai_next)
    }
    throw .cannotOpen("\(host):\(port) does not take a connection: \(String(cString: strerror(problem)))")
  }

  private static func connect(to address: addrinfo, within seconds: Double) -> (descriptor: Int32?, problem: Int32) {
    let type = address.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    let descriptor = socket(address.ai_family, type, address.ai_protocol)
    guard descriptor >= 0 else { return (nil, errno) }
    prepare(descriptor)
    var problem: Int32 = 0
    if Glibc.connect(descriptor, address.ai_addr, address.ai_addrlen) != 0 {
      problem = errno
      if problem == EINPROGRESS {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        problem = ETIMEDOUT
        if poll(&waiting, 1, Int32(seconds * 1000)) == 1 {
          var size = socklen_t(MemoryLayout<Int32>.size)
          getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &problem, &size)
        }
      }
    }
    if problem == 0 { return (descriptor, 0) }
    close(descriptor)
    return (nil, problem)
  }

  /// Small requests go at once; a peer that is gone is noticed within seconds although nobody speaks.
  private static func prepare(_ descriptor: Int32) {
    set(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPIDLE, 2)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPINTVL, 1)
    set(descriptor, Int32(IPPROTO_TCP), TCP_KEEPCNT, 3)
    set(descriptor, Int32(IPPROTO_TCP), TCP_USER_TIMEOUT, 5000)
  }

  private static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }
}
