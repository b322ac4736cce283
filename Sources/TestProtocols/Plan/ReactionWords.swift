import Cycling
public import Quantities

extension Reaction {
  /// The reaction as people write it: "reduce to 50 %", "go to recovery".
  public func description(area: Quantity<Area>) -> String {
    switch self {
    case .log: "log"
    case .pause(nil): "pause"
    case .pause(let time?): "pause \(time.inWords)"
    case .reduce(.part(let part)): "reduce to \((100 * part).formatted(digits: 4)) %"
    case .reduce(.magnitude(let most)):
      "reduce to \(most.inWords) (\((most / area).formatted(in: .milliamperePerSquareCentimetre)))"
    case .goTo(_, let label): "go to \(label)"
    case .stop: "stop"
    case .abort: "abort"
    }
  }
}

extension EventReaction {
  /// Event and reaction as people write them: "sand-time-divergence (watch): reduce to 50 %".
  public func description(area: Quantity<Area>) -> String {
    let event = severity == .alarm ? kind.rawValue : "\(kind.rawValue) (\(severity.rawValue))"
    return "\(event): \(reaction.description(area: area))"
  }
}
