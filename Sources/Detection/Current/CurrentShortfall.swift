import Cycling

/// Counts readings at the voltage limit whose current is not what was set; speaks once, and again in a new stretch of current
/// or after 5 s below the limit.
///
/// In a foreign file nobody knows the set current. There the level that a constant current held for five readings below
/// the limit stands for it, for as long as the voltage stays at the limit. Where there never was one, 10 V over what flows tells a lost
/// contact from a current that is too large. Where nobody knows a limit either, no cell stands 10 V.
struct CurrentShortfall: Codable, Sendable {
  private let configuration: DetectorConfiguration
  private var expected: Double?
  private var count = 0
  private var hasSpoken = false
  private var lastAtLimit = 0.0

  /// V: more than any single cell's voltage, and where small instruments overload.
  private static let implausibleVoltage = 10.0
  /// Ω: with more than this between the leads of an unknown current, nothing holds the cell.
  private static let openResistance = 50e3

  init(configuration: DetectorConfiguration) { self.configuration = configuration }

  /// The evidence, at the third reading in a row at the limit whose share of the set current is as described.
  mutating func observe(_ observation: Observation, where isShort: (Double) -> Bool) -> [Evidence]? {
    let isOverloaded = observation.flags.contains(.overload)
    let isAtLimit =
      isOverloaded || configuration.isAtLimit(observation.voltage)
      || (configuration.voltageLimit == nil && abs(observation.voltage) >= Self.implausibleVoltage)
    // At the limit the noise of a foreign file's current looks like reversals.
    if observation.beginsStretch, !isAtLimit || observation.setCurrent != nil { (count, hasSpoken) = (0, false) }
    if isAtLimit { lastAtLimit = observation.time }
    guard isAtLimit else {
      count = 0
      if observation.time - lastAtLimit > 5 { hasSpoken = false }
      if observation.setCurrent != nil || observation.sign == 0 {
        expected = nil
      } else if observation.quietReadings >= 5 {
        expected = observation.level
      }
      return nil
    }
    guard observation.flags.isDisjoint(with: [.rangeChange, .gap]),
      let share = share(of: observation), isShort(share)
    else {
      count = 0
      return nil
    }
    count += 1
    guard count >= 3, !hasSpoken else { return nil }
    hasSpoken = true
    var facts = [Evidence("current_A", observation.current)]
    if let set = observation.setCurrent ?? expected { facts.append(Evidence("set_current_A", set)) }
    return facts + [Evidence("voltage_V", observation.voltage)]
  }

  /// How much of the set current flows; of an unknown one all that can be said is whether it is next to nothing.
  private func share(of observation: Observation) -> Double? {
    if let set = observation.setCurrent ?? expected { return set == 0 ? nil : observation.current / set }
    guard observation.setpoint == nil else { return nil }
    return abs(observation.voltage) > Self.openResistance * abs(observation.current) ? 0 : 0.5
  }
}
