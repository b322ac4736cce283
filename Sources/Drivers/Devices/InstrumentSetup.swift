public import Cycling
public import DeviceProfiles
import Quantities

/// What a channel of an instrument is made of: the profile, the model, what the instrument shall guard, and how fast test time goes by.
public struct InstrumentSetup: Sendable {
  /// What is known of the instrument.
  public let profile: DeviceProfile
  /// Which model it is.
  public let model: DeviceModel
  /// What it shall guard itself.
  public let limits: ChannelLimits
  /// Seconds of test time in a second of real time: 1 on an instrument, more on an emulated one in scaled time.
  public let speed: Double
  /// How long a lost line is waited for to make the cell safe over it; real time.
  public let reconnection: Duration

  /// A channel's makings.
  public init(
    profile: DeviceProfile, model: DeviceModel, limits: ChannelLimits, speed: Double = 1,
    reconnection: Duration = .seconds(5)
  ) {
    (self.profile, self.model, self.limits) = (profile, model, limits)
    (self.speed, self.reconnection) = (speed, reconnection)
  }

  /// What the channel can do.
  public var capabilities: ChannelCapabilities {
    ChannelCapabilities(
      name: "\(profile.name) \(model.name)", voltage: model.voltage?.channelSpan, current: model.current?.channelSpan)
  }

  /// Says why a set-point cannot be held, before anything goes on the wire; nil where it can.
  public func refusal(of setpoint: Setpoint) -> ChannelError? {
    switch setpoint {
    case .open: return nil
    case .current(let current):
      guard profile.holds(.holdCurrent, as: model), let span = model.current else {
        return .refused("\(profile.name) holds no current")
      }
      guard span.contains(current.si), limits.current.contains(current.si) else {
        return .refused(.outside(current.si, "A", span.lowest...span.highest, limits.current))
      }
    case .voltage(let voltage):
      guard profile.holds(.holdVoltage, as: model), let span = model.voltage else {
        return .refused("\(profile.name) holds no voltage")
      }
      guard span.contains(voltage.si), limits.voltage.contains(voltage.si) else {
        return .refused(.outside(voltage.si, "V", span.lowest...span.highest, limits.voltage))
      }
    }
    return nil
  }

  /// Tries to make the cell safe until it is, each time over a line that is opened anew where it was lost; throws the last fault when
  /// the time for that is over.
  func persist(
    isolation: isolated (any Actor)? = #isolation, _ attempt: () async throws(ChannelError) -> Void
  ) async throws(ChannelError) {
    let deadline = ContinuousClock.now + reconnection
    while true {
      do throws(ChannelError) {
        try await attempt()
        return
      } catch {
        guard ContinuousClock.now < deadline else { throw .lost(.mayBeOn(error.words)) }
        try? await Task.sleep(for: .milliseconds(250))
      }
    }
  }

  /// What is known while a sequence runs that holds this.
  func context(_ setpoint: Setpoint?) -> SequenceContext {
    SequenceContext(model: model, limits: limits, setpoint: setpoint)
  }

  /// Test time of a moment on the line's clock, s, counted from another.
  func testTime(_ moment: Duration, since origin: Duration) -> Double { (moment - origin) / .seconds(1) * speed }

  /// Says why a reading is beyond what the instrument should have guarded; nil where it is within.
  ///
  /// A margin of a twentieth of the span stands between the limits and this, as before the instrument's own protections: at a limit the
  /// run machine decides, beyond it nobody waits.
  public func breach(voltage: Double, current: Double) -> String? {
    if let range = Self.widened(limits.voltage, within: voltage) { return .breach(voltage, "V", range) }
    if let range = Self.widened(limits.current, within: current) { return .breach(current, "A", range) }
    return nil
  }

  private static func widened(_ range: ClosedRange<Double>, within value: Double) -> ClosedRange<Double>? {
    let margin = (range.upperBound - range.lowerBound) / 20
    guard margin.isFinite else { return nil }
    let wide = range.lowerBound - margin...range.upperBound + margin
    return value.isNaN || wide.contains(value) ? nil : range
  }
}
