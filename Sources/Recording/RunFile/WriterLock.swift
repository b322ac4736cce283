import Foundation
import Synchronization

/// Keeps a run file for one writer: a second one, in this process or another, is refused until the first is gone.
///
/// The system drops the lock with the process, however that ends. It is advice among writers (flock): readers come and go.
final class WriterLock: Sendable {
  private let descriptor: Int32
  private let file: FileIdentity

  /// Which file it is, however it is named.
  private struct FileIdentity: Hashable {
    let device: UInt
    let number: UInt

    init(_ status: stat) { (device, number) = (UInt(status.st_dev), UInt(status.st_ino)) }
  }

  /// Run files that this process writes. Opening one a second time, and closing that, would drop SQLite's own locks on
  /// it (sqlite.org/howtocorrupt.html, section 2.2).
  private static let held = Mutex<Set<FileIdentity>>([])

  /// Makes a new, empty file; throws `fileExists` or `cannotCreate`.
  convenience init(creating path: String) throws(RecordingError) {
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw errno == EEXIST ? .fileExists(path: path) : .cannotCreate(path: path, reason: systemReason())
    }
    try self.init(locking: descriptor, path: path)
  }

  /// Gives the file another name, for good; throws `fileExists` where there is one of this name.
  func move(from path: String, to target: String) throws(RecordingError) {
    let isThere = link(path, target) == 0
    let failure = errno
    unlink(path)
    guard isThere else {
      throw failure == EEXIST
        ? .fileExists(path: target) : .cannotCreate(path: target, reason: String(cString: strerror(failure)))
    }
    let folder = open((target as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  /// Takes a file that is there; throws `noSuchFile`, `cannotOpen` or `inUse`.
  convenience init(taking path: String) throws(RecordingError) {
    guard !Self.isWrittenHere(path) else { throw .inUse(path: path) }
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT ? .noSuchFile(path: path) : .cannotOpen(path: path, reason: systemReason())
    }
    try self.init(locking: descriptor, path: path)
  }

  private init(locking descriptor: Int32, path: String) throws(RecordingError) {
    var status = stat()
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .inUse(path: path)
    }
    (self.descriptor, file) = (descriptor, FileIdentity(status))
    let file = file
    Self.held.withLock { _ = $0.insert(file) }
  }

  /// Lets others write; only once SQLite has closed the file.
  deinit {
    let file = file
    Self.held.withLock { _ = $0.remove(file) }
    close(descriptor)
  }

  /// Throws `noSuchFile`, `cannotOpen`, or `inUse` where somebody writes the file. Only while this process has it open nowhere else.
  static func requireNone(on path: String) throws(RecordingError) { _ = try WriterLock(taking: path) }

  /// Whether this process writes the file.
  static func isWrittenHere(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    let file = FileIdentity(status)
    return held.withLock { $0.contains(file) }
  }
}
