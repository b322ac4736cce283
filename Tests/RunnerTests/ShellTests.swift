import Cycling
import Detection
import Drivers
import Quantities
import Runner
import Synchronization
import TestProtocols
import Testing

@Suite("Shells")
struct ShellTests {
  static let charge = step(.amperes(-1e-3), .voltage(.atMost, Quantity(si: -0.15)), .seconds(1000), number: 1)
  static let hold = step(.voltage(Quantity(si: 0.1)), .seconds(5), number: 2)

  @Test("A voltage limit inside a step is located to a thousandth of the interval")
  func locates() throws {
    var shell = FastShell(
      machine: RunMachine(plan: plan([Self.charge])), detectors: DetectorBank(), channel: ResistorChannel())
    var events: [RunEvent] = []
    let end = try shell.run(listen: { events.append($0) }, observe: { _ in })
    #expect(end.way == .completed)
    // 100 Ω grow by 1 Ω a second: −0.15 V is reached after 50 s, at an interval of 1 s.
    #expect(abs(end.time.si - 50) <= 1e-3)
    #expect(end.time.si >= 50)
    #expect(shell.channel.setpoint == .open)
    #expect(events.last == .ended(end))
  }

  @Test("Both shells tell the same story")
  func sameStory() async throws {
    let instructions = [Self.charge, Self.hold, .again(from: 0, times: 2, label: nil)]
    var fast = FastShell(
      machine: RunMachine(plan: plan(instructions)), detectors: DetectorBank(), channel: ResistorChannel())
    var fastSteps: [StepEnd] = []
    _ = try fast.run(listen: { fastSteps += $0.stepEnd }, observe: { _ in })

    let clock = ManualClock()
    let channel = LiveVirtualChannel(ResistorChannel(), clock: clock)
    var live = LiveShell(
      machine: RunMachine(plan: plan(instructions)), detectors: DetectorBank(), channel: channel, clock: clock)
    var liveSteps: [StepEnd] = []
    let end = try await live.run(listen: { liveSteps += $0.stepEnd }, observe: { _ in })
    #expect(end.way == .completed)
    #expect(liveSteps.map(\.reason) == fastSteps.map(\.reason))
    for (a, b) in zip(liveSteps, fastSteps) { #expect(abs(a.duration.si - b.duration.si) <= 1) }
  }

  @Test("An interruption ends a run tidily, in the safe state")
  func interruption() throws {
    var shell = FastShell(
      machine: RunMachine(plan: plan([Self.charge])), detectors: DetectorBank(), channel: ResistorChannel())
    var calls = 0
    let end = try shell.run(
      listen: { _ in }, observe: { _ in },
      control: RunControl(interruption: {
        calls += 1
        return calls > 10 ? "enough" : nil
      }))
    #expect(end.way == .stopped)
    #expect(end.reason == "enough")
    #expect(shell.channel.setpoint == .open)
  }

  @Test("A recorder that fails opens the cell")
  func recorderFails() {
    struct DiskFull: Error {}
    var shell = FastShell(
      machine: RunMachine(plan: plan([Self.charge])), detectors: DetectorBank(), channel: ResistorChannel())
    #expect(throws: DiskFull.self) {
      try shell.run(
        listen: { if case .reading(let kept) = $0, kept.reading.time.si > 3 { throw DiskFull() } },
        observe: { _ in })
    }
    #expect(shell.channel.setpoint == .open)
    #expect(shell.machine.end?.way == .fault)
  }

  @Test("A lost channel ends the run as a fault and tries the safe state")
  func lostChannel() async throws {
    let clock = ManualClock()
    let channel = ManualChannel(clock: clock, losesLineAfter: 7)
    var live = LiveShell(
      machine: RunMachine(plan: plan([Self.charge])), detectors: DetectorBank(), channel: channel, clock: clock)
    var ends: [RunEnd] = []
    let end = try await live.run(
      listen: { if case .ended(let end) = $0 { ends.append(end) } }, observe: { _ in })
    #expect(end.way == .fault)
    #expect(ends == [end])
    #expect(await channel.isSafe)
  }
}

extension RunEvent {
  fileprivate var stepEnd: [StepEnd] { if case .stepEnded(let end) = self { [end] } else { [] } }
}

/// A clock that jumps to whatever it is asked to wait for.
final class ManualClock: Clock, Sendable {
  struct Instant: InstantProtocol {
    var sinceStart: Duration
    func advanced(by duration: Duration) -> Instant { Instant(sinceStart: sinceStart + duration) }
    func duration(to other: Instant) -> Duration { other.sinceStart - sinceStart }
    static func < (a: Instant, b: Instant) -> Bool { a.sinceStart < b.sinceStart }
  }

  private let time = Mutex(Duration.zero)
  var now: Instant { Instant(sinceStart: time.withLock { $0 }) }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    time.withLock { $0 = max($0, deadline.sinceStart) }
  }
}

/// The resistor, read by a manual clock; its line may break after some readings.
actor ManualChannel: CyclerChannel {
  nonisolated let capabilities = ChannelCapabilities(name: "resistor")
  private(set) var isSafe = true
  private var resistor = ResistorChannel()
  private let clock: ManualClock
  private var readingsLeft: Int

  init(clock: ManualClock, losesLineAfter readings: Int = .max) {
    (self.clock, readingsLeft) = (clock, readings)
  }

  func apply(_ setpoint: Setpoint) {
    isSafe = setpoint == .open
    resistor.apply(setpoint)
  }

  func read() throws(ChannelError) -> ChannelReading {
    guard readingsLeft > 0 else { throw .lost("no answer") }
    readingsLeft -= 1
    let now = clock.now.sinceStart / .seconds(1)
    return resistor.advance(by: Quantity(si: now - resistor.time), within: ReadingWindow())
  }

  func makeSafe() { apply(.open) }
}
