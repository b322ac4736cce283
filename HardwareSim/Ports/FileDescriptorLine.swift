import Glibc

/// Serves one connection over a file descriptor until it ends; blocks the thread that calls it.
struct FileDescriptorLine: Sendable {
  let descriptor: Int32
  let instrument: EmulatedInstrument
  /// Bits a second, ten a byte; nil for as fast as it goes.
  let pace: Double?
  /// Whether a close by the instrument ends it: so on TCP, not on a serial line.
  let canClose: Bool

  /// Why a connection ended.
  enum End { case closedByClient, closedByInstrument, gone, stopped }

  /// The longest that nobody looks whether the line is to be stopped or is gone, s.
  private static let patience = 0.05

  func serve(_ session: consuming WireSession, until stop: StopFlag) -> End {
    var session = session
    var sender = PacedSender(pace: pace)
    var latest = instrument.clock.real
    instrument.listen(true)
    defer { instrument.listen(false) }
    while !stop.isSet {
      if instrument.isGone { return .gone }
      let now = instrument.clock.real
      if let end = send(&sender, at: now) { return end }
      if canClose, let idle = instrument.idleClose, now - latest > idle { return .closedByInstrument }
      let wake = min(session.deadline ?? .infinity, sender.due ?? .infinity, now + Self.patience)
      switch wait(max(0, wake - now)) {
      case .ready:
        guard let bytes = read() else { return .closedByClient }
        latest = instrument.clock.real
        // The bytes of a request take their time too.
        let arrival = pace.map { 10 * Double(bytes.count) / $0 } ?? 0
        sender.take(session.receive(bytes), at: latest + arrival)
      case .nothing: break
      case .failed: return .closedByClient
      }
      sender.take(session.elapse(), at: instrument.clock.real)
    }
    return .stopped
  }

  private func send(_ sender: inout PacedSender, at now: Double) -> End? {
    while let deed = sender.next(at: now) {
      switch deed {
      case .close: if canClose { return .closedByInstrument }
      case .send(let bytes):
        var rest = bytes[...]
        while !rest.isEmpty {
          let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
          if count > 0 {
            rest = rest.dropFirst(count)
          } else if errno == EAGAIN {
            // Nobody takes it. A serial line loses it, a TCP peer that reads nothing for so long is given up.
            guard canClose else { break }
            guard waitToWrite(1) else { return .closedByClient }
          } else if errno != EINTR {
            return .closedByClient
          }
        }
      }
    }
    return nil
  }

  private enum Wait { case ready, nothing, failed }

  private func wait(_ seconds: Double) -> Wait {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // Less than a millisecond is slept, as poll knows nothing shorter.
    let milliseconds = Int32(seconds * 1000)
    if milliseconds == 0, seconds > 0 { usleep(UInt32(seconds * 1e6)) }
    let count = poll(&polled, 1, milliseconds)
    if count < 0 { return errno == EINTR ? .nothing : .failed }
    if count == 0 { return .nothing }
    return polled.revents & Int16(POLLIN | POLLHUP) != 0 ? .ready : .failed
  }

  private func waitToWrite(_ seconds: Double) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&polled, 1, Int32(seconds * 1000)) > 0
  }

  /// What has come; nil at the end.
  private func read() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    if count < 0, errno == EAGAIN || errno == EINTR { return [] }
    return count > 0 ? Array(buffer.prefix(count)) : nil
  }
}
