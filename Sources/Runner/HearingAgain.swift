public import Cycling

extension RunSnapshot {
  /// Hears a reading again that was heard after the snapshot was taken: machine, detectors and alarms are then where they
  /// were behind it. What follows from it was done before; it comes back so that it can be compared.
  public mutating func hearAgain(_ reading: Reading) -> [RunMachine.Action] {
    let outcome = take(ChannelReading(reading: reading))
    var actions = outcome.changes.map { RunMachine.Action.emit(.alarmChanged($0)) }
    for action in outcome.actions {
      actions.append(action)
      guard case .emit(.alarm(let alarm, _)) = action else { continue }
      actions += alarms.take(alarm).map { .emit(.alarmChanged($0)) }
    }
    return actions
  }
}
