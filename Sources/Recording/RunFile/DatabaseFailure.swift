import Foundation
import GRDB

extension RecordingError {
  /// What a failed read of a run file means.
  init(reading path: String, _ error: any Error) {
    if let known = error as? RecordingError {
      self = known
      return
    }
    guard let failure = error as? DatabaseError else {
      self = .damaged(path: path, reason: error.localizedDescription)
      return
    }
    let reason = failure.message ?? failure.resultCode.description
    switch failure.resultCode {
    case .SQLITE_NOTADB: self = .notARunFile(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(path: path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
      self = DatabaseFile.logIsOutOfReach(path) ? .logNeedsFolder(path: path) : .cannotOpen(path: path, reason: reason)
    default: self = .damaged(path: path, reason: reason)
    }
  }

  /// What a failed write to a run file means.
  init(writing path: String, _ error: any Error) {
    if let known = error as? RecordingError {
      self = known
      return
    }
    guard let failure = error as? DatabaseError else {
      self = .cannotWrite(path: path, reason: error.localizedDescription)
      return
    }
    switch failure.resultCode {
    case .SQLITE_FULL: self = .diskFull(path: path)
    // Where a page of an index or a sync finds no room, SQLite calls it an input or output error.
    case .SQLITE_IOERR where Self.hasNoRoom(path): self = .diskFull(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self = .damaged(path: path, reason: failure.message ?? failure.resultCode.description)
    default: self = .cannotWrite(path: path, reason: failure.message ?? failure.resultCode.description)
    }
  }

  /// Whether the disk that a file is on, or would be, has no room left for a page.
  private static func hasNoRoom(_ path: String) -> Bool {
    var status = statvfs()
    let folder = (path as NSString).deletingLastPathComponent
    guard statvfs(folder.isEmpty ? "." : folder, &status) == 0 else { return false }
    return UInt(status.f_bavail) * UInt(status.f_frsize) < 65_536
  }
}
