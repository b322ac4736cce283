public import Cycling
import Quantities

/// A simulated channel that runs in real time, or in time scaled by its clock.
public actor LiveVirtualChannel<Channel: SimulatedChannel, RunClock: Clock>: CyclerChannel
where RunClock.Duration == Duration {
  /// What the simulated channel can do.
  public nonisolated let capabilities: ChannelCapabilities
  private var channel: Channel
  private let clock: RunClock
  private let origin: RunClock.Instant
  private var reached = 0.0

  /// Wraps a channel whose time starts now on the clock.
  public init(_ channel: Channel, clock: RunClock) {
    (self.channel, self.clock) = (channel, clock)
    (capabilities, origin) = (channel.capabilities, clock.now)
  }

  /// Tells the cell what to hold, from now on.
  public func apply(_ setpoint: Setpoint) {
    _ = catchUp()
    channel.apply(setpoint)
  }

  /// Lets the cell catch up with the clock and reads it.
  public func read() -> ChannelReading { catchUp() }

  /// The simulated channel as it was at the latest reading or set-point; no time passes.
  public var snapshot: Channel { channel }

  /// Opens the cell.
  public func makeSafe() { apply(.open) }

  private func catchUp() -> ChannelReading {
    let now = origin.duration(to: clock.now) / .seconds(1)
    defer { reached = max(reached, now) }
    return channel.advance(by: Quantity(si: max(0, now - reached)), within: ReadingWindow())
  }
}
