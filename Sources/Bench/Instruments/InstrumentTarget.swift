public import Cycling
import DeviceProfiles
public import Drivers

/// An instrument on a port, as somebody named them.
public struct InstrumentTarget: Sendable {
  /// The instrument.
  public let device: NamedDevice
  /// Where it is.
  public let address: PortAddress

  /// An instrument on a port.
  public init(_ device: NamedDevice, at address: PortAddress) { (self.device, self.address) = (device, address) }

  /// Name of instrument, model and port, as shown.
  public var title: String { "\(device.title) at \(address)" }

  /// Recognises the instrument on a line of its own, switches its output off and reads that back.
  ///
  /// What a supervisor does when the run's process is gone; nothing is armed, so that it takes no longer than it must.
  public func makeSafe() async throws(ChannelError) {
    let span = device.model
    let limits = ChannelLimits(
      voltage: span.voltage?.channelSpan.range ?? 0...0, current: span.current?.channelSpan.range ?? 0...0,
      longestHold: 0)
    let channel = try await Instruments.connect(device.profile, at: address, limits: limits, clock: ContinuousClock())
    do throws(ChannelError) { try await channel.makeSafe() } catch {
      await channel.close()
      throw error
    }
    await channel.close()
  }
}
