import Foundation
import Glibc
import Synchronization

/// An instrument on a real wire, with one fault at one message: framing of its own, nothing of the drivers.
final class ScriptedPeer: Sendable {
  enum Framing: Sendable { case rtu, tcp }

  /// The fault of the n-th request, from 0, and how often it comes.
  struct Script: Sendable {
    var fault = WireFault.none
    var at = -1
    var times = 1
    /// How late a late answer is, s.
    var late = 0.25
    var veryLate = 0.6
    /// How long nobody can connect after a disconnection, s.
    var away = 0.05
  }

  let path: String
  let port: UInt16
  private let framing: Framing
  private let model: @Sendable ([UInt8]) -> [UInt8]
  private let shared: Mutex<(script: Script, count: Int, units: Set<UInt8>, isOver: Bool, log: [[UInt8]])>
  private let terminal: PseudoTerminal?
  private let listener: Listener?
  private let ended = DispatchSemaphore(value: 0)

  /// RTU on a pseudo-terminal.
  static func onTerminal(
    unit: UInt8 = 0, script: Script = Script(), _ model: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws -> ScriptedPeer {
    try ScriptedPeer(.rtu, PseudoTerminal(), nil, unit, script, model)
  }

  /// RTU or Modbus TCP frames on a socket.
  static func onSocket(
    _ framing: Framing, unit: UInt8 = 0, script: Script = Script(), _ model: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws -> ScriptedPeer {
    try ScriptedPeer(framing, nil, Listener(), unit, script, model)
  }

  private init(
    _ framing: Framing, _ terminal: PseudoTerminal?, _ listener: Listener?, _ unit: UInt8, _ script: Script,
    _ model: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) throws {
    (self.framing, self.terminal, self.listener, self.model) = (framing, terminal, listener, model)
    (path, port) = (terminal?.path ?? "", listener?.port ?? 0)
    shared = Mutex((script, 0, [unit], false, []))
    Thread { self.serve() }.start()
  }

  /// Requests that arrived so far.
  var requests: Int { shared.withLock { $0.count } }
  /// Every request as it came, whole frames.
  var log: [[UInt8]] { shared.withLock { $0.log } }
  /// Changes what goes wrong, and counts requests from here.
  func play(_ script: Script) { shared.withLock { ($0.script, $0.count) = (script, 0) } }

  /// Ends the instrument and waits until it is gone.
  func end() {
    shared.withLock { $0.isOver = true }
    ended.wait()
  }

  private var isOver: Bool { shared.withLock { $0.isOver } }

  private func serve() {
    defer { ended.signal() }
    if let terminal {
      while !isOver { converse(terminal.master) }
    }
    while let listener, !isOver {
      guard let connection = listener.accept(within: 5) else { continue }
      converse(connection)
      close(connection)
    }
  }

  private func converse(_ descriptor: Int32) {
    var pending: [UInt8] = []
    while !isOver {
      guard let bytes = receive(descriptor, milliseconds: 5) else { return }
      pending += bytes
      while let length = frameLength(pending), pending.count >= length {
        let frame = Array(pending.prefix(length))
        pending.removeFirst(length)
        guard handle(frame, descriptor) else { return }
      }
      // A frame that broke off is forgotten, as after a silence on a line.
      if bytes.isEmpty { pending = [] }
    }
  }

  /// Nil when the other side is gone.
  private func receive(_ descriptor: Int32, milliseconds: Int32) -> [UInt8]? {
    var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) == 1 else { return [] }
    var buffer = [UInt8](repeating: 0, count: 512)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return Array(buffer.prefix(count))
  }

  private func frameLength(_ bytes: [UInt8]) -> Int? {
    if framing == .tcp { return bytes.count >= 6 ? 6 + Int(bytes[4]) << 8 + Int(bytes[5]) : nil }
    guard bytes.count >= 7 else { return nil }
    return bytes[1] == 16 ? 9 + Int(bytes[6]) : 8
  }

  /// Answers one request; false where the connection is over.
  private func handle(_ frame: [UInt8], _ descriptor: Int32) -> Bool {
    let (script, number, units) = shared.withLock { shared in
      defer { shared.count += 1 }
      shared.log.append(frame)
      return (shared.script, shared.count, shared.units)
    }
    let isFaulty = number >= script.at && number < script.at + script.times
    let fault = isFaulty ? script.fault : .none
    let (unit, data) =
      framing == .tcp ? (frame[6], Array(frame[7...])) : (frame[0], Array(frame[1..<frame.count - 2]))
    guard units.contains(unit), fault != .requestLost else { return true }
    if framing == .rtu, !Self.hasRightSum(frame) { return true }
    if fault == .disconnectBefore { return hangUp(script) }
    let data2 = fault == .exception ? [data[0] | 0x80, 4] : model(data)
    if fault == .disconnectAfter { return hangUp(script) }
    let head = framing == .tcp ? Array(frame.prefix(4)) : []
    send(distort(data2, unit, head, fault), fault, script, descriptor)
    return true
  }

  private func hangUp(_ script: Script) -> Bool {
    // A pseudo-terminal cannot be unplugged and stay the same; there the request is lost.
    guard listener != nil else { return true }
    Thread.sleep(forTimeInterval: script.away)
    return false
  }

  private func distort(_ data: [UInt8], _ unit: UInt8, _ head: [UInt8], _ fault: WireFault) -> [UInt8] {
    var (data, unit) = (data, unit)
    if fault == .wrongUnit { unit = unit &+ 1 }
    if fault == .wrongFunction { data[0] = data[0] == 3 ? 4 : 3 }
    var frame: [UInt8]
    if framing == .tcp {
      frame = head + [UInt8((data.count + 1) >> 8), UInt8((data.count + 1) & 0xFF), unit] + data
    } else {
      frame = Self.summed([unit] + data)
    }
    switch fault {
    // On TCP the payload has no check sum of Modbus's; TCP's own keeps bits, so that only the header is tried.
    case .bitFlip: frame[framing == .tcp ? 1 : frame.count / 2] ^= 0x10
    case .byteDropped: frame.remove(at: framing == .tcp ? 5 : frame.count / 2)
    case .byteInserted: frame.insert(0x55, at: framing == .tcp ? 5 : frame.count / 2)
    case .cut: frame.removeLast(3)
    case .noiseBefore: frame.insert(0xF0, at: 0)
    case .noiseAfter: frame.append(0xF0)
    default: break
    }
    return frame
  }

  private func send(_ frame: [UInt8], _ fault: WireFault, _ script: Script, _ descriptor: Int32) {
    switch fault {
    case .answerLost: return
    case .answerLate, .answerVeryLate:
      let delay = fault == .answerLate ? script.late : script.veryLate
      // Meanwhile the instrument hears and answers nothing else, as one that is busy.
      Thread.sleep(forTimeInterval: delay)
      put(frame, descriptor)
    case .split:
      put(Array(frame.prefix(3)), descriptor)
      Thread.sleep(forTimeInterval: 0.005)
      put(Array(frame.dropFirst(3)), descriptor)
    default: put(frame, descriptor)
    }
  }

  private func put(_ bytes: [UInt8], _ descriptor: Int32) {
    if Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) < 0, errno == ENOTSOCK {
      _ = write(descriptor, bytes, bytes.count)
    }
  }

  // MARK: The check sum, bit by bit, as the standard's appendix computes it

  static func summed(_ frame: [UInt8]) -> [UInt8] {
    let crc = sum(frame)
    return frame + [UInt8(crc & 0xFF), UInt8(crc >> 8)]
  }

  private static func hasRightSum(_ frame: [UInt8]) -> Bool { summed(Array(frame.dropLast(2))) == frame }

  private static func sum(_ bytes: [UInt8]) -> UInt16 {
    var crc: UInt16 = 0xFFFF
    for byte in bytes {
      crc ^= UInt16(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
    }
    return crc
  }
}
