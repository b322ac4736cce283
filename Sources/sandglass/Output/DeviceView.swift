import Bench
import Cycling
import DeviceProfiles
import Quantities
import TestProtocols

/// A device and what a plan makes it guard, for people.
struct DeviceView {
  let device: NamedDevice
  let plan: Plan

  /// The lines, to stand below a plan.
  var lines: [String] {
    let profile = device.profile
    var lines = ["", "  device:   \(device.title): \(spans)"]
    lines.append("  reached:  " + profile.transports.map(\.kind.rawValue).joined(separator: ", "))
    lines.append("  guards:   \(limits)")
    lines.append("  a rest:   \(Self.words(profile.rest))")
    lines.append(
      "  silence:  " + (profile.watchdog.map { "after \($0.after.inWords), \($0.action)" } ?? Self.noWatchdog))
    lines.append("  not tried on hardware; no source settles:")
    lines += profile.openQuestions.flatMap { $0.lines(ofAtMost: 100, margin: "    - ") }
    return lines
  }

  private static let noWatchdog = "no watchdog of its own; it goes on until somebody opens the cell"

  private var spans: String {
    [
      device.model.voltage.map { "\($0.voltageWords)\(Self.step($0.step, Voltage.self))" },
      device.model.current.map { "\($0.currentWords)\(Self.step($0.channelSpan.resolution, Current.self))" }
        ?? "holds no current",
    ].compactMap { $0 }.joined(separator: "; ")
  }

  private static func step(_ step: Double?, _: Voltage.Type) -> String {
    step.flatMap { $0 > 0 ? " in steps of \(Quantity<Voltage>(si: $0).inWords)" : nil } ?? ""
  }

  private static func step(_ step: Double?, _: Current.Type) -> String {
    step.flatMap { $0 > 0 ? " in steps of \(Quantity<Current>(si: $0).inWords) at the least" : nil } ?? ""
  }

  private var limits: String {
    let limits = plan.limits(on: device)
    func range<D>(_ range: ClosedRange<Double>, _ words: (Quantity<D>) -> String) -> String {
      "\(words(Quantity(si: range.lowerBound))) to \(words(Quantity(si: range.upperBound)))"
    }
    let hold = Quantity<Time>(si: limits.longestHold).inWords
    return range(limits.voltage) { (voltage: Quantity<Voltage>) in voltage.inWords } + "; "
      + range(limits.current) { (current: Quantity<Current>) in current.inWords }
      + "; a set-point is held \(hold) at most"
  }

  private static func words(_ rest: RestState) -> String {
    switch rest {
    case .open: "output off and open; the voltage is still measured"
    case .openUnmeasured: "output off and open; the voltage is not measured"
    case .zeroCurrent: "output on, 0 A in the smallest range; open only when the cell is made safe"
    case .drivesZeroVolts: "0 V across the cell"
    }
  }
}

/// A plan as JSON, with the device beside its keys where one was named.
struct CheckedPlan: Encodable {
  let plan: Plan
  let device: DeviceJSON?

  private enum Key: String, CodingKey { case device }

  func encode(to encoder: any Encoder) throws {
    try plan.encode(to: encoder)
    var container = encoder.container(keyedBy: Key.self)
    try container.encodeIfPresent(device, forKey: .device)
  }
}

/// What `check --device --json` says of the device.
struct DeviceJSON: Encodable {
  let id: String
  let name: String
  let model: String
  let limits: ChannelLimits
  let unverified: [String]

  init(_ device: NamedDevice, plan: Plan) {
    (id, name, model) = (device.name, device.profile.name, device.model.name)
    (limits, unverified) = (plan.limits(on: device), device.profile.openQuestions)
  }
}
