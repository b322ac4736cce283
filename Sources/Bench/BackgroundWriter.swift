import Cycling
import Dispatch
import Foundation
import Recording
import Synchronization

/// Writes events on a thread of its own, so that a slow disk never delays a limit check.
///
/// What was taken is committed within 100 ms. A failure is thrown by the next call: the run then ends as a fault.
final class BackgroundWriter: Sendable {
  private let writer: RunFile.Writer
  private let queue = DispatchQueue(label: "run file", qos: .utility)
  private let failure = Mutex<(any Error)?>(nil)
  private let waiting = Atomic<Int>(0)
  private let commitIsDue = Atomic<Bool>(false)

  /// Events that may wait for the disk: some minutes of readings. A disk that is further behind has failed.
  private static let mostWaiting = 100_000

  init(_ writer: RunFile.Writer) { self.writer = writer }

  func record(_ event: RunEvent) throws {
    try throwFailure()
    guard waiting.add(1, ordering: .relaxed).newValue <= Self.mostWaiting else {
      throw RecordingError.cannotWrite(path: writer.url.path, reason: "the disk is too slow")
    }
    queue.async { [self] in
      attempt { try writer.record(event) }
      waiting.subtract(1, ordering: .relaxed)
      if !commitIsDue.exchange(true, ordering: .relaxed) {
        queue.asyncAfter(deadline: .now() + .milliseconds(100)) { [self] in
          commitIsDue.store(false, ordering: .relaxed)
          attempt { try writer.commit() }
        }
      }
    }
  }

  /// Writes what is left and closes the file.
  func close() throws {
    queue.sync { attempt { try writer.close() } }
    try throwFailure()
  }

  private func attempt(_ work: () throws -> Void) {
    do { try work() } catch { failure.withLock { $0 = $0 ?? error } }
  }

  private func throwFailure() throws {
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
