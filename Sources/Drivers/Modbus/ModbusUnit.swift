/// What a line knows of one unit on it.
package struct ModbusUnit {
  /// How it wants to be spoken to.
  package var timing = LineTiming()
  /// Shortest time between two writes, s.
  package var writeSpacing = 0.0
  /// After how long a silence to say something, s; nil where it does not matter.
  package var keepAlive: Double?
  /// What it is known to answer; empty until it was identified.
  package var known: [KnownAnswer] = []
  /// Why an address may not be written; nil where it may.
  package var refusal: @Sendable (Int) -> String?

  /// A unit from its parts.
  package init(
    timing: LineTiming = LineTiming(), writeSpacing: Double = 0, keepAlive: Double? = nil, known: [KnownAnswer] = [],
    refusal: @escaping @Sendable (Int) -> String?
  ) {
    (self.timing, self.writeSpacing, self.keepAlive, self.known) = (timing, writeSpacing, keepAlive, known)
    self.refusal = refusal
  }
}

/// Registers whose content does not change: how a unit is recognised after an error on its line.
///
/// Two of different lengths, one after the other, also show a line that is one answer behind: the second brings the length of the first.
package struct KnownAnswer: Hashable, Sendable {
  /// Where to read.
  package var table = ModbusRequest.Table.holding
  /// Where to read.
  package var address: UInt16
  /// How many registers.
  package var count: Int
  /// What the first of them are; what is behind may change.
  package var words: [UInt16]

  /// What is known to stand somewhere.
  package init(table: ModbusRequest.Table = .holding, address: UInt16, count: Int, words: [UInt16]) {
    (self.table, self.address, self.count, self.words) = (table, address, count, words)
  }
}

/// What happened on a line so far.
package struct LineCounts: Hashable, Sendable {
  /// Requests sent.
  package var requests = 0
  /// Errors of the line; exceptions are none.
  package var faults = 0
  /// Times that the line became suspect.
  package var quarantines = 0
  /// Times that it was opened.
  package var connections = 0
}

extension ModbusRequest {
  /// The addresses that a request writes.
  package var addressesWritten: Range<Int> {
    switch self {
    case .read: 0..<0
    case .writeCoil(let address, _), .writeRegister(let address, _): Int(address)..<Int(address) + 1
    case .writeRegisters(let address, let values): Int(address)..<Int(address) + values.count
    }
  }
}
