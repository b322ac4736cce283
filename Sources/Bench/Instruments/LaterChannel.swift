import Cycling
import Quantities

/// A channel whose time goes on from where a run stood.
actor LaterChannel: CyclerChannel {
  nonisolated let capabilities: ChannelCapabilities
  private let base: any InstrumentChannel
  private let offset: Quantity<Time>

  /// Reads the channel once, and calls that moment `time`.
  init(_ base: any InstrumentChannel, from time: Quantity<Time>) async throws(ChannelError) {
    (self.base, capabilities) = (base, base.capabilities)
    offset = time - (try await base.read()).reading.time
  }

  func apply(_ setpoint: Setpoint) async throws(ChannelError) { try await base.apply(setpoint) }

  func read() async throws(ChannelError) -> ChannelReading {
    var taken = try await base.read()
    taken.reading.time = taken.reading.time + offset
    return taken
  }

  func makeSafe() async throws(ChannelError) { try await base.makeSafe() }
}
