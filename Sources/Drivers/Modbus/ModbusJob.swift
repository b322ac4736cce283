import Cycling
import DeviceProfiles
import Quantities

/// The operations of a Modbus channel, each as one piece on the line's thread.
///
/// A job that fails opens the cell before it ends, and its error says in which state the cell is then.
struct ModbusJob: Sendable {
  /// What is remembered from job to job.
  struct Memory: Sendable {
    /// Whether the output was switched on; the instrument's own status goes before.
    var isOn = false
    /// The line's errors when the last reading was taken.
    var faults = 0
    /// What is held: a current, a voltage, or nothing.
    var held = SequenceName.open
    /// The line's connections when the limits were set.
    var connections = 0
  }

  /// A set-point made ready.
  struct Ready: Sendable {
    fileprivate let setpoint: Setpoint
    fileprivate let hold: CompiledSequence
    fileprivate let switchOn: CompiledSequence
    fileprivate let switchOff: CompiledSequence
    fileprivate let name: SequenceName
  }

  /// A good reading.
  struct Taken: Sendable {
    let voltage: Double
    let current: Double
    let flags: ReadingFlags
    let measuredAt: Double
  }

  /// The instrument's port, as people wrote it.
  let place: String
  private let instrument: ModbusInstrument
  private let limits: ChannelLimits
  private let plan: ReadingPlan
  private let guarding: ReadingGuard
  private let arming: CompiledSequence
  private let securing: CompiledSequence
  private let releasing: CompiledSequence
  private let acknowledging: CompiledSequence

  /// Works out everything that depends on the limits alone; what does not fit the instrument is refused here.
  init(_ instrument: ModbusInstrument, limits: ChannelLimits, place: String) throws(ChannelError) {
    guard let plan = ReadingPlan(instrument) else { throw .refused("\(instrument.profile.name) cannot be read") }
    let context = SequenceContext(model: instrument.model, limits: limits)
    do throws(RegisterRefusal) {
      arming = try CompiledSequence(.arm, for: instrument, in: context)
      securing = try CompiledSequence(.makeSafe, for: instrument, in: context)
      releasing = try CompiledSequence(.release, for: instrument, in: context)
      acknowledging = try CompiledSequence(.acknowledge, for: instrument, in: context)
    } catch { throw .refused("\(place): \(error.words); nothing was sent") }
    (self.instrument, self.limits, self.place, self.plan) = (instrument, limits, place, plan)
    guarding = ReadingGuard(limits, instrument.model, rest: instrument.profile.rest)
  }

  /// How long a job may wait for its turn, s.
  var patience: Double { max(2, 2 * instrument.profile.timing.stale.si) }

  /// Works a set-point out; refuses what the instrument or the limits do not allow.
  func ready(for setpoint: Setpoint) throws(ChannelError) -> Ready {
    let name: SequenceName
    switch setpoint {
    case .open: name = .open
    case .current(let current):
      try check(current.si, "A", span: instrument.model.current, limits: limits.current)
      name = .holdCurrent
    case .voltage(let voltage):
      try check(voltage.si, "V", span: instrument.model.voltage, limits: limits.voltage)
      name = .holdVoltage
    }
    guard instrument.profile.holds(name, as: instrument.model) else {
      throw .refused("\(place): a \(instrument.model.name) does not \(name.rawValue); nothing was sent")
    }
    let context = SequenceContext(model: instrument.model, limits: limits, setpoint: setpoint)
    do throws(RegisterRefusal) {
      return Ready(
        setpoint: setpoint, hold: try CompiledSequence(name, for: instrument, in: context),
        switchOn: try CompiledSequence(.outputOn, for: instrument, in: context),
        switchOff: try CompiledSequence(.outputOff, for: instrument, in: context), name: name)
    } catch { throw .refused("\(place): \(error.words); nothing was sent") }
  }

  private func check(
    _ value: Double, _ unit: String, span: SettingSpan?, limits: ClosedRange<Double>
  ) throws(ChannelError) {
    guard let span, span.contains(value) else {
      let range = span.map { "\(Float($0.lowest)) to \(Float($0.highest)) \(unit)" } ?? "nothing of the kind"
      throw .refused(
        "\(place): \(Float(value)) \(unit) is outside what a \(instrument.model.name) sets, \(range); nothing was sent")
    }
    guard limits.contains(value) else {
      throw .refused(
        "\(place): \(Float(value)) \(unit) is outside the channel's limits, \(Float(limits.lowerBound)) to \(Float(limits.upperBound)) \(unit); nothing was sent"
      )
    }
  }

  // MARK: On the line's thread

  /// Recognises the instrument, sets its limits and reads them back.
  func arm(_ line: ModbusLine, _ memory: inout Memory) throws(ChannelError) {
    line.attach(instrument.unit, instrument.onLine)
    try safely(line, &memory, seconds: 10) { () throws(ModbusFault) in
      switch try Identification.identify(instrument.profile, unit: instrument.unit, on: line) {
      case .found(let model) where model == instrument.model: break
      case .found(let model): throw .notTaken("it is a \(model.name), not a \(instrument.model.name)")
      case .other(let words): throw .notTaken("it is no \(instrument.model.name): \(words)")
      }
    }
    try requireNoTrip(line, &memory)
    try safely(line, &memory, seconds: 10) { () throws(ModbusFault) in try arming.run(on: line) }
    memory = Memory(isOn: false, faults: line.counts.faults, connections: line.counts.connections)
  }

