import Glibc

/// A pair of a master, held by a test's instrument, and a path that a driver opens.
final class PseudoTerminal: Sendable {
  let master: Int32
  let path: String
  /// Kept open, so that the master does not fail while no driver is there.
  private let slave: Int32

  init() throws {
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var (lock, number): (Int32, UInt32) = (0, 0)
    // TIOCSPTLCK and TIOCGPTN: unlockpt and ptsname are not among what Swift sees of glibc.
    guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
      throw PeerProblem.noTerminal
    }
    path = "/dev/pts/\(number)"
    slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    var settings = termios()
    guard slave >= 0, tcgetattr(slave, &settings) == 0 else { throw PeerProblem.noTerminal }
    cfmakeraw(&settings)
    tcsetattr(slave, TCSANOW, &settings)
  }

  deinit {
    close(slave)
    close(master)
  }
}

/// Why a test has no peer.
enum PeerProblem: Error {
  case noTerminal
  case noSocket
}
