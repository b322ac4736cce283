import Cycling

/// Counts readings at the voltage limit whose current is not what was set; speaks once, and again in a new stretch of current
/// or after 5 s below the limit.
///
/// In a foreign file nobody knows the set current. There the level that a constant current held for five readings below
/// the limit stands for it, for as long as the voltage stays at the limit.
struct CurrentShortfall: Codable, Sendable {
  private let configuration: DetectorConfiguration
  private var expected: Double?
  private var count = 0
  private var hasSpoken = false
  private var lastAtLimit = 0.0

  init(configuration: DetectorConfiguration) { self.configuration = configuration }

  /// The evidence, at the third reading in a row at the limit whose share of the set current is as described.
  mutating func observe(_ observation: Observation, where isShort: (Double) -> Bool) -> [Evidence]? {
    let isOverloaded = observation.flags.contains(.overload)
    let isAtLimit = isOverloaded || configuration.isAtLimit(observation.voltage)
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
    guard let set = observation.setCurrent ?? expected, set != 0 else { return nil }
    let isDecidable = observation.flags.isDisjoint(with: [.rangeChange, .gap])
    guard isDecidable, isShort(observation.current / set) else {
      count = 0
      return nil
    }
    count += 1
    guard count >= 3, !hasSpoken else { return nil }
    hasSpoken = true
    return [
      Evidence("current_A", observation.current), Evidence("set_current_A", set),
      Evidence("voltage_V", observation.voltage),
    ]
  }
}