  /// Sets what to hold and switches on where that is needed.
  func apply(_ ready: Ready, _ line: ModbusLine, _ memory: inout Memory) throws(ChannelError) {
    var (on, connections) = (memory.isOn, memory.connections)
    let held = memory.held
    try safely(line, &memory, seconds: 2 * instrument.profile.timing.stale.si) { () throws(ModbusFault) in
      // An instrument that was away may have forgotten its limits.
      if line.counts.connections != connections, !on {
        try arming.run(on: line)
        connections = line.counts.connections
      }
      if on, ready.name != held, ready.name != .open, held != .open { try ready.switchOff.run(on: line) }
      try ready.hold.run(on: line)
      if ready.setpoint == .open {
        on = try instrument.says(.outputOn, on: line) ?? (instrument.profile.rest == .zeroCurrent && on)
      } else if try instrument.says(.outputOn, on: line) ?? on {
        on = true
      } else {
        try ready.switchOn.run(on: line)
        on = true
      }
    }
    (memory.isOn, memory.connections, memory.held) = (on, connections, ready.name)
  }

  /// Reads, and goes on trying until the reading would be stale.
  func read(
    _ line: ModbusLine, _ memory: inout Memory, holding setpoint: Setpoint, clock: () -> Double
  ) throws(ChannelError) -> Taken {
    let raw = try safely(line, &memory, seconds: instrument.profile.timing.stale.si) { () throws(ModbusFault) in
      let raw = try plan.take(on: line, clock: clock)
      guard raw.voltage != nil, raw.current != nil else { throw .notTaken("the reading is no number") }
      return raw
    }
    if let objection = guarding.objection(to: raw, holding: setpoint) {
      throw .tripped("\(place): \(objection); \(secure(line, &memory))")
    }
    guard let voltage = raw.voltage, let current = raw.current else {
      throw .lost("\(place): the reading is no number")
    }
    defer { memory.faults = line.counts.faults }
    let flags = guarding.flags(of: raw, holding: setpoint, afterGap: line.counts.faults != memory.faults)
    return Taken(voltage: voltage, current: current, flags: flags, measuredAt: raw.measuredAt)
  }

  /// Switches off and reads that back.
  func makeSafe(_ line: ModbusLine, _ memory: inout Memory) throws(ChannelError) {
    line.attach(instrument.unit, keeping: true, instrument.onLine)
    do throws(ModbusFault) { try switchOff(line, &memory) } catch {
      throw .lost("\(place): \(words(error)); \(Self.unknown)")
    }
  }

  /// Makes safe as far as it goes, gives the instrument back, and leaves the line.
  func leave(_ line: ModbusLine, _ memory: inout Memory) {
    try? switchOff(line, &memory)
    line.deadline = line.now + 1
    try? releasing.run(on: line)
    line.deadline = nil
    line.detach(instrument.unit)
  }

  /// Clears the instrument's alarms, looks whether they are gone, and arms anew.
  func acknowledge(_ line: ModbusLine, _ memory: inout Memory) throws(ChannelError) {
    try safely(line, &memory, seconds: 10) { () throws(ModbusFault) in try acknowledging.run(on: line) }
    try arm(line, &memory)
  }

  private func requireNoTrip(_ line: ModbusLine, _ memory: inout Memory) throws(ChannelError) {
    let raw = try safely(line, &memory, seconds: 10) { () throws(ModbusFault) in try plan.take(on: line) { 0 } }
    if let trips = raw.trips {
      throw .tripped("\(place): the instrument has tripped: \(trips); \(secure(line, &memory))")
    }
  }

  // MARK: The way out

  private static let unknown = "the state of the cell is unknown: look at the instrument"

  private func switchOff(_ line: ModbusLine, _ memory: inout Memory) throws(ModbusFault) {
    line.deadline = line.now + 3
    defer { line.deadline = nil }
    try securing.run(on: line)
    (memory.isOn, memory.held) = (false, .open)
  }

  /// Switches off and says in which state the cell is.
  private func secure(_ line: ModbusLine, _ memory: inout Memory) -> String {
    do throws(ModbusFault) {
      try switchOff(line, &memory)
      return "the output is off, as read back"
    } catch { return "the output could not be switched off (\(words(error))); \(Self.unknown)" }
  }

  /// Does something within some seconds; an error opens the cell.
  private func safely<Answer>(
    _ line: ModbusLine, _ memory: inout Memory, seconds: Double, _ body: () throws(ModbusFault) -> Answer
  ) throws(ChannelError) -> Answer {
    line.deadline = line.now + seconds
    defer { line.deadline = nil }
    do throws(ModbusFault) { return try body() } catch {
      switch error {
      case .line(.inUse): throw .lost("\(place): \(words(error)); the cell is as it was")
      case .line(.cannotOpen) where line.counts.connections == 0:
        throw .lost("\(place): \(words(error)); the cell is as it was")
      case .line: throw .lost("\(place): \(words(error)); \(secure(line, &memory))")
      case .exception, .forbidden, .notTaken: throw .refused("\(place): \(words(error)); \(secure(line, &memory))")
      }
    }
  }

  private func words(_ fault: ModbusFault) -> String {
    fault.words(
      meanings: Dictionary(
        instrument.profile.exceptions.map { (UInt8(truncatingIfNeeded: $0.key), $0.value) },
        uniquingKeysWith: { a, _ in a }))
  }
}

extension ModbusInstrument {
  /// Whether the status says something now; nil where it cannot.
  func says(_ meaning: StatusSign.Meaning, on line: ModbusLine) throws(ModbusFault) -> Bool? {
    for sign in profile.status where sign.meaning == meaning {
      guard let name = sign.register, let register = profile.registers[name] else { continue }
      return register.raw(try words(of: register, on: line)).map(sign.isSaid)
    }
    return nil
  }
}
