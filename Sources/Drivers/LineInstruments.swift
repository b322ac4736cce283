import Cycling
import DeviceProfiles

/// Instruments that take lines of text: which channel drives which, and which model is there.
enum LineInstruments {
  /// A channel of the model that is there; what is open afterwards is closed again, so that nothing is set yet.
  static func connect(
    _ profile: DeviceProfile, at address: PortAddress, limits: ChannelLimits, speed: Double
  ) async throws(ChannelError) -> any InstrumentChannel {
    let transport = try transport(of: profile, for: address)
    let line = WireLine(address.line, format: transport.serialFormat)
    // Who does not get the port has nothing to make safe there.
    do throws(LineError) { try await line.perform { _ in } } catch {
      await line.close()
      throw .lost("\(profile.name) at \(address): \(error.words); nothing was set, the cell is as it was")
    }
    var refusal = ChannelError.refused("\(profile.name) has no model")
    for model in profile.models {
      let setup = InstrumentSetup(profile: profile, model: model, limits: limits, speed: speed)
      let channel = channel(setup, over: transport, on: line)
      // With one model its own `open` finds out; with several the first that recognises its instrument is the one.
      guard profile.models.count > 1 else { return channel }
      do throws(ChannelError) {
        try await channel.open()
        return channel
      } catch {
        guard case .refused = error else {
          await line.close()
          throw error
        }
        refusal = error
      }
    }
    await line.close()
    throw refusal
  }

  private static func channel(
    _ setup: InstrumentSetup, over transport: DeviceTransport, on line: any ByteLine
  ) -> any InstrumentChannel {
    switch setup.profile.language {
    case .methodscript: MethodScriptChannel(setup, on: line)
    case .rodeostat: RodeostatChannel(setup, on: line)
    case .scpi, .modbus: ScpiChannel(setup, over: transport, on: line)
    }
  }

  private static func transport(
    of profile: DeviceProfile, for address: PortAddress
  ) throws(ChannelError) -> DeviceTransport {
    let kind: DeviceTransport.Kind
    switch address.line {
    case .tcp: kind = .tcp
    case .serial: kind = .serial
    case .rtuOverTCP:
      throw .refused("\(address): \(profile.name) does not speak Modbus; write tcp:HOST:PORT or a serial port")
    }
    if let transport = profile.transport(kind) { return transport }
    // A serial server brings a serial instrument to a socket: its lines end as they do on the wire.
    guard let transport = profile.transports.first else { throw .refused("\(profile.name) has no transport") }
    return transport
  }
}
