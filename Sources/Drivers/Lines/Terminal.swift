import Glibc

/// A serial port or a pseudo-terminal through POSIX calls alone.
///
/// libserialport 0.1.1 opens no pseudo-terminals: it wants them under /sys/class/tty and asks for modem lines that they do not have.
enum Terminal {
  /// Opens a port raw, 8 bit clean, without flow control, and claims it against those who ask.
  static func open(_ path: String, _ format: SerialFormat) throws(LineFault) -> Int32 {
    guard let speed = speeds[format.baud] else { throw .cannotOpen("\(format.baud) is no usual rate") }
    let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw cannotOpen(path) }
    var settings = termios()
    guard tcgetattr(descriptor, &settings) == 0 else {
      defer { close(descriptor) }
      throw cannotOpen(path)
    }
    cfmakeraw(&settings)
    settings.c_iflag &= ~tcflag_t(IXON | IXOFF | IXANY)
    settings.c_cflag &= ~tcflag_t(CSIZE | PARENB | PARODD | CSTOPB) & ~tcflag_t(CRTSCTS)
    settings.c_cflag |= tcflag_t(CLOCAL | CREAD) | tcflag_t(format.dataBits == 7 ? CS7 : CS8)
    if format.parity != .none { settings.c_cflag |= tcflag_t(PARENB) }
    if format.parity == .odd { settings.c_cflag |= tcflag_t(PARODD) }
    if format.stopBits == 2 { settings.c_cflag |= tcflag_t(CSTOPB) }
    cfsetispeed(&settings, speed)
    cfsetospeed(&settings, speed)
    guard tcsetattr(descriptor, TCSANOW, &settings) == 0, claim(descriptor) else {
      defer { close(descriptor) }
      throw cannotOpen(path)
    }
    tcflush(descriptor, TCIOFLUSH)
    return descriptor
  }

  /// Keeps out others who ask first, such as libserialport; a real port the kernel refuses to everybody.
  ///
  /// Not a pseudo-terminal: its refusal would outlive us for as long as the other end is open.
  static func claim(_ descriptor: Int32, isReal: Bool = false) -> Bool {
    flock(descriptor, LOCK_EX | LOCK_NB) == 0 && (!isReal || ioctl(descriptor, UInt(TIOCEXCL)) == 0)
  }

  private static func cannotOpen(_ path: String) -> LineFault {
    let code = errno
    let mend =
      switch code {
      case EACCES: " (are you in the group dialout, or is the udev rule missing?)"
      case ENOENT: " (is it plugged in?)"
      case EBUSY, EWOULDBLOCK: " (another program has it)"
      case ENOTTY: " (it is no serial port)"
      default: ""
      }
    return .cannotOpen("\(path) cannot be opened: \(String(cString: strerror(code)))\(mend)")
  }

  private static let speeds: [Int: speed_t] = [
    300: speed_t(B300), 600: speed_t(B600), 1200: speed_t(B1200), 2400: speed_t(B2400), 4800: speed_t(B4800),
    9600: speed_t(B9600), 19_200: speed_t(B19200), 38_400: speed_t(B38400), 57_600: speed_t(B57600),
    115_200: speed_t(B115200), 230_400: speed_t(B230400), 460_800: speed_t(B460800), 921_600: speed_t(B921600),
  ]
}
