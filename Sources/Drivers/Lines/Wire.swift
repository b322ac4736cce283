import Glibc

/// An open line as bytes, whatever it is made of: a descriptor that is waited on with a deadline and never blocks.
package final class Wire: ByteIO {
  private let descriptor: Int32
  private let hold: () -> Void
  private let time = MonotoneTime()
  private let patience: Double

  /// A wire around an open, non-blocking descriptor.
  ///
  /// - Parameters:
  ///   - patience: how long a write may be held up, s.
  ///   - hold: closes what the descriptor belongs to.
  package init(_ descriptor: Int32, patience: Double = 2, closing hold: @escaping () -> Void) {
    (self.descriptor, self.patience, self.hold) = (descriptor, patience, hold)
  }

  deinit { hold() }

  /// Opens what an address names; a serial format in the address goes before `format`.
  package static func open(_ line: PortAddress.Line, format: SerialFormat?, within seconds: Double = 2)
    throws(LineFault) -> Wire
  {
    switch line {
    case .tcp(let host, let port), .rtuOverTCP(let host, let port):
      let descriptor = try Socket.connect(to: host, port: port, within: seconds)
      return Wire(descriptor) { close(descriptor) }
    case .serial(let path, let own):
      guard let format = own ?? format else { throw .cannotOpen("\(path) has no format: write \(path)@9600-8N1") }
      if SerialPort.knows(path) {
        let port = try SerialPort(path, format)
        return Wire(port.descriptor) { _ = port }
      }
      let descriptor = try Terminal.open(path, format)
      return Wire(descriptor) {
        flock(descriptor, LOCK_UN)
        close(descriptor)
      }
    }
  }

  package var now: Duration { .seconds(time.now) }

  package func pause(_ length: Duration) { time.pause(length / .seconds(1)) }

  package func write(_ bytes: [UInt8]) throws(LineError) {
    let deadline = time.now + patience
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { put($0) }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if count < 0, errno == EAGAIN || errno == EINTR {
        let left = deadline - time.now
        guard left > 0 else { throw .gone("the line takes no bytes") }
        try wait(for: POLLOUT, left)
      } else {
        throw Self.gone()
      }
    }
  }

  package func read(within length: Duration) throws(LineError) -> [UInt8] {
    let deadline = time.now + length / .seconds(1)
    while true {
      guard try wait(for: POLLIN, max(0, deadline - time.now)) else { return [] }
      let bytes = try take()
      if !bytes.isEmpty { return bytes }
      if time.now >= deadline { return [] }
    }
  }

  package func discardInput() throws(LineError) {
    while try wait(for: POLLIN, 0) {
      if try take().isEmpty { return }
    }
  }

  /// Writes what goes at once; a socket whose other side is gone must not end the program by a signal.
  private func put(_ bytes: UnsafeRawBufferPointer) -> Int {
    let count = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
    guard count < 0, errno == ENOTSOCK else { return count }
    return Glibc.write(descriptor, bytes.baseAddress, bytes.count)
  }

  /// What is there; nothing where it was a false alarm.
  private func take() throws(LineError) -> [UInt8] {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, filled in
      count = Glibc.read(descriptor, buffer.baseAddress, 4096)
      filled = max(0, count)
    }
    if count > 0 { return bytes }
    if count < 0, errno == EAGAIN || errno == EINTR { return [] }
    throw count == 0 ? .gone("the other side closed it") : Self.gone()
  }

  /// Whether the descriptor is ready within some seconds.
  @discardableResult
  private func wait(for event: Int32, _ seconds: Double) throws(LineError) -> Bool {
    var waiting = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    let count = poll(&waiting, 1, Int32(min(seconds * 1000, 1e9).rounded(.up)))
    if count < 0, errno != EINTR { throw Self.gone() }
    guard count > 0 else { return false }
    if Int32(waiting.revents) & event != 0 { return true }
    throw .gone("it was unplugged, or the other side closed it")
  }

  private static func gone() -> LineError { .gone(String(cString: strerror(errno))) }
}
