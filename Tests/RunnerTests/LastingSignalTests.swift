import Cycling
import Detection
import Drivers
import Quantities
import Runner
import Testing

@Suite("A signal that stays")
struct LastingSignalTests {
  @Test("A live run ends at a signal that does not go away, once", .timeLimit(.minutes(1)))
  func live() async throws {
    let clock = ManualClock()
    var shell = LiveShell(
      machine: RunMachine(plan: plan([ShellTests.charge])), detectors: DetectorBank(),
      channel: LiveVirtualChannel(ResistorChannel(), clock: clock), clock: clock)
    var ends = 0
    let end = try await shell.run(
      listen: { if case .ended = $0 { ends += 1 } }, observe: { _ in },
      control: RunControl(interruption: { clock.now.sinceStart > .seconds(3) ? "asked to end (SIGTERM)" : nil }))
    #expect(end.way == .stopped)
    #expect(ends == 1)
  }
}
