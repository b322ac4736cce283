public import Cycling
public import DeviceProfiles
public import Quantities

/// What a chamber said at one moment.
public struct ChamberReading: Hashable, Codable, Sendable {
  /// The temperature around the cells.
  public var temperature: Quantity<Temperature>
  /// Test time of the measurement.
  public var time: Quantity<Time>

  /// A reading from its parts.
  public init(temperature: Quantity<Temperature>, time: Quantity<Time>) {
    (self.temperature, self.time) = (temperature, time)
  }
}

/// A temperature chamber on a Modbus line, driven by its profile: Eurotherm, Watlow, Omega.
public actor Chamber {
  /// Name and port, for people.
  public nonisolated let name: String
  private let port: ModbusPort
  private let instrument: ModbusInstrument
  private let now: @Sendable () -> Double
  private var origin: Double?

  /// Connects to a chamber and recognises it; nothing is set.
  public static func connect<RunClock: Clock>(
    _ profile: DeviceProfile, at address: PortAddress, clock: RunClock
  ) async throws(ChannelError) -> Chamber where RunClock.Duration == Duration {
    guard profile.kind == .chamber, profile.language == .modbus else {
      throw .refused("\(profile.name) is no chamber that is driven over Modbus")
    }
    let start = clock.now
    let bus = ModbusAddress(profile, address)
    let port = ModbusPort.shared(bus.line)
    let model = try await bus.identify(profile, on: port, place: "\(profile.name) at \(address)")
    return Chamber(
      ModbusInstrument(profile: profile, model: model, unit: bus.unit), on: port, at: address,
      now: { start.duration(to: clock.now) / .seconds(1) })
  }

  private init(
    _ instrument: ModbusInstrument, on port: ModbusPort, at address: PortAddress, now: @escaping @Sendable () -> Double
  ) {
    (self.instrument, self.port, self.now) = (instrument, port, now)
    name = "\(instrument.profile.name) at \(address)"
  }

  /// Sets the temperature and reads the set-point back; one outside the profile's range is refused before anything is sent.
  public func hold(_ temperature: Quantity<Temperature>) async throws(ChannelError) {
    let span = instrument.model.temperature
    guard let span, span.contains(temperature.si) else {
      let range = span.map { "\(celsius($0.lowest)) to \(celsius($0.highest))" } ?? "no temperatures"
      throw .refused(
        "\(name): \(celsius(temperature.si)) is outside what its profile allows, \(range); nothing was sent")
    }
    let context = SequenceContext(model: instrument.model, temperature: temperature.si)
    try await run(.holdTemperature, in: context)
  }

  /// Measures the temperature; an implausible one is an error: a thermometer that broke, or words in the wrong order.
  public func read() async throws(ChannelError) -> ChamberReading {
    guard let plan = ReadingPlan(instrument) else { throw .refused("\(name) cannot be read") }
    let (now, plausible) = (now, plausible)
    let taken = try await onLine { line throws(ModbusFault) -> (temperature: Double, moment: Double) in
      let raw = try plan.take(on: line, clock: now)
      guard let temperature = raw.temperature else { throw .notTaken("the temperature is no number") }
      guard plausible.contains(temperature) else {
        throw .notTaken(
          "the thermometer says \(Float(temperature - 273.15)) °C: is it broken, or are its words in the wrong order?")
      }
      return (temperature, raw.measuredAt)
    }
    let began = origin ?? taken.moment
    origin = began
    return ChamberReading(temperature: Quantity(si: taken.temperature), time: Quantity(si: taken.moment - began))
  }

  /// Leaves the chamber as its profile says that it is safe, and the line.
  public func close() async {
    try? await run(.makeSafe, in: SequenceContext(model: instrument.model))
    let unit = instrument.unit
    try? await port.thread.run(for: Int(unit), refused: { ChannelError.lost($0.words) }) { line throws(ChannelError) in
      line.detach(unit)
    }
  }

  private func run(_ sequence: SequenceName, in context: SequenceContext) async throws(ChannelError) {
    let compiled: CompiledSequence
    do throws(RegisterRefusal) {
      compiled = try CompiledSequence(sequence, for: instrument, in: context)
    } catch { throw .refused("\(name): \(error.words); nothing was sent") }
    try await onLine { line throws(ModbusFault) in try compiled.run(on: line) }
  }

  /// Does something on the line's thread, trying until what it brings would be stale.
  private func onLine<Answer: Sendable>(
    _ body: @escaping @Sendable (ModbusLine) throws(ModbusFault) -> Answer
  ) async throws(ChannelError) -> Answer {
    let (name, stale) = (name, instrument.profile.timing.stale.si)
    return try await port.thread.run(
      for: Int(instrument.unit), patience: stale, refused: { ChannelError.lost("\(name): \($0.words)") }
    ) { line throws(ChannelError) in
      line.deadline = line.now + stale
      defer { line.deadline = nil }
      do throws(ModbusFault) { return try body(line) } catch {
        if case .line = error { throw .lost("\(name): \(error.words())") }
        throw .refused("\(name): \(error.words())")
      }
    }
  }

  /// Temperatures that the profile's identity takes for possible, K.
  private var plausible: ClosedRange<Double> {
    let profile = instrument.profile
    guard case .register(let name)? = profile.reading?.temperature, let register = profile.registers[name],
      case .fixed(let scale) = register.scale
    else { return 0...1500 }
    for case .register(name, let range) in profile.identity + instrument.model.identity {
      return scale.unit.si(range.lowerBound)...scale.unit.si(range.upperBound)
    }
    return 0...1500
  }
}

private func celsius(_ kelvin: Double) -> String { "\(Float(kelvin - 273.15)) °C" }
