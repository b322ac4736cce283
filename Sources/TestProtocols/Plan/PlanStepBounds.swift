public import Quantities

extension PlanStep {
  /// The longest the step can last; nil when it may last for ever.
  ///
  /// Certain to come are a time, a charge at a steady current, and the end of a profile. A voltage, a small current or
  /// an event may never come.
  public var longestDuration: Quantity<Time>? {
    var bounds = ends.compactMap { end -> Quantity<Time>? in
      switch (end, control) {
      case (.time(let time), _): time
      case (.charge(let charge), .current(let current)) where current.si != 0:
        Quantity(si: charge.si / leastCurrent(current.si))
      default: nil
      }
    }
    if case .profile(let profile) = control {
      bounds.append(Quantity(si: profile.duration * Double(profile.repeats)))
    }
    return bounds.min()
  }

  /// The lowest magnitude, A, to which reactions may reduce a planned current.
  private func leastCurrent(_ planned: Double) -> Double {
    reactions.reduce(planned.magnitude) { least, reaction in
      guard case .reduce(let reduced) = reaction.reaction else { return least }
      return min(least, reduced.of(planned).magnitude)
    }
  }

  /// The largest charge that can flow, whichever way; nil when nobody can tell, as at a steady voltage.
  public var largestCharge: Quantity<Charge>? {
    let written = ends.compactMap { if case .charge(let charge) = $0 { charge } else { nil } }.min()
    switch control {
    case .rest: return .zero
    case .voltage: return written
    case .current(let current):
      let times = ends.compactMap { if case .time(let time) = $0 { current.magnitude * time } else { nil } }
      return (times + [written].compactMap { $0 }).min()
    case .profile(let profile):
      let all = Quantity<Charge>(si: profile.chargePassed * Double(profile.repeats))
      return written.map { min($0, all) } ?? all
    }
  }
}

extension CurrentProfile {
  /// Charge of one play, both directions added up, C.
  var chargePassed: Double {
    let stops = starts.dropFirst() + [duration]
    return zip(zip(starts, stops), currents).reduce(0) { $0 + ($1.0.1 - $1.0.0) * $1.1.magnitude }
  }
}
