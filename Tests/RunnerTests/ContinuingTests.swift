import Cycling
import Detection
import Drivers
import Foundation
import Quantities
import Runner
import TestProtocols
import Testing

@Suite("Going on from a snapshot, and a person's hand on a run")
struct ContinuingTests {
  static let instructions = [ShellTests.charge, ShellTests.hold, .again(from: 0, times: 3, label: nil)]

  @Test("A fast run that is cut at any reading goes on to the last bit", arguments: [0, 1, 7, 49, 50, 51, 60, 63])
  func fast(cut: Int) throws {
    struct Cut: Error {}
    var whole: [RunEvent] = []
    var shell = FastShell(
      machine: RunMachine(plan: plan(Self.instructions)), detectors: DetectorBank(), channel: ResistorChannel())
    _ = try shell.run(listen: { whole.append($0) }, observe: { _ in })

    var events: [RunEvent] = []
    var stored: (snapshot: Data, channel: ResistorChannel, events: Int)?
    var readings = 0
    shell = FastShell(
      machine: RunMachine(plan: plan(Self.instructions)), detectors: DetectorBank(), channel: ResistorChannel())
    #expect(throws: Cut.self) {
      try shell.run(
        listen: { events.append($0) },
        checkpoint: { shell in
          readings += 1
          stored = (try JSONEncoder().encode(shell.snapshot), shell.channel, events.count)
          if readings > cut { throw Cut() }
        }, observe: { _ in })
    }
    let (data, channel, count) = try #require(stored)
    events.removeSubrange(count...)
    var resumed = FastShell(
      continuing: try JSONDecoder().decode(RunSnapshot.self, from: data), channel: channel,
      after: RunInterruption(gap: nil, cellWasOpened: false))
    _ = try resumed.run(listen: { events.append($0) }, observe: { _ in })
    let journal = events.filter { if case .journal = $0 { true } else { false } }
    #expect(journal.count == 1)
    #expect(events.filter { if case .journal = $0 { false } else { true } } == whole)
  }

  @Test("Commands pause and resume a live run; the step's charge is that of a run that was not paused")
  func livePause() async throws {
    let clock = ManualClock()
    let channel = LiveVirtualChannel(ResistorChannel(), clock: clock)
    var live = LiveShell(
      machine: RunMachine(plan: plan([step(.amperes(1e-3), .coulombs(0.02))])), detectors: DetectorBank(),
      channel: channel, clock: clock, patience: .seconds(0.1))
    let pauseAt = Duration.seconds(5.25)
    var answers: [RunAnswer] = []
    var script: [(Duration, RunCommand)] = [
      (pauseAt, .pause(reason: "look")), (.seconds(6), .pause(reason: "twice")), (.seconds(100), .resume(reason: "go")),
      (.seconds(101), .resume(reason: "twice")),
    ]
    var ends: [StepEnd] = []
    var journal: [JournalEntry] = []
    let control = RunControl(
      next: {
        guard let first = script.first, clock.now.sinceStart >= first.0 else { return nil }
        return script.removeFirst().1
      }, answer: { answers.append($1) })
    let end = try await live.run(
      listen: { event in
        if case .stepEnded(let end) = event { ends.append(end) }
        if case .journal(let entry) = event { journal.append(entry) }
      }, observe: { _ in }, control: control)
    #expect(end.way == .completed)
    #expect(journal.map(\.kind) == [.paused, .resumed])
    #expect(answers == [.done, .refused("the run is paused already"), .done, .refused("the run is not paused")])
    let step = try #require(ends.first)
    #expect(abs(step.duration.si - 20) < 1e-6)
    #expect(abs(step.charge.si - 0.02) < 1e-9)
    #expect(abs(step.time.si - (20 + 100 - 5.3)) < 0.2)
  }

  @Test("Commands about alarms are obeyed and recorded, those that cannot be are refused with a reason")
  func alarmCommands() throws {
    var shell = FastShell(
      machine: RunMachine(plan: plan([ShellTests.hold])), detectors: DetectorBank(), channel: ResistorChannel())
    var commands: [RunCommand] = [
      .shelve(.compliance, for: Quantity(si: 600)), .unshelve(.openCircuit), .acknowledge(nil), .reset(.hardShort),
      .takeOutOfService(.softShort), .returnToService(.softShort), .note("new tube"), .listAlarms,
    ]
    var answers: [RunAnswer] = []
    var events: [RunEvent] = []
    _ = try shell.run(
      listen: { events.append($0) }, observe: { _ in },
      control: RunControl(
        next: { commands.isEmpty ? nil : commands.removeFirst() }, answer: { answers.append($1) }))
    #expect(
      answers.map { if case .refused = $0 { true } else { false } } == [
        false, true, true, true, false, false, false, false,
      ])
    guard case .alarms(let book) = answers.last else {
      Issue.record("no alarms")
      return
    }
    #expect(book[.compliance].state == .shelved)
    let changes = events.compactMap { if case .alarmChanged(let change) = $0 { change } else { nil } }
    #expect(changes.map(\.cause) == [.shelved, .removed, .returned])
    let notes = events.compactMap { if case .journal(let entry) = $0 { entry.words } else { nil } }
    #expect(notes == ["new tube"])
  }

  @Test("Detectors' alarms change their states in the record, behind the alarm and before the end")
  func recordedStates() throws {
    var shell = FastShell(
      machine: RunMachine(plan: plan([ShellTests.charge], safety: SafetyLimits(minimumVoltage: Quantity(si: -0.11)))),
      detectors: DetectorBank(), channel: ResistorChannel())
    var events: [RunEvent] = []
    let end = try shell.run(listen: { events.append($0) }, observe: { _ in })
    #expect(end.way == .tripped)
    let tail = events.suffix(4).map { event in
      switch event {
      case .alarm(let alarm, _): alarm.kind.rawValue
      case .alarmChanged(let change): "\(change.kind.rawValue) \(change.to.rawValue) \(change.isAnnounced)"
      case .stepEnded: "step"
      case .ended: "end"
      default: "other"
      }
    }
    #expect(tail == ["safety-limit", "safety-limit unacknowledged true", "step", "end"])
  }

  @Test("At full speed a pause that only a person can end ends the run")
  func fastPause() throws {
    var shell = FastShell(
      machine: RunMachine(plan: plan([ShellTests.hold])), detectors: DetectorBank(), channel: ResistorChannel())
    var commands: [RunCommand] = [.pause(reason: "test")]
    let end = try shell.run(listen: { _ in }, observe: { _ in }, control: RunControl(next: { commands.popLast() }))
    #expect(end.way == .stopped)
    #expect(end.reason.hasPrefix("paused, and at full speed nobody can resume"))
  }

  @Test("A live run whose record fails makes the cell safe before it says so")
  func recordFails() async throws {
    struct DiskFull: Error {}
    let clock = ManualClock()
    let channel = ManualChannel(clock: clock)
    var live = LiveShell(
      machine: RunMachine(plan: plan([ShellTests.charge])), detectors: DetectorBank(), channel: channel, clock: clock)
    await #expect(throws: DiskFull.self) {
      try await live.run(
        listen: { _ in }, checkpoint: { if $0.machine.time.si > 3 { throw DiskFull() } else { [] } }, observe: { _ in })
    }
    #expect(await channel.isSafe)
    #expect(live.machine.end?.way == .fault)
  }

  @Test("What the recorder says enters the record, the alarm book and the protocol's reactions")
  func recorderSpeaks() async throws {
    let clock = ManualClock()
    let channel = LiveVirtualChannel(ResistorChannel(), clock: clock)
    let plating = PlanStep(
      number: 1, verb: "plate", label: nil, control: .amperes(-1e-3), ends: [.seconds(20)], record: everySecond,
      reactions: [EventReaction(on: .recordingDelay, .watch, .pause(Quantity(si: 30)))])
    var live = LiveShell(
      machine: RunMachine(plan: plan([.step(plating)])), detectors: DetectorBank(), channel: channel, clock: clock)
    var events: [RunEvent] = []
    var isSaid = false
    let end = try await live.run(
      listen: { events.append($0) },
      checkpoint: { shell in
        guard shell.machine.time.si > 5, !isSaid else { return [] }
        isSaid = true
        return [Alarm(kind: .recordingDelay, severity: .watch, time: shell.machine.time)]
      }, observe: { _ in })
    #expect(end.way == .completed)
    #expect(abs(end.time.si - 50) < 1e-6)
    let told = events.compactMap { event in
      switch event {
      case .alarm(let alarm, _): alarm.kind.rawValue
      case .alarmChanged(let change): change.to.rawValue
      case .journal(let entry): "\(entry.kind.rawValue): \(entry.words)"
      default: nil
      }
    }
    #expect(
      told.prefix(3) == ["recording-delay", "unacknowledged", "paused: recording-delay (watch): pause 30 s"])
    #expect(told.contains("resumed: the pause is over"))
  }

  @Test("What is said between readings ends a step that waits for it, and trips on a short")
  func saidBetween() {
    for (severity, way) in [(Severity.alarm, RunEnd.Way.completed), (.trip, .tripped)] {
      let only = PlanStep(
        number: 1, verb: "plate", label: nil, control: .amperes(-1), ends: [.event(.hardShort, .alarm), .seconds(9)],
        record: everySecond)
      var machine = RunMachine(plan: plan([.step(only)]))
      _ = machine.handle(.begin)
      _ = machine.handle(reading(at: 1, current: -1))
      let actions = machine.handle(.said([Alarm(kind: .hardShort, severity: severity, time: Quantity(si: 1))]))
      #expect(machine.end?.way == way)
      #expect(actions.contains(.makeSafe))
    }
  }
}
