public import Documents
import Glibc
import Synchronization

/// An instrument on a pseudo-terminal, which a client opens as it would a serial port, at the path of a link.
///
/// While the instrument is gone the link is too, as an unplugged USB adapter's device is.
public final class PseudoTerminalPort: EmulatedPort {
  private let link: String
  private let instrument: EmulatedInstrument
  private let pace: Double?
  private let stopFlag = StopFlag()
  private let terminal: Mutex<PseudoTerminal?>

  /// Makes the terminal and the link; throws where it cannot.
  public init(link: String, for instrument: EmulatedInstrument, pace: Double? = nil) throws(Diagnostics) {
    (self.link, self.instrument, self.pace) = (link, instrument, pace)
    terminal = Mutex(try PseudoTerminal(link: link))
  }

  /// The path of the link.
  public var address: String { link }
  /// A serial line.
  public var kind: String { "serial" }

  /// Begins to serve.
  public func start() { stopFlag.thread("terminal \(link)") { [self] in serve() } }

  /// Ends, and removes the link.
  public func stop() {
    stopFlag.set()
    terminal.withLock {
      $0?.remove()
      $0 = nil
    }
  }

  private func serve() {
    while !stopFlag.isSet {
      guard let master = terminal.withLock({ $0?.master }) else {
        if !instrument.isGone {
          let again = try? PseudoTerminal(link: link)
          terminal.withLock { $0 = again }
        }
        usleep(20_000)
        continue
      }
      let line = FileDescriptorLine(descriptor: master, instrument: instrument, pace: pace, canClose: false)
      let end = line.serve(WireSession(instrument, framing: .rtu), until: stopFlag)
      if end == .gone || end == .closedByClient {
        terminal.withLock {
          $0?.remove()
          $0 = nil
        }
      }
    }
  }
}

/// A pair of file descriptors that looks like a serial line, and a link to it.
private struct PseudoTerminal: Sendable {
  let master: Int32
  /// Kept open: so the line keeps its settings, and does not end, when a client closes it.
  private let slave: Int32
  private let device: String
  private let link: String

  /// TIOCSPTLCK and TIOCGPTN of Linux (ioctl_tty(2)).
  private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

  init(link: String) throws(Diagnostics) {
    self.link = link
    let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
    var (isLocked, number): (Int32, UInt32) = (0, 0)
    guard master >= 0, ioctl(master, Self.setLock, &isLocked) == 0, ioctl(master, Self.getNumber, &number) == 0 else {
      throw Diagnostics(.cannotMakeTerminal(reason: String(cString: strerror(errno))))
    }
    self.master = master
    device = "/dev/pts/\(number)"
    slave = open(device, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var settings = termios()
    guard slave >= 0, tcgetattr(slave, &settings) == 0 else {
      close(master)
      throw Diagnostics(.cannotMakeTerminal(reason: String(cString: strerror(errno))))
    }
    cfmakeraw(&settings)
    tcsetattr(slave, TCSANOW, &settings)
    // A link that an emulator left behind when it was killed is taken over, anything else is not.
    if let old = Self.target(of: link), old.hasPrefix("/dev/pts/"), access(old, F_OK) != 0 { unlink(link) }
    guard symlink(device, link) == 0 else {
      let reason = String(cString: strerror(errno))
      close(slave)
      close(master)
      throw Diagnostics(.cannotLink(link, reason: reason))
    }
  }

  /// Removes the link, if it is still ours, and hangs up.
  func remove() {
    if Self.target(of: link) == device { unlink(link) }
    close(slave)
    close(master)
  }

  private static func target(of link: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 4096)
    let count = readlink(link, &buffer, buffer.count - 1)
    guard count > 0 else { return nil }
    return String(decoding: buffer.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
