public import Cycling
import Quantities

/// What is known while a sequence runs: the limits of the channel, what it shall hold, and the model.
public struct SequenceContext: Hashable, Sendable {
  /// The channel's limits; nil for a chamber.
  public var limits: ChannelLimits?
  /// What is to be held; nil where the sequence holds nothing.
  public var setpoint: Setpoint?
  /// Temperature to hold, K.
  public var temperature: Double?
  /// The model of the instrument.
  public var model: DeviceModel

  /// What is known, from its parts.
  public init(
    model: DeviceModel, limits: ChannelLimits? = nil, setpoint: Setpoint? = nil, temperature: Double? = nil
  ) {
    (self.model, self.limits, self.setpoint, self.temperature) = (model, limits, setpoint, temperature)
  }

  /// A value in SI; throws where the sequence asks for one that nobody gave.
  public func value(of known: SequenceValue.Known) throws(RegisterRefusal) -> Double {
    guard let value = lookUp(known) else {
      throw RegisterRefusal(words: "{\(known.rawValue)} is not known here")
    }
    return value
  }

  /// The line that a template makes.
  public func line(_ template: LineTemplate) throws(RegisterRefusal) -> String {
    var line = ""
    for part in template.parts {
      switch part {
      case .text(let text): line += text
      case .value(let known): line += String(Float(try value(of: known)))
      }
    }
    return line
  }

  /// The current to hold, signed, A; zero for a rest.
  private var current: Double? {
    switch setpoint {
    case .current(let current): current.si
    case .open: 0
    case .voltage, nil: nil
    }
  }

  private func lookUp(_ known: SequenceValue.Known) -> Double? {
    switch known {
    case .current: return current
    case .sourceCurrent: return current.map { max($0, 0) }
    case .sinkCurrent: return current.map { max(-$0, 0) }
    case .voltage: if case .voltage(let voltage) = setpoint { return voltage.si } else { return nil }
    case .complianceVoltage:
      guard let current, let limits else { return nil }
      return current < 0 ? lowest(limits) : limits.voltage.upperBound
    case .voltageClamp:
      return limits.map { max($0.voltage.lowerBound.magnitude, $0.voltage.upperBound.magnitude) }
    case .currentClamp:
      return limits.map { max($0.current.lowerBound.magnitude, $0.current.upperBound.magnitude) }
    case .highestVoltage: return limits?.voltage.upperBound
    case .lowestVoltage: return limits.map(lowest)
    case .highestSource: return limits.map { max($0.current.upperBound, 0) }
    case .highestSink: return limits.map { max(-$0.current.lowerBound, 0) }
    case .tripVoltage: return limits.map { $0.voltage.upperBound + margin($0.voltage) }
    case .lowTripVoltage:
      return limits.map { max($0.voltage.lowerBound - margin($0.voltage), model.voltage?.lowest ?? -.infinity) }
    case .sourceTripCurrent: return limits.map { max($0.current.upperBound, 0) + margin($0.current) }
    case .sinkTripCurrent: return limits.map { max(-$0.current.lowerBound, 0) + margin($0.current) }
    case .currentRange: return current.flatMap { model.current?.range(for: $0)?.limit }
    case .smallestCurrentRange: return model.current?.ranges.first?.limit
    case .temperature: return temperature
    }
  }

  private func margin(_ limits: ClosedRange<Double>) -> Double { (limits.upperBound - limits.lowerBound) / 20 }

  /// The lower voltage limit; no lower than the instrument goes.
  private func lowest(_ limits: ChannelLimits) -> Double {
    max(limits.voltage.lowerBound, model.voltage?.lowest ?? -.infinity)
  }
}
