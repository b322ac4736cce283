public import Cycling
public import DeviceProfiles
import Quantities

/// A channel of an instrument that takes lines of SCPI, spoken to by its profile's sequences: Keithley 2400 and 2450.
///
/// A rest is what the profile says. On a source-measure unit it is 0 A in the smallest range with the output on, since the meter is dead
/// while the output is off; the cell is disconnected when it is made safe, and only then.
public actor ScpiChannel: InstrumentChannel {
  /// What the channel can do.
  public nonisolated let capabilities: ChannelCapabilities
  private let setup: InstrumentSetup
  private let transport: DeviceTransport
  private let line: any ByteLine
  private var origin: Duration?
  private var latest = 0.0
  private var isOn = false
  private var held: Setpoint?
  private var range: Double?
  private var flags: ReadingFlags = []
  private var lengths = AnswerLengths()
  private var watch = HeldWatch()
  private var trip: String?
  /// How often the cell was made safe: what began before that changes nothing after it.
  private var safeties = 0

  /// A channel over a line that is open; `transport` says how its lines end.
  public init(_ setup: InstrumentSetup, over transport: DeviceTransport, on line: any ByteLine) {
    (self.setup, self.transport, self.line) = (setup, transport, line)
    capabilities = setup.capabilities
  }

  /// Checks who is there, sets the limits and reads them back; the output stays off.
  public func open() async throws(ChannelError) {
    let (setup, transport) = (setup, transport)
    try await line.converse { (io: any ByteIO) throws(ChannelError) in
      var dialogue = ScpiDialogue(setup, over: transport, on: io)
      try dialogue.resynchronise()
      try dialogue.identify()
      try dialogue.run(setup.profile.sequence(.arm), in: setup.context(nil))
    }
    isOn = false
  }

  /// Holds something; returns when the instrument has confirmed it.
  public func apply(_ setpoint: Setpoint) async throws(ChannelError) {
    try refuseIfTripped()
    if let refusal = setup.refusal(of: setpoint) { throw refusal }
    let profile = setup.profile
    var steps: [SequenceStep] = []
    // Between current and voltage the output goes off: an instrument changes its function through off anyway, and then it is known.
    if isOn, held?.isVoltage != setpoint.isVoltage { steps += profile.sequence(.outputOff) }
    steps += profile.sequence(setpoint.sequence)
    let endsOn = setpoint != .open || profile.rest == .zeroCurrent
    if endsOn, !isOn || held?.isVoltage != setpoint.isVoltage { steps += profile.sequence(.outputOn) }
    let (setup, transport, sequence, safeties) = (setup, transport, steps, safeties)
    let now = try await line.converse { (io: any ByteIO) throws(ChannelError) -> Duration in
      var dialogue = ScpiDialogue(setup, over: transport, on: io)
      try dialogue.run(sequence, in: setup.context(setpoint))
      return io.now
    }
    guard safeties == self.safeties else { throw .refused(.madeSafe(setup.profile.name)) }
    origin = origin ?? now
    (isOn, held) = (endsOn, setpoint)
    noteRange(of: setpoint)
  }

  /// Takes a reading now; asks once more after a fault of the line, and never sets anything twice.
  ///
  /// A line that was lost is opened anew until the reading would be stale, and the instrument has to be the one that it was.
  public func read() async throws(ChannelError) -> ChannelReading {
    try refuseIfTripped()
    let isMeasured = isOn || held == .open && setup.profile.rest == .open
    guard isMeasured, let source = setup.profile.reading, let question = source.ask else {
      throw .refused(.outputOff(setup.profile.name))
    }
    let taken = try await take(question, source)
    lengths = taken.lengths
    return try await judge(taken)
  }

  /// Asks for a reading; over a line that is gone again and again, until it would be stale.
  private func take(_ question: String, _ source: ReadingSource) async throws(ChannelError) -> Taken {
    let patience = min(.seconds(setup.profile.timing.stale.si), setup.reconnection)
    let (deadline, safeties) = (ContinuousClock.now + patience, safeties)
    var (pause, wasLost) = (Duration.milliseconds(50), false)
    while true {
      let outcome: Result<Taken, ChannelError>
      do throws(LineError) { outcome = try await ask(question, source, afterLoss: wasLost) } catch {
        guard error != .closed, ContinuousClock.now + pause < deadline else { throw .lost(error.words) }
        try? await Task.sleep(for: pause)
        guard safeties == self.safeties else { throw .refused(.madeSafe(setup.profile.name)) }
        (pause, wasLost) = (pause * 2, true)
        continue
      }
      return try outcome.get()
    }
  }

  /// Asks for a reading, three times at most; behind a loss the instrument is recognised first.
  private func ask(
    _ question: String, _ source: ReadingSource, afterLoss: Bool
  ) async throws(LineError) -> Result<Taken, ChannelError> {
    let (setup, transport, before) = (setup, transport, lengths)
    return try await line.attempt { (io: any ByteIO) throws(ChannelError) -> Taken in
      var dialogue = ScpiDialogue(setup, over: transport, on: io)
      if afterLoss {
        try dialogue.resynchronise()
        try dialogue.identify()
      }
      var (lengths, last, hasFailed) = (before, "", afterLoss)
      for _ in 0..<3 {
        let asked = io.now
        if let answer = try dialogue.answer(to: question) {
          last = answer
          if let reading = ScpiReading(answer, as: source) {
            guard lengths.takes(answer) else { continue }
            return Taken(reading: reading, asked: asked, answered: io.now, isSecond: hasFailed, lengths: lengths)
          }
        }
        if hasFailed { break }
        hasFailed = true
        try dialogue.resynchronise()
      }
      throw .lost(last.isEmpty ? .silent(question, setup.profile.name) : .unreadable(last, setup.profile.name))
    }
  }

  /// Output off, then open: the off command twice at most, and never anything else.
  public func makeSafe() async throws(ChannelError) {
    safeties += 1
    let (setup, transport) = (setup, transport)
    try await setup.persist { () async throws(ChannelError) in
      try await line.converse { (io: any ByteIO) throws(ChannelError) in
        var dialogue = ScpiDialogue(setup, over: transport, on: io)
        let steps = setup.profile.sequence(.makeSafe)
        do throws(ChannelError) {
          try dialogue.run(steps, in: setup.context(nil))
        } catch {
          try dialogue.resynchronise()
          try dialogue.run(steps, in: setup.context(nil))
        }
      }
    }
    (isOn, held) = (false, nil)
  }

  /// Makes the cell safe, gives the front panel back and closes the line.
  public func close() async {
    try? await makeSafe()
    let (setup, transport) = (setup, transport)
    try? await line.converse { (io: any ByteIO) throws(ChannelError) in
      var dialogue = ScpiDialogue(setup, over: transport, on: io)
      try dialogue.run(setup.profile.sequence(.release), in: setup.context(nil))
    }
    await line.close()
  }

  /// Clears a latched trip.
  public func acknowledge() async throws(ChannelError) {
    let (setup, transport) = (setup, transport)
    try await line.converse { (io: any ByteIO) throws(ChannelError) in
      var dialogue = ScpiDialogue(setup, over: transport, on: io)
      try dialogue.run(setup.profile.sequence(.acknowledge), in: setup.context(nil))
    }
    trip = nil
  }

  /// An answer and when it was asked for.
  private struct Taken: Sendable {
    let reading: ScpiReading
    let asked, answered: Duration
    let isSecond: Bool
    let lengths: AnswerLengths
  }

  /// Checks limits and status before anybody else sees the reading.
  private func judge(_ taken: Taken) async throws(ChannelError) -> ChannelReading {
    let reading = taken.reading
    let signs = reading.signs(of: setup.profile)
    let fault =
      signs.first { $0.meaning == .trip }?.words ?? setup.breach(voltage: reading.voltage, current: reading.current)
    if let fault { throw try await tripped(fault) }
    var flags = flags
    self.flags = []
    if taken.isSecond { flags.insert(.gap) }
    let isLimited = isLimited(reading, signs)
    if isLimited { flags.insert(.overload) }
    switch watch.judge(
      voltage: reading.voltage, current: reading.current, held: held, isLimited: isLimited, model: setup.model)
    {
    case .asTold: break
    case .strays: flags.insert(.overload)
    case .lost(let words): throw try await tripped(words)
    }
    // The measurement lies between question and answer: its time is the middle, never before the reading before.
    let middle = taken.asked + (taken.answered - taken.asked) / 2
    latest = max(latest, setup.testTime(middle, since: origin ?? middle))
    return ChannelReading(
      reading: Reading(
        time: Quantity(si: latest), voltage: Quantity(si: reading.voltage), current: Quantity(si: reading.current),
        setpoint: held, flags: flags),
      age: Quantity(si: setup.testTime(taken.answered, since: middle)))
  }

  /// Whether the instrument holds its limit instead of what it was told.
  private func isLimited(_ reading: ScpiReading, _ signs: [StatusSign]) -> Bool {
    let limiting: Set<StatusSign.Meaning> =
      held?.isVoltage == true
      ? [.overflow, .limited, .constantCurrent] : [.overflow, .limited, .constantVoltage]
    if signs.contains(where: { limiting.contains($0.meaning) }) { return true }
    let limits = setup.limits
    let clamp =
      held?.isVoltage == true
      ? max(limits.current.lowerBound.magnitude, limits.current.upperBound.magnitude)
      : max(limits.voltage.lowerBound.magnitude, limits.voltage.upperBound.magnitude)
    let value = held?.isVoltage == true ? reading.current : reading.voltage
    return value.magnitude >= 0.999 * clamp
  }

  private func tripped(_ why: String) async throws(ChannelError) -> ChannelError {
    trip = why
    try await makeSafe()
    return .tripped(.nowOff(why))
  }

  private func refuseIfTripped() throws(ChannelError) {
    if let trip { throw .tripped(.stillTripped(trip)) }
  }

  private func noteRange(of setpoint: Setpoint) {
    let new: Double? =
      switch setpoint {
      case .open: setup.model.current?.ranges.first?.limit
      case .current(let current): setup.model.current?.range(for: current.si)?.limit
      case .voltage: nil
      }
    if let range, range != new { flags.insert(.rangeChange) }
    range = new
  }
}

extension Setpoint {
  /// Whether a voltage is held.
  var isVoltage: Bool { if case .voltage = self { true } else { false } }
  /// The sequence that holds it.
  var sequence: SequenceName {
    switch self {
    case .open: .open
    case .current: .holdCurrent
    case .voltage: .holdVoltage
    }
  }
}
