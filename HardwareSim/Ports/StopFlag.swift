import Dispatch
import Foundation
import Synchronization

/// Tells threads to end, and waits until they have.
final class StopFlag: Sendable {
  private let flag = Atomic<Bool>(false)
  private let threads = DispatchGroup()

  var isSet: Bool { flag.load(ordering: .relaxed) }

  /// Runs work on a thread of its own: it blocks, and so does not belong on a pool that others wait for.
  func thread(_ name: String, _ work: @escaping @Sendable () -> Void) {
    threads.enter()
    let thread = Thread { [threads] in
      work()
      threads.leave()
    }
    thread.name = name
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Ends them all.
  func set() {
    flag.store(true, ordering: .relaxed)
    threads.wait()
  }
}
