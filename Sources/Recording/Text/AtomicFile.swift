import Foundation

/// A file that appears under its name whole, or not at all.
enum AtomicFile {
  /// Calls the body with a temporary file beside the target, and renames that when the body has returned.
  ///
  /// Throws `cannotCreate`, `diskFull`, `cannotWrite`, or the `RecordingError` of the body.
  static func write(to url: URL, _ body: (_ descriptor: Int32) throws -> Void) throws(RecordingError) {
    let path = url.path
    try requirePlainFile(path)
    let temporary = "\(path).\(getpid()).partial"
    unlink(temporary)
    let descriptor = open(temporary, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, reason: systemReason()) }
    do {
      defer { close(descriptor) }
      try body(descriptor)
      guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
        throw RecordingError(failedWriteTo: path)
      }
    } catch {
      unlink(temporary)
      throw RecordingError(writing: path, error)
    }
  }

  /// A rename would replace a device or a folder's link, not write to it.
  private static func requirePlainFile(_ path: String) throws(RecordingError) {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw .cannotCreate(path: path, reason: "there is something of this name that is not a plain file")
    }
  }
}

/// What the system says about its last failure.
func systemReason() -> String { String(cString: strerror(errno)) }

extension RecordingError {
  /// What the system's last failure to write means.
  init(failedWriteTo path: String) {
    self = errno == ENOSPC || errno == EDQUOT ? .diskFull(path: path) : .cannotWrite(path: path, reason: systemReason())
  }
}
