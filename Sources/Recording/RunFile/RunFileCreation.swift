import Foundation
import GRDB

extension RunFileSchema {
  /// Makes a run file with its header under a name of its own, and gives it the right one when it is whole and on disk.
  ///
  /// Throws `fileExists`, `cannotCreate`, `diskFull` or `cannotWrite`; nothing is left behind then.
  static func create(_ path: String, header: RunHeader, at moment: RunFile.Moment) throws(RecordingError) -> WriterLock
  {
    // A log whose run file was removed would be played into the new one.
    for suffix in ["", "-wal", "-journal"] where access(path + suffix, F_OK) == 0 {
      throw .fileExists(path: path + suffix)
    }
    let partial = "\(path).\(getpid()).partial"
    unlink(partial)
    do {
      let lock = try WriterLock(creating: partial)
      var configuration = Configuration()
      configuration.journalMode = .wal
      let database = try DatabaseQueue(path: partial, configuration: configuration)
      try migrator.migrate(database)
      try database.write { database in
        try insert(header, into: database)
        try commitHeader(at: moment, in: database)
      }
      try database.close()
      try lock.move(from: partial, to: path)
      return lock
    } catch {
      for suffix in ["", "-wal", "-shm"] { unlink(partial + suffix) }
      if case .cannotCreate(_, let reason) = error as? RecordingError {
        throw .cannotCreate(path: path, reason: reason)
      }
      throw RecordingError(writing: path, error)
    }
  }
}
