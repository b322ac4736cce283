public import Cycling
import DeviceProfiles
import Quantities

/// A channel of a PalmSens instrument: EmStat4, Nexus, and the EmStat Pico as a potentiostat.
///
/// Each set-point is a script that the instrument runs by itself, with cut-offs at the channel's limits and a run time that ends: should
/// the program die, the cell is opened by the instrument, no later than the step might have lasted. Packages come by themselves and carry
/// the instrument's own time; the smallest delay seen ties it to the run's.
public actor MethodScriptChannel: InstrumentChannel {
  /// What the channel can do.
  public nonisolated let capabilities: ChannelCapabilities
  private let setup: InstrumentSetup
  private let line: any ByteLine
  private let interval: Double
  private var cutter = LineCutter(end: [10])
  private var held: Setpoint?
  private var script: Running?
  /// Whether the instrument is known to run nothing.
  private var isIdle = false
  private var origin: Duration?
  private var latest = 0.0
  private var range: Int?
  private var flags: ReadingFlags = []
  private var watch = HeldWatch()
  private var trip: String?
  /// How often the cell was made safe: what began before that changes nothing after it.
  private var safeties = 0

  /// A script that the instrument runs.
  private struct Running {
    /// Test time of the instrument's time zero, s: the smallest that its packages allow.
    var start = Double.infinity
    /// The package that came last.
    var last: MethodScriptPackage?
    /// Whether it has ended.
    var hasEnded = false
    /// How long it may run, s.
    let runTime: Double
  }

  /// A channel over a line that is open; `interval` is the time between two packages, s, the profile's where it is left out.
  public init(_ setup: InstrumentSetup, on line: any ByteLine, interval: Double? = nil) {
    (self.setup, self.line) = (setup, line)
    self.interval = interval ?? setup.profile.timing.reading.si
    capabilities = setup.capabilities
  }

  /// Aborts what runs, checks who is there and switches the cell off.
  public func open() async throws(ChannelError) {
    let setup = setup
    cutter = try await line.converse { (io: any ByteIO) throws(ChannelError) -> LineCutter in
      var dialogue = MethodScriptDialogue(setup: setup, io: io, cutter: LineCutter(end: [10]))
      try dialogue.abort()
      try dialogue.identify()
      try dialogue.cellOff()
      return dialogue.cutter
    }
    (held, script, isIdle) = (nil, nil, true)
  }

  /// Ends the script that runs and starts one that holds this; the cell is open for the moment between them.
  public func apply(_ setpoint: Setpoint) async throws(ChannelError) {
    try refuseIfTripped()
    if let refusal = setup.refusal(of: setpoint) { throw refusal }
    try await start(setpoint)
    held = setpoint
  }

  private func start(_ setpoint: Setpoint) async throws(ChannelError) {
    let runTime = max(setup.limits.longestHold, interval * 2)
    guard let text = MethodScript(holding: setpoint, as: setup, interval: interval, runTime: runTime) else {
      throw .refused("\(setup.profile.name) has no range for \(setpoint)")
    }
    let (setup, cutter, mustAbort, safeties) = (setup, cutter, !isIdle, safeties)
    (isIdle, script) = (false, nil)
    let (now, rest) = try await line.converse { (io: any ByteIO) throws(ChannelError) -> (Duration, LineCutter) in
      var dialogue = MethodScriptDialogue(setup: setup, io: io, cutter: cutter)
      if mustAbort { try dialogue.abort() }
      try dialogue.start(text)
      return (io.now, dialogue.cutter)
    }
    guard safeties == self.safeties else { throw .refused(.madeSafe(setup.profile.name)) }
    origin = origin ?? now
    (self.cutter, script) = (rest, Running(runTime: runTime))
  }

  /// The newest package; waits for one when none has come, or when it is too old.
  public func read() async throws(ChannelError) -> ChannelReading {
    try refuseIfTripped()
    let stale = setup.profile.timing.stale.si * setup.speed
    var oldest: ChannelReading?
    for _ in 0..<3 {
      guard let held, let script else { throw .refused(.outputOff(setup.profile.name)) }
      if script.hasEnded {
        if let why = protection(script) { throw try await tripped(why) }
        // The run time was over; the step goes on. Readings are missing between the two scripts.
        try await start(held)
        flags.insert(.gap)
      }
      if let reading = try await listen() {
        if reading.age.si <= stale { return reading }
        oldest = reading
      }
    }
    throw .lost(
      oldest.map { .stale(setup.profile.name, age: $0.age.si) } ?? .silent("the running script", setup.profile.name))
  }

  /// Why a script that has ended was not over: its own limits, or the instrument's; nil where its run time was over.
  private func protection(_ script: Running) -> String? {
    if let last = script.last, isCutOff(last) { return "the instrument's own limit ended the script" }
    let ran = script.last?.time ?? 0
    return ran + 3 * interval >= script.runTime ? nil : .ended(setup.profile.name, after: ran)
  }

  /// Listens until a reading is there; nil when the script ended with none.
  private func listen() async throws(ChannelError) -> ChannelReading? {
    let (setup, cutter, safeties) = (setup, cutter, safeties)
    let time = Duration.seconds(setup.profile.timing.answer.si + 2 * interval / setup.speed)
    let (heard, now, rest) = try await line.converse {
      (io: any ByteIO) throws(ChannelError) -> (MethodScriptDialogue.Heard, Duration, LineCutter) in
      var dialogue = MethodScriptDialogue(setup: setup, io: io, cutter: cutter)
      let heard = try dialogue.listen(within: time)
      return (heard, io.now, dialogue.cutter)
    }
    guard safeties == self.safeties, var running = script else { throw .refused(.madeSafe(setup.profile.name)) }
    self.cutter = rest
    if let error = heard.error {
      // Sources contradict each other on whether `on_finished` runs after an error: a script of its own switches the cell off.
      try await makeSafe()
      throw .refused(.nowOff("\(setup.profile.name): \(error)"))
    }
    if heard.hasGap { flags.insert(.gap) }
    for (package, arrival) in heard.packages {
      guard let time = package.time, let origin else { continue }
      running.start = min(running.start, setup.testTime(arrival, since: origin) - time)
    }
    running.last = heard.packages.last?.package ?? running.last
    running.hasEnded = heard.hasFinished
    script = running
    for (package, _) in heard.packages {
      if case .lost(let fault) = strays(package) { throw try await tripped(fault) }
      if let fault = setup.breach(voltage: package.voltage ?? .nan, current: package.current ?? .nan) {
        throw try await tripped(fault)
      }
    }
    let reading = heard.packages.last.flatMap { judge($0.package, at: now, in: running) }
    if reading == nil, !heard.hasFinished { throw .lost(.silent("the running script", setup.profile.name)) }
    return reading
  }

  /// Whether the instrument holds what its script should say; at a limit, where it cannot, that is not asked.
  private func strays(_ package: MethodScriptPackage) -> HeldWatch.Verdict {
    guard let voltage = package.voltage, let current = package.current, held != .open else { return .asTold }
    let isLimited = package.isOverloaded || isCutOff(package)
    return watch.judge(voltage: voltage, current: current, held: held, isLimited: isLimited, model: setup.model)
  }

  /// Whether a package lies at or beyond a limit that the script minds.
  private func isCutOff(_ package: MethodScriptPackage) -> Bool {
    func isBeyond(_ value: Double?, _ range: ClosedRange<Double>) -> Bool {
      value.map { $0 >= range.upperBound || $0 <= range.lowerBound } ?? false
    }
    switch held {
    case .current: return isBeyond(package.voltage, setup.limits.voltage)
    case .voltage: return isBeyond(package.current, setup.limits.current)
    case .open, nil: return false
    }
  }

  private func judge(
    _ package: MethodScriptPackage, at now: Duration, in script: Running
  ) -> ChannelReading? {
    guard let voltage = package.voltage, let current = package.current ?? (held == .open ? 0 : nil) else { return nil }
    var flags = flags
    self.flags = []
    if package.isOverloaded { flags.insert(.overload) }
    if let old = range, let new = package.range, old != new { flags.insert(.rangeChange) }
    range = package.range ?? range
    let present = setup.testTime(now, since: origin ?? now)
    let measured = package.time.map { script.start + $0 } ?? present
    latest = max(latest, measured)
    return ChannelReading(
      reading: Reading(
        time: Quantity(si: latest), voltage: Quantity(si: voltage), current: Quantity(si: current), setpoint: held,
        flags: flags),
      age: Quantity(si: max(0, present - measured)))
  }

  /// Aborts what runs and switches the cell off; twice at most, since it is off either way.
  public func makeSafe() async throws(ChannelError) {
    safeties += 1
    isIdle = false
    let setup = setup
    try await setup.persist { () async throws(ChannelError) in
      cutter = try await line.converse { (io: any ByteIO) throws(ChannelError) -> LineCutter in
        var dialogue = MethodScriptDialogue(setup: setup, io: io, cutter: LineCutter(end: [10]))
        do throws(ChannelError) {
          try dialogue.abort()
          try dialogue.cellOff()
        } catch {
          try dialogue.abort()
          try dialogue.cellOff()
        }
        return dialogue.cutter
      }
    }
    (held, script, isIdle) = (nil, nil, true)
  }

  /// Makes the cell safe and closes the line.
  public func close() async {
    try? await makeSafe()
    await line.close()
  }

  /// Clears a latched trip.
  public func acknowledge() { trip = nil }

  private func tripped(_ why: String) async throws(ChannelError) -> ChannelError {
    trip = why
    try await makeSafe()
    return .tripped(.nowOff(why))
  }

  private func refuseIfTripped() throws(ChannelError) {
    if let trip { throw .tripped(.stillTripped(trip)) }
  }
}
