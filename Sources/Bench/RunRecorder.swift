import Cycling
import Foundation
import Quantities
import Recording

/// Keeps a run: its file, its summary, and what the model knew of Sand's time.
struct RunRecorder {
  private let header: RunHeader
  private let file: URL
  private let sink: any RunSink
  private let liveFile: LiveBatteryDataFile?
  private var summary: RunSummary
  private var trueSandTimes: [Int: Double] = [:]
  private let sandTimeColumn: Int?
  private var cadence = SnapshotCadence()
  private var delays = RecordingDelay()
  /// What is done once more; nil for a run that was never interrupted, or once it is where its file ends.
  private var retrace: RunFile.Retrace?
  /// The interruption, until it is journalled.
  private var interruption: JournalEntry?
  private var unkept: Reading?
  private let keepsInputs: Bool
  /// Something was heard that is no reading: the state behind it is stored at once.
  private var heardCommand = false

  /// Makes the run file, which is gone again where the live file cannot be made; a live run writes it in the background.
  init(creating file: URL, header: RunHeader, options: RecordingOptions, isLive: Bool) throws {
    let writer = try RunFile.Writer(
      creating: file, header: header, durability: options.durability, acknowledge: options.acknowledge)
    do { try self.init(writer, header: header, options: options, isLive: isLive) } catch {
      writer.abandon()
      throw error
    }
  }

  /// Goes on with the file of a run that was cut off; `retrace` is what will be done once more.
  init(
    continuing run: RunFile.Reader, options: RecordingOptions, isLive: Bool, retrace: RunFile.Retrace?
  ) throws {
    let writer = try RunFile.Writer(
      continuing: run.url, durability: options.durability, acknowledge: options.acknowledge)
    try self.init(writer, header: run.header, options: options, isLive: isLive)
    try run.forEachEvent { digest($0) }
    self.retrace = retrace?.isDone == true ? nil : retrace
    if retrace != nil, let step = summary.steps.last {
      interruption = JournalEntry(
        kind: .interrupted, time: summary.duration, step: step.stepCount, words: "the program was gone",
        duration: try run.timeSinceLastCommit())
    }
  }

  private init(_ writer: RunFile.Writer, header: RunHeader, options: RecordingOptions, isLive: Bool) throws {
    (self.header, file, keepsInputs) = (header, writer.url, isLive)
    liveFile = try options.liveFile.map { try LiveBatteryDataFile(at: $0, header: header) }
    sink = isLive ? BackgroundWriter(writer, path: writer.url.path) : writer
    summary = RunSummary(area: header.area)
    sandTimeColumn = header.modelColumns.firstIndex { $0.name == "true_sand_time_s" }
  }

  /// Whether what happens now has happened before.
  var isRetracing: Bool { retrace != nil }

  /// Takes the next event.
  mutating func record(_ event: RunEvent) throws {
    switch event {
    case .reading: unkept = nil
    case .journal, .alarmChanged: heardCommand = keepsInputs
    default: break
    }
    if retrace != nil {
      try retrace?.take(event)
      if retrace?.isDone == true { retrace = nil }
      return
    }
    try sink.record(event)
    try liveFile?.take(event)
    digest(event)
  }

  /// Sees every reading, before its events.
  mutating func observe(_ reading: Reading) { unkept = reading }

  /// Whether the state is stored at the next checkpoint.
  var wantsState: Bool { retrace == nil && (interruption != nil || heardCommand || cadence.isDue) }

  /// Takes note that all events of a reading are recorded; stores the state where it is wanted and given. Says what is wrong
  /// with the recording, if anything is.
  mutating func checkpoint(_ state: RunState?) throws -> Alarm? {
    guard retrace == nil else { return nil }
    if keepsInputs, let unkept { try sink.record(unkept: unkept) }
    if let state, let interruption {
      try store(state, behind: .journal(interruption))
      digest(.journal(interruption))
      self.interruption = nil
    } else if let state {
      try store(state, behind: nil)
    }
    return keepsInputs ? delays.alarm(for: sink.delay, at: summary.duration) : nil
  }

  private mutating func store(_ state: RunState, behind last: RunEvent?) throws {
    let clock = ContinuousClock()
    let cost = try clock.measure { try sink.commit(last) { try state.stored() } }
    cadence.stored(taking: cost / .seconds(1))
    heardCommand = false
  }

  private mutating func digest(_ event: RunEvent) {
    summary.observe(event)
    if case .reading(let recorded) = event, let column = sandTimeColumn, recorded.modelState.count > column,
      recorded.modelState[column].isFinite
    {
      trueSandTimes[recorded.stepCount] = recorded.modelState[column]
    }
  }

  /// Closes the file and sums up the run; throws where it ended before its file did.
  func finish(_ end: RunEnd) throws -> RunReport {
    try sink.close()
    try liveFile?.close()
    if retrace != nil {
      throw RecordingError.cannotGoOn(
        path: file.path, reason: "done again, it ends before its file does: was it written by another version?")
    }
    return RunReport(
      file: file.relativePath, protocolName: header.protocolName, cellName: header.cellName, seed: header.seed,
      instrument: header.instrument, end: end, summary: summary, trueSandTimes: trueSandTimes)
  }
}

extension RunFile.Reader {
  /// How long ago the file was last written to, by the steady clock where the computer ran through; nil where the
  /// clocks do not agree.
  func timeSinceLastCommit() throws(RecordingError) -> Quantity<Time>? {
    guard let last = try lastCommit() else { return nil }
    let (now, steady) = (RunFile.Moment.now, RunFile.Moment.now.monotonic - last.monotonic)
    let shown = now.unix - last.unix
    if steady >= 0, abs(shown - steady) < 60 { return Quantity(si: steady) }
    return steady < 0 && shown >= 0 ? Quantity(si: shown) : nil
  }
}
