import Dispatch
import Drivers
import Synchronization
import Testing

@Suite("A line has one owner that serves its channels in turn", .timeLimit(.minutes(1)))
struct LineThreadTests {
  struct Refused: Error, Hashable { let why: LineRefusal }
  final class Bus { var order: [String] = [] }

  /// A line whose thread stands still until the gate opens, so that jobs queue up.
  private func blocked() async -> (
    thread: LineThread<Bus>, gate: DispatchSemaphore, blocker: Task<Void, any Error>
  ) {
    let (thread, gate) = (LineThread("test") { Bus() }, DispatchSemaphore(value: 0))
    let (begun, begin) = AsyncStream<Void>.makeStream()
    let blocker = Task {
      try await thread.run(refused: Refused.init) { _ throws(Refused) in
        begin.finish()
        gate.wait()
      }
    }
    for await _ in begun {}
    return (thread, gate, blocker)
  }

  private func enqueue(_ thread: LineThread<Bus>, _ name: String, channel: Int, urgent: Bool = false) async -> Task<
    Void, any Error
  > {
    let queued = thread.queued
    let task = Task {
      try await thread.run(for: channel, urgent: urgent, refused: Refused.init) { bus throws(Refused) in
        bus.order.append(name)
      }
    }
    while thread.queued == queued { await Task.yield() }
    return task
  }

  @Test("Channels take turns, whoever came first with how much; urgent jobs come before all")
  func fair() async throws {
    let (thread, gate, blocker) = await blocked()
    var tasks: [Task<Void, any Error>] = []
    for name in ["a1", "a2", "a3", "a4"] { tasks.append(await enqueue(thread, name, channel: 1)) }
    for name in ["b1", "b2"] { tasks.append(await enqueue(thread, name, channel: 2)) }
    tasks.append(await enqueue(thread, "c1", channel: 3))
    tasks.append(await enqueue(thread, "safe", channel: 3, urgent: true))
    gate.signal()
    for task in tasks { try await task.value }
    try await blocker.value
    let order = try await thread.run(refused: Refused.init) { bus throws(Refused) in bus.order }
    #expect(order == ["safe", "a1", "b1", "c1", "a2", "b2", "a3", "a4"])
  }

  @Test("A cancelled job that has not begun never begins; others go on")
  func cancelled() async throws {
    let (thread, gate, blocker) = await blocked()
    let dropped = await enqueue(thread, "dropped", channel: 1)
    let kept = await enqueue(thread, "kept", channel: 1)
    dropped.cancel()
    await #expect(throws: Refused(why: .cancelled)) { try await dropped.value }
    gate.signal()
    try await kept.value
    try await blocker.value
    #expect(try await thread.run(refused: Refused.init) { bus throws(Refused) in bus.order } == ["kept"])
  }

  @Test("A job that is under way ends as it would have, and an urgent one cannot be taken back")
  func underWay() async throws {
    let (thread, gate, blocker) = await blocked()
    let urgent = await enqueue(thread, "safe", channel: 1, urgent: true)
    blocker.cancel()
    urgent.cancel()
    gate.signal()
    try await blocker.value
    try await urgent.value
    #expect(try await thread.run(refused: Refused.init) { bus throws(Refused) in bus.order } == ["safe"])
  }

  @Test("A job whose patience is over is refused without touching the line")
  func late() async throws {
    let (thread, gate, blocker) = await blocked()
    let queued = thread.queued
    let late = Task {
      try await thread.run(for: 1, patience: -1, refused: Refused.init) { bus throws(Refused) in
        bus.order.append("late")
      }
    }
    while thread.queued == queued { await Task.yield() }
    gate.signal()
    await #expect(throws: Refused(why: .late)) { try await late.value }
    try await blocker.value
    #expect(try await thread.run(refused: Refused.init) { bus throws(Refused) in bus.order }.isEmpty)
  }

  @Test("A closed line turns away who waits and who comes")
  func closed() async throws {
    let (thread, gate, blocker) = await blocked()
    let waiting = await enqueue(thread, "waiting", channel: 1)
    thread.close()
    await #expect(throws: Refused(why: .closed)) { try await waiting.value }
    await #expect(throws: Refused(why: .closed)) {
      try await thread.run(refused: Refused.init) { _ throws(Refused) in }
    }
    gate.signal()
    try await blocker.value
  }
}
