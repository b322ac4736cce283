import Foundation
import Glibc

/// A lock on a line, so that two processes cannot drive one cell.
///
/// A file by the port's name under `flock`: the kernel lets go of it when the process ends in whatever way. It holds the owner's process number, for the
/// person who is told that the port is taken.
package final class PortLock {
  private let descriptor: Int32

  /// Takes the lock, or says who has it.
  package init(_ line: PortAddress.Line, folder: String = PortLock.folder()) throws(LineFault) {
    let path = "\(folder)/sandglass-\(Self.name(of: line)).lock"
    // Another user's file in a folder for all may be opened, but not with O_CREAT (fs.protected_regular).
    var descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
    if descriptor < 0 { descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o666) }
    guard descriptor >= 0 else { throw .cannotOpen("the lock \(path) cannot be opened: \(Self.lastError())") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let owner = Self.owner(descriptor)
      close(descriptor)
      throw .inUse(owner: owner)
    }
    self.descriptor = descriptor
    _ = fchmod(descriptor, 0o666)
    _ = ftruncate(descriptor, 0)
    let words = Array("\(getpid())\n".utf8)
    _ = pwrite(descriptor, words, words.count, 0)
  }

  deinit {
    // Said aloud: a program that is just being started has this descriptor too for a moment.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Where locks lie: one place for all users of the machine.
  package static func folder(environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
    if let chosen = environment["SANDGLASS_LOCKS"] { return chosen }
    return access("/run/lock", W_OK) == 0 ? "/run/lock" : "/tmp"
  }

  /// The same name for the same port, however its path was written.
  private static func name(of line: PortAddress.Line) -> String {
    let text =
      switch line {
      case .tcp(let host, let port), .rtuOverTCP(let host, let port):
        "\(host == "localhost" ? "127.0.0.1" : host)-\(port)"
      case .serial(let path, _): URL(filePath: path).resolvingSymlinksInPath().path
      }
    return String(text.map { $0.isLetter || $0.isNumber || $0 == "." || $0 == "-" ? $0 : "_" })
  }

  private static func owner(_ descriptor: Int32) -> Int32? {
    var bytes = [UInt8](repeating: 0, count: 16)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0 else { return nil }
    return Int32(String(decoding: bytes[..<count], as: UTF8.self).prefix { $0.isNumber })
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
