public import Cycling
import DeviceProfiles
public import Documents
import Quantities
public import TestProtocols

/// Whether an instrument can do what a plan asks of it; asked before anything goes on the wire.
public struct InstrumentFit {
  private let plan: Plan
  private let profile: DeviceProfile
  private let model: DeviceModel
  private let title: String
  private let place: Place?

  /// Puts a plan and a device side by side; `place` is where faults of the plan are reported.
  public init(_ plan: Plan, on device: NamedDevice, place: Place? = nil) {
    (self.plan, profile, model) = (plan, device.profile, device.model)
    (title, self.place) = (device.title, place)
  }

  /// Throws everything the instrument cannot do, with the numbers.
  public func check() throws(Diagnostics) {
    if let all = Diagnostics(faults) { throw all }
  }

  /// Everything the instrument cannot do.
  public var faults: [Diagnostic] {
    guard profile.kind == .cycler else { return [.isNoCycler(title, at: place)] }
    var seen: Set<Diagnostic> = []
    return (restFaults + plan.steps.flatMap(faults) + safetyFaults).filter { seen.insert($0).inserted }
  }

  private func faults(of step: PlanStep) -> [Diagnostic] {
    let words = "step \(step.number) \"\(step.name)\""
    var found = step.ends.compactMap { fault(of: $0, in: words) }
    switch step.control {
    case .rest: break
    case .current(let current): found += [currentFault(current, in: words)].compactMap { $0 }
    case .voltage(let voltage): found += [voltageFault(voltage, in: words)].compactMap { $0 }
    case .profile(let profile):
      let currents = Set(profile.currents).sorted()
      found += currents.filter { $0 != 0 }.compactMap { currentFault(Quantity(si: $0), in: words) }
    }
    let fastest = profile.timing.reading
    if step.record.every < fastest { found.append(.tooFast(words, step.record.every, fastest, title, at: place)) }
    return found
  }

  /// One fault for all rests, since one instrument takes them all alike.
  private var restFaults: [Diagnostic] {
    let rests = plan.steps.filter { step in
      switch step.control {
      case .rest: true
      case .profile(let profile): profile.currents.contains(0)
      case .current(let current): current.si == 0
      case .voltage: false
      }
    }
    guard !rests.isEmpty else { return [] }
    let numbers = rests.map { "\($0.number)" }.joined(separator: ", ")
    let words = rests.count == 1 ? "step \(numbers) rests" : "steps \(numbers) rest"
    switch profile.rest {
    case .open, .zeroCurrent: return []
    case .openUnmeasured: return [.restUnmeasured(words, title, at: place)]
    case .drivesZeroVolts: return [.restDrivesZero(words, title, at: place)]
    }
  }

  private func currentFault(_ current: Quantity<Current>, in words: String) -> Diagnostic? {
    guard profile.holds(.holdCurrent, as: model), let span = model.current else {
      return .holdsNoCurrent(words, title, at: place)
    }
    if current.si < 0, span.lowest >= 0 { return .sinksNothing(words, current, title, at: place) }
    guard span.contains(current.si) else {
      return .outside(words, current.inWords, span.currentWords, title, at: place)
    }
    guard current.si != 0, let step = span.step(at: current.si) else { return nil }
    // A set-point is rounded by half a step at most; more than a hundredth of the current is not the current asked for.
    if step / 2 > current.si.magnitude / 100 {
      return .tooCoarse(words, current, Quantity(si: step), least: Quantity(si: step * 50), title, at: place)
    }
    return nil
  }

  private func voltageFault(_ voltage: Quantity<Voltage>, in words: String) -> Diagnostic? {
    guard profile.holds(.holdVoltage, as: model), let span = model.voltage else {
      return .holdsNoVoltage(words, title, at: place)
    }
    return span.contains(voltage.si) ? nil : .outside(words, voltage.inWords, span.voltageWords, title, at: place)
  }

  private func fault(of end: EndCondition, in words: String) -> Diagnostic? {
    guard let span = model.voltage else { return nil }
    let isReachable: Bool
    switch end {
    case .voltage(_, let limit): isReachable = span.contains(limit.si)
    case .voltageMagnitude(_, let limit): isReachable = span.contains(limit.si) || span.contains(-limit.si)
    default: return nil
    }
    return isReachable ? nil : .endOutside(words, end.description(area: plan.area), span.voltageWords, title, at: place)
  }

  private var safetyFaults: [Diagnostic] {
    guard let span = model.voltage else { return [] }
    var found: [Diagnostic] = []
    if let low = plan.safety.minimumVoltage, low.si < span.lowest {
      found.append(.safetyOutside(low.inWords, span.voltageWords, hasNegative: span.lowest < 0, title, at: place))
    }
    if let high = plan.safety.maximumVoltage, high.si > span.highest {
      found.append(.safetyOutside(high.inWords, span.voltageWords, hasNegative: true, title, at: place))
    }
    return found
  }
}

extension Plan {
  /// What the instrument shall guard itself: the plan's safety limits, within what the instrument can do.
  ///
  /// Where the plan limits nothing, voltages are those the plan names, a tenth wider on both sides, or all of the instrument's where it
  /// names none; currents are a tenth above the largest that is held, or all of the instrument's where a voltage is held. A set-point is
  /// held as long as the longest step may last, and a minute.
  public func limits(on device: NamedDevice) -> ChannelLimits {
    let longest = steps.compactMap { $0.longestDuration?.si }.max() ?? 0
    return ChannelLimits(
      voltage: Self.within(
        device.model.voltage, safety.minimumVoltage?.si, safety.maximumVoltage?.si, otherwise: namedVoltages),
      current: Self.within(
        device.model.current, safety.minimumCurrent?.si, safety.maximumCurrent?.si, otherwise: namedCurrents),
      longestHold: longest + 60)
  }

  /// Voltages that are held or waited for, widened by a tenth of their span or of the largest; nil where there are none.
  private var namedVoltages: ClosedRange<Double>? {
    var voltages: [Double] = []
    for step in steps {
      if case .voltage(let voltage) = step.control { voltages.append(voltage.si) }
      for end in step.ends {
        switch end {
        case .voltage(_, let limit): voltages.append(limit.si)
        case .voltageMagnitude(_, let limit): voltages += [limit.si, -limit.si]
        default: break
        }
      }
    }
    guard let low = voltages.min(), let high = voltages.max(), high > low else { return nil }
    let margin = (high - low) / 10
    return low - margin...high + margin
  }

  /// Currents that are held, a tenth wider; nil where a voltage is held, so that nobody knows.
  private var namedCurrents: ClosedRange<Double>? {
    var currents = [0.0]
    for step in steps {
      switch step.control {
      case .rest: break
      case .current(let current): currents.append(current.si)
      case .profile(let profile): currents += profile.currents
      case .voltage: return nil
      }
    }
    guard let low = currents.min(), let high = currents.max(), high > low else { return nil }
    return low * 1.1...high * 1.1
  }

  private static func within(
    _ span: SettingSpan?, _ low: Double?, _ high: Double?, otherwise: ClosedRange<Double>?
  ) -> ClosedRange<Double> {
    let all = span.map { $0.lowest...$0.highest } ?? -Double.infinity...Double.infinity
    let bottom = min(max(low ?? otherwise?.lowerBound ?? all.lowerBound, all.lowerBound), all.upperBound)
    let top = max(min(high ?? otherwise?.upperBound ?? all.upperBound, all.upperBound), all.lowerBound)
    return min(bottom, top)...max(bottom, top)
  }
}
