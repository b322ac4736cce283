import Quantities

extension PlanStep {
  /// What the step asks for although the safety limits forbid it, or waits for although they come first.
  func conflicts(with safety: SafetyLimits, area: Quantity<Area>) -> [String] {
    controlConflicts(with: safety) + ends.compactMap { conflict(of: $0, with: safety, area: area) }
  }

  private var title: String { "step \(number) \"\(name)\"" }

  private func controlConflicts(with safety: SafetyLimits) -> [String] {
    switch control {
    case .rest: []
    case .current(let current):
      [outside(current, safety.minimumCurrent, safety.maximumCurrent) { $0.inWords }].compactMap { $0 }
    case .voltage(let voltage):
      [outside(voltage, safety.minimumVoltage, safety.maximumVoltage) { $0.inWords }].compactMap { $0 }
    case .profile(let profile):
      [profile.currents.min(), profile.currents.max()].compactMap { extreme in
        extreme.flatMap {
          outside(Quantity(si: $0), safety.minimumCurrent, safety.maximumCurrent) { $0.inWords }
        }
      }
    }
  }

  private func outside<D: Dimension>(
    _ value: Quantity<D>, _ lowest: Quantity<D>?, _ highest: Quantity<D>?, _ words: (Quantity<D>) -> String
  ) -> String? {
    if let lowest, value < lowest {
      return "\(title) sets \(words(value)), below the safety limit of \(words(lowest))"
    }
    if let highest, value > highest {
      return "\(title) sets \(words(value)), above the safety limit of \(words(highest))"
    }
    return nil
  }

  private func conflict(of end: EndCondition, with safety: SafetyLimits, area: Quantity<Area>) -> String? {
    let first: String?
    switch end {
    case .voltage(.atLeast, let limit), .voltage(.above, let limit):
      first = safety.maximumVoltage.flatMap { $0 < limit ? $0.inWords : nil }
    case .voltage(.atMost, let limit), .voltage(.below, let limit):
      first = safety.minimumVoltage.flatMap { $0 > limit ? $0.inWords : nil }
    case .voltageMagnitude(.atLeast, let limit), .voltageMagnitude(.above, let limit):
      guard let low = safety.minimumVoltage, let high = safety.maximumVoltage else { return nil }
      first = -limit < low && limit > high ? "\(low.inWords) and \(high.inWords)" : nil
    case .charge(let charge):
      first = safety.maximumStepCharge.flatMap {
        $0 < charge ? ($0 / area).formatted(in: .milliampereHourPerSquareCentimetre) : nil
      }
    default: first = nil
    }
    return first.map {
      "\(title) waits for \(end.description(area: area)), but the safety limit of \($0) ends the run before"
    }
  }
}
