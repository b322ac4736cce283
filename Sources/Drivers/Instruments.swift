public import Cycling
public import DeviceProfiles
import Quantities

/// The one door to instruments: from a profile and a port to a channel.
public enum Instruments {
  /// Connects to an instrument, recognises its model, and opens the channel: limits set and read back, output off.
  ///
  /// - Parameters:
  ///   - profile: what is known of the instrument.
  ///   - address: where it is; what it leaves open the profile says.
  ///   - limits: what the instrument shall guard itself.
  ///   - model: the model that must be there; nil for whichever of the profile's is.
  ///   - clock: test time; it begins with the first set-point or reading.
  public static func open<RunClock: Clock>(
    _ profile: DeviceProfile, at address: PortAddress, limits: ChannelLimits, model: DeviceModel? = nil, clock: RunClock
  ) async throws(ChannelError) -> any InstrumentChannel where RunClock.Duration == Duration {
    let channel = try await connect(profile, at: address, limits: limits, model: model, clock: clock)
    do throws(ChannelError) { try await channel.open() } catch {
      await channel.close()
      throw profile.language == .modbus ? error : error.whereOpened("\(profile.name) at \(address)")
    }
    return channel
  }

  /// Connects to an instrument and recognises its model; nothing is set yet: what a supervisor needs to make a cell safe.
  public static func connect<RunClock: Clock>(
    _ profile: DeviceProfile, at address: PortAddress, limits: ChannelLimits, model: DeviceModel? = nil, clock: RunClock
  ) async throws(ChannelError) -> any InstrumentChannel where RunClock.Duration == Duration {
    let start = clock.now
    let now: @Sendable () -> Double = { start.duration(to: clock.now) / .seconds(1) }
    var profile = profile
    if let model { profile.models = [model] }
    guard profile.kind == .cycler else { throw .refused("\(profile.name) holds temperatures, not cells") }
    switch profile.language {
    case .modbus: return try await modbus(profile, at: address, limits: limits, now: now)
    case .scpi, .methodscript, .rodeostat:
      let speed = (clock as? ScaledClock)?.speed ?? 1
      return try await LineInstruments.connect(profile, at: address, limits: limits, speed: speed)
    }
  }

  private static func modbus(
    _ profile: DeviceProfile, at address: PortAddress, limits: ChannelLimits, now: @escaping @Sendable () -> Double
  ) async throws(ChannelError) -> any InstrumentChannel {
    let (place, bus) = ("\(profile.name) at \(address)", ModbusAddress(profile, address))
    let port = ModbusPort.shared(bus.line)
    let model = try await bus.identify(profile, on: port, place: place)
    let instrument = ModbusInstrument(profile: profile, model: model, unit: bus.unit)
    return try ModbusChannel(instrument, on: port, place: "\(address)", limits: limits, now: now)
  }
}

extension ChannelError {
  /// Says of which instrument it is, and how to find out who is there instead.
  fileprivate func whereOpened(_ place: String) -> ChannelError {
    switch self {
    case .lost(let words): .lost("\(place): \(words); `sandglass scan` tells who answers there")
    case .refused(let words): .refused("\(place): \(words)")
    case .tripped(let words): .tripped("\(place): \(words)")
    }
  }
}

/// A port with what the profile adds to it.
struct ModbusAddress: Sendable {
  /// The line, with its serial format.
  let line: PortAddress.Line
  /// The unit on it.
  let unit: UInt8

  /// Fills in what an address leaves open.
  init(_ profile: DeviceProfile, _ address: PortAddress) {
    let kind: DeviceTransport.Kind =
      switch address.line {
      case .tcp: .modbusTCP
      case .rtuOverTCP: .modbusRTUOverTCP
      case .serial: .modbusRTU
      }
    // Gateways bring instruments to lines that they do not have themselves.
    let transport = profile.transport(kind) ?? profile.transports.first
    unit = address.unit ?? transport?.unit.map { UInt8(truncatingIfNeeded: $0) } ?? 1
    if case .serial(let path, nil) = address.line {
      line = .serial(path: path, transport?.serialFormat)
    } else {
      line = address.line
    }
  }

  /// Finds out the model at the other end.
  func identify(_ profile: DeviceProfile, on port: ModbusPort, place: String) async throws(ChannelError) -> DeviceModel
  {
    let unit = unit
    return try await port.thread.run(
      for: Int(unit), patience: 10, refused: { ChannelError.lost("\(place): \($0.words)") }
    ) { line throws(ChannelError) in
      guard !line.knows(unit) else {
        throw .refused("\(place): this program drives it already; two channels must not drive one cell")
      }
      line.attach(unit, ModbusUnit(profile))
      do throws(ModbusFault) {
        switch try Identification.identify(profile, unit: unit, on: line) {
        case .found(let model): return model
        case .other(let words): throw .notTaken("it is no \(profile.name): \(words)")
        }
      } catch {
        line.detach(unit)
        let words = "\(place): \(error.words()); nothing was set, the cell is as it was"
        if case .line = error { throw .lost(words) }
        throw .refused(words)
      }
    }
  }
}

extension DeviceTransport {
  /// The usual serial format; nil for a line that is not serial.
  var serialFormat: SerialFormat? {
    guard let baud else { return nil }
    return SerialFormat("\(baud)-\(framing.rawValue)")
  }
}
