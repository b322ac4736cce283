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
    case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY: self = .cannotOpen(path: path, reason: reason)
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
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .inUse(path: path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self = .damaged(path: path, reason: failure.message ?? failure.resultCode.description)
    default: self = .cannotWrite(path: path, reason: failure.message ?? failure.resultCode.description)
    }
  }
}
