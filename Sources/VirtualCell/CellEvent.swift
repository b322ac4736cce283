/// What ends a stretch of time in which an electrode takes a steady current.
enum ElectrodeEvent: Hashable, Sendable {
  /// The last lithium that can be stripped is gone.
  case exhausted
  /// The bare substrate has come down to where lithium deposits.
  case covered
  /// What changes slowly is due to be looked at again: morphology, films, the dead layer.
  case renewal
  /// A dendrite has reached the other electrode.
  case crossed
  /// The salt is gone at the plated electrode.
  case depleted
  /// A filament connected, opened, burnt or stayed.
  case shortChanged
}

/// The first of several events, with its time in s.
struct NextEvent: Sendable {
  private(set) var time = Double.infinity
  private(set) var event: ElectrodeEvent?
  private(set) var side = Side.working

  /// Takes an event in, if it comes before the others.
  mutating func consider(_ event: ElectrodeEvent, on side: Side, in time: Double?) {
    guard let time, time < self.time else { return }
    (self.time, self.event, self.side) = (max(0, time), event, side)
  }
}

/// One of the two electrodes.
enum Side: Hashable, Codable, Sendable {
  /// The electrode on the + terminal.
  case working
  /// The electrode on the − terminal.
  case counter

  /// The sign that turns the cell's current density into the electrode's own, which is negative where lithium is plated.
  var sign: Double { self == .working ? 1 : -1 }
}
