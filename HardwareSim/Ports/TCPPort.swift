public import Documents
import Glibc
import Synchronization

/// An instrument on TCP, for several clients at once.
public final class TCPPort: EmulatedPort {
  private let at: TCPAddress
  private let listening: Int32
  private let instrument: EmulatedInstrument
  private let framing: ModbusFraming
  private let pace: Double?
  private let stopFlag = StopFlag()
  private let clients = Atomic<Int>(0)
  private let hasStarted = Atomic<Bool>(false)

  /// The most clients at once; what comes then is hung up on.
  public static let mostClients = 32

  /// Listens, on this machine alone unless the network is asked for; throws where it cannot.
  public init(
    _ address: TCPAddress, for instrument: EmulatedInstrument, framing: ModbusFraming = .tcp, pace: Double? = nil,
    allowingNetwork: Bool = false
  ) throws(Diagnostics) {
    guard address.isLoopback || allowingNetwork else { throw Diagnostics(.notLoopback(address.host)) }
    let bound = try address.listen()
    listening = bound.socket
    at = TCPAddress(host: address.host, port: bound.port)
    (self.instrument, self.framing, self.pace) = (instrument, framing, pace)
  }

  /// Host and port, the one it got where 0 was asked for.
  public var address: String { at.text }

  /// What goes over it.
  public var kind: String {
    instrument.lineRules != nil ? "tcp" : framing == .tcp ? "modbus-tcp" : "modbus-rtu-tcp"
  }

  /// Begins to accept clients.
  public func start() {
    hasStarted.store(true, ordering: .relaxed)
    stopFlag.thread("accept \(address)") { [self] in accept() }
  }

  /// Ends every connection.
  public func stop() {
    stopFlag.set()
    if !hasStarted.load(ordering: .relaxed) { close(listening) }
  }

  private func accept() {
    var socket: Int32? = listening
    while !stopFlag.isSet {
      // An instrument without mains, or unplugged, refuses connections.
      if instrument.isGone, let open = socket {
        close(open)
        socket = nil
      } else if !instrument.isGone, socket == nil {
        socket = (try? at.listen())?.socket
      }
      guard let open = socket else {
        usleep(20_000)
        continue
      }
      var polled = pollfd(fd: open, events: Int16(POLLIN), revents: 0)
      guard poll(&polled, 1, 50) > 0 else { continue }
      let client = Glibc.accept(open, nil, nil)
      guard client >= 0 else { continue }
      if clients.load(ordering: .relaxed) < Self.mostClients, fcntl(client, F_SETFD, FD_CLOEXEC) == 0,
        fcntl(client, F_SETFL, O_NONBLOCK) == 0
      {
        clients.add(1, ordering: .relaxed)
        stopFlag.thread("client of \(address)") { [self] in serve(client) }
      } else {
        close(client)
      }
    }
    if let open = socket { close(open) }
  }

  private func serve(_ client: Int32) {
    var yes: Int32 = 1
    setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    let line = FileDescriptorLine(descriptor: client, instrument: instrument, pace: pace, canClose: true)
    _ = line.serve(WireSession(instrument, framing: framing), until: stopFlag)
    close(client)
    clients.subtract(1, ordering: .relaxed)
  }
}
