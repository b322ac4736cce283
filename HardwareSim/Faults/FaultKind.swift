/// A kind of fault, by the name that a fault script gives it.
public enum FaultKind: String, CaseIterable, Hashable, Sendable {
  // On the wire.
  case bitFlip = "bit flip"
  case crcError = "crc error"
  case droppedByte = "dropped byte"
  case insertedByte = "inserted byte"
  case split
  case lateReply = "late reply"
  case wrongUnit = "wrong unit"
  case wrongFunction = "wrong function"
  case exception
  case silence
  case disconnect
  case idleClose = "idle close"
  // In the instrument.
  case stuckRelay = "stuck relay"
  case slowRelay = "slow relay"
  case openSense = "open sense"
  case contactResistance = "contact resistance"
  case compliance
  case stuckCurrentLimit = "stuck current limit"
  case rangeGap = "range gap"
  case quantisation
  case gain
  case offset
  case clockDrift = "clock drift"
  case frozenRegister = "frozen register"
  case powerLoss = "power loss"
  case watchdog
  case local

  /// Whether it meets single messages; the others last for a time.
  public var isOnWire: Bool {
    switch self {
    case .bitFlip, .crcError, .droppedByte, .insertedByte, .split, .lateReply, .wrongUnit, .wrongFunction, .exception,
      .silence, .disconnect, .idleClose:
      true
    default: false
    }
  }

  /// Whether a request can be met as well as a reply.
  var meetsRequests: Bool {
    switch self {
    case .bitFlip, .crcError, .droppedByte, .insertedByte, .silence: true
    default: false
    }
  }
}

/// What a fault does, with its numbers in SI units.
public enum FaultEffect: Hashable, Sendable {
  /// So many bits are turned over, at random places.
  case bitFlip(count: Int)
  /// The checksum does not fit; nothing where the framing has none.
  case crcError
  /// A byte is lost.
  case droppedByte
  /// A byte of noise comes in.
  case insertedByte
  /// The message comes in two parts, so far apart in s.
  case split(pause: Double)
  /// The reply comes so much later, s.
  case lateReply(by: Double)
  /// The reply names another unit.
  case wrongUnit
  /// The reply names another function.
  case wrongFunction
  /// The instrument refuses with a code, and does nothing.
  case exception(code: Int)
  /// There is no reply; or the request never arrives.
  case silence
  /// The line goes, and comes back after a time in s.
  case disconnect(for: Double)
  /// The instrument closes the connection behind the reply.
  case idleClose
  /// A relay sticks.
  case stuckRelay(StageFaults.StuckRelay)
  /// A relay takes a time in s.
  case slowRelay(Double)
  /// A sense lead is off.
  case openSense
  /// A resistance in the leads, Ω.
  case contactResistance(Double)
  /// A hidden limit of the voltage, V.
  case compliance(Double)
  /// The output never goes back from its current limit to its voltage.
  case stuckCurrentLimit
  /// The output is open while ranges are switched, for a time in s.
  case rangeGap(Double)
  /// Coarser converters, V and A.
  case quantisation(voltage: Double, current: Double)
  /// An error of the gain, relative, and its growth in an hour.
  case gain(error: Double, perHour: Double)
  /// An error of the zeros in V and A, and their growth in an hour.
  case offset(voltage: Double, current: Double, voltagePerHour: Double, currentPerHour: Double)
  /// The instrument's clock goes too fast, relative.
  case clockDrift(Double)
  /// A Modbus register shows one raw word, whatever is true and whatever is written.
  case frozenRegister(address: Int, word: UInt16)
  /// The mains goes, and comes back after a time in s.
  case powerLoss(for: Double)
  /// The instrument believes that nobody speaks to it.
  case watchdog
  /// Somebody operates the instrument at its keys.
  case local
}
