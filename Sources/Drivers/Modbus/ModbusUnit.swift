/// What a line knows of one unit on it.
struct ModbusUnit {
  /// How it wants to be spoken to.
  var timing = LineTiming()
  /// Shortest time between two writes, s.
  var writeSpacing = 0.0
  /// After how long a silence to say something, s; nil where it does not matter.
  var keepAlive: Double?
  /// What it is known to answer; empty until it was identified.
  var known: [KnownAnswer] = []
  /// Why an address may not be written; nil where it may.
  var refusal: @Sendable (Int) -> String?
}

/// Registers whose content does not change: how a unit is recognised after an error on its line.
///
/// Two of different lengths, one after the other, also show a line that is one answer behind: the second brings the length of the first.
struct KnownAnswer: Hashable, Sendable {
  /// Where to read.
  var table = ModbusRequest.Table.holding
  /// Where to read.
  var address: UInt16
  /// How many registers.
  var count: Int
  /// What the first of them are; what is behind may change.
  var words: [UInt16]
}

/// What happened on a line so far.
struct LineCounts: Hashable, Sendable {
  /// Requests sent.
  var requests = 0
  /// Errors of the line; exceptions are none.
  var faults = 0
  /// Times that the line became suspect.
  var quarantines = 0
  /// Times that it was opened.
  var connections = 0
}

extension ModbusRequest {
  /// The addresses that a request writes.
  var addressesWritten: Range<Int> {
    switch self {
    case .read: 0..<0
    case .writeCoil(let address, _), .writeRegister(let address, _): Int(address)..<Int(address) + 1
    case .writeRegisters(let address, let values): Int(address)..<Int(address) + values.count
    }
  }
}
