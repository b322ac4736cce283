import Dispatch
import Foundation
import Synchronization

/// Workers that take traces one after the other; the answer does not depend on how many there are.
struct Crew: Sendable {
  let workers: Int

  /// As many workers as processors are idle, but one at least; or as many as somebody asks for.
  init(workers: Int?) {
    var load = [0.0]
    let idle =
      getloadavg(&load, 1) == 1 ? Int((Double(ProcessInfo.processInfo.activeProcessorCount) - load[0]).rounded()) : 1
    self.workers = workers ?? max(idle, 1)
  }

  /// The answers for 0..<count, in order; throws the first failure.
  func map<Answer: Sendable>(_ count: Int, _ work: @Sendable (Int) throws -> Answer) throws -> [Answer] {
    let next = Atomic<Int>(0)
    let answers = Mutex<[Int: Answer]>([:])
    let failure = Mutex<(any Error)?>(nil)
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        do {
          let answer = try work(index)
          answers.withLock { $0[index] = answer }
        } catch {
          failure.withLock { $0 = $0 ?? error }
          return
        }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
    return answers.withLock { found in (0..<count).compactMap { found[$0] } }
  }
}
