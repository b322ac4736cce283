import Foundation

/// The one owner of a line: a thread of its own, on which every blocking call happens.
///
/// A job is a whole operation, such as a reading of four transactions, and is never cut in two: cancelling takes back what has not begun.
package final class LineThread<Line>: Sendable {
  private let queue: LineQueue<Line>

  /// A thread that makes its line when it starts and, if asked, does something whenever nobody wanted the line for a while.
  package init(
    _ name: String, idleAfter: Double? = nil, whenIdle: @escaping @Sendable (Line) -> Void = { _ in },
    make: @escaping @Sendable () -> Line
  ) {
    let queue = LineQueue<Line>()
    self.queue = queue
    let thread = Thread {
      let line = make()
      while true {
        switch queue.wait(idleAfter) {
        case .job(let job): job.begin(line)
        case .idle: whenIdle(line)
        case .end: return
        }
      }
    }
    (thread.name, thread.stackSize) = (name, 512 << 10)
    thread.start()
  }

  deinit { queue.close() }

  /// Does a job on the line's thread and hands back what came of it.
  ///
  /// - Parameters:
  ///   - channel: whose job it is: channels of one line are served in turn.
  ///   - patience: how long it may wait for its turn, s.
  ///   - urgent: whether it comes before all others and cannot be taken back: making a cell safe.
  ///   - refused: the error for a job that was not begun.
  package func run<Result: Sendable, Failure: Error>(
    for channel: Int = 0, patience: Double? = nil, urgent: Bool = false,
    refused: @escaping @Sendable (LineRefusal) -> Failure,
    _ body: @escaping @Sendable (Line) throws(Failure) -> Result
  ) async throws(Failure) -> Result {
    let (queue, number) = (queue, queue.number())
    let deadline = patience.map { ContinuousClock.now + .seconds($0) }
    let outcome: Swift.Result<Result, Failure> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let job = LineQueue<Line>.Job(
          number: number, deadline: deadline,
          begin: { line in
            do throws(Failure) { continuation.resume(returning: .success(try body(line))) } catch {
              continuation.resume(returning: .failure(error))
            }
          },
          refuse: { continuation.resume(returning: .failure(refused($0))) })
        queue.add(job, for: channel, urgent: urgent)
        if !urgent, Task.isCancelled { queue.withdraw(number, for: channel) }
      }
    } onCancel: {
      if !urgent { queue.withdraw(number, for: channel) }
    }
    return try outcome.get()
  }

  /// Jobs that wait for their turn.
  package var queued: Int { queue.count }

  /// Takes no more jobs; the line closes when the one under way has ended.
  package func close() { queue.close() }
}
