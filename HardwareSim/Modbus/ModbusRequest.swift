/// What a Modbus client asks, from the bytes behind the unit (the PDU); whatever bytes come, this is one of them.
enum ModbusRequest: Hashable, Sendable {
  /// Functions 1 and 2.
  case readBits(function: UInt8, address: Int, count: Int)
  /// Functions 3 and 4.
  case readRegisters(function: UInt8, address: Int, count: Int)
  /// Function 5, with its value as it stands: 0xFF00 and 0x0000 are the only right ones.
  case writeBit(address: Int, value: UInt16)
  /// Function 6.
  case writeRegister(address: Int, value: UInt16)
  /// Function 15.
  case writeBits(address: Int, values: [Bool])
  /// Function 16.
  case writeRegisters(address: Int, values: [UInt16])
  /// A function that nobody here knows.
  case unknown(function: UInt8)
  /// A function that is known, with a count or a length that is wrong.
  case malformed(function: UInt8)

  /// The most registers that one request reads and writes, and the most bits (Modbus application protocol 1.1b3, 6.1–6.12).
  static let (mostRead, mostWritten, mostBits, mostBitsWritten) = (125, 123, 2000, 1968)

  /// Reads a PDU.
  init(_ pdu: [UInt8]) {
    guard let function = pdu.first else {
      self = .malformed(function: 0)
      return
    }
    func word(_ at: Int) -> Int { Int(pdu[at]) << 8 | Int(pdu[at + 1]) }
    func counted(_ most: Int) -> Int? {
      guard pdu.count == 5 else { return nil }
      return (1...most).contains(word(3)) ? word(3) : nil
    }
    self = .malformed(function: function)
    switch function {
    case 1, 2:
      if let count = counted(Self.mostBits) { self = .readBits(function: function, address: word(1), count: count) }
    case 3, 4:
      if let count = counted(Self.mostRead) {
        self = .readRegisters(function: function, address: word(1), count: count)
      }
    case 5: if pdu.count == 5 { self = .writeBit(address: word(1), value: UInt16(word(3))) }
    case 6: if pdu.count == 5 { self = .writeRegister(address: word(1), value: UInt16(word(3))) }
    case 15:
      guard pdu.count >= 6, (1...Self.mostBitsWritten).contains(word(3)) else { return }
      let count = word(3)
      guard Int(pdu[5]) == (count + 7) / 8, pdu.count == 6 + Int(pdu[5]) else { return }
      self = .writeBits(address: word(1), values: (0..<count).map { pdu[6 + $0 / 8] >> UInt8($0 % 8) & 1 == 1 })
    case 16:
      guard pdu.count >= 6, (1...Self.mostWritten).contains(word(3)) else { return }
      let count = word(3)
      guard Int(pdu[5]) == 2 * count, pdu.count == 6 + 2 * count else { return }
      self = .writeRegisters(address: word(1), values: (0..<count).map { UInt16(word(6 + 2 * $0)) })
    default: self = .unknown(function: function)
    }
  }

  /// The number of the function.
  var function: UInt8 {
    switch self {
    case .readBits(let function, _, _), .readRegisters(let function, _, _), .unknown(let function),
      .malformed(let function):
      function
    case .writeBit: 5
    case .writeRegister: 6
    case .writeBits: 15
    case .writeRegisters: 16
    }
  }
}

/// What a slave says to a request.
extension ModbusRequest {
  /// An answer to a reading of registers with other words for some of them, by address; any other answer as it is.
  func showing(_ words: [Int: UInt16], in pdu: [UInt8]) -> [UInt8] {
    guard !words.isEmpty, case .readRegisters(_, let first, let count) = self, pdu.count == 2 + 2 * count else {
      return pdu
    }
    var shown = pdu
    for index in 0..<count {
      guard let word = words[first + index] else { continue }
      (shown[2 + 2 * index], shown[3 + 2 * index]) = (UInt8(word >> 8), UInt8(word & 0xFF))
    }
    return shown
  }
}

enum ModbusAnswer: Hashable, Sendable {
  /// The bytes behind the unit.
  case pdu([UInt8])
  /// Refused, with a code.
  case exception(UInt8)
  /// Nothing at all.
  case nothing

  /// The answer to a read of registers.
  static func registers(_ values: [UInt16], function: UInt8) -> ModbusAnswer {
    .pdu([function, UInt8(2 * values.count)] + values.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] })
  }

  /// The answer to a read of bits.
  static func bits(_ values: [Bool], function: UInt8) -> ModbusAnswer {
    var bytes = [UInt8](repeating: 0, count: (values.count + 7) / 8)
    for (index, isSet) in values.enumerated() where isSet { bytes[index / 8] |= 1 << UInt8(index % 8) }
    return .pdu([function, UInt8(bytes.count)] + bytes)
  }

  /// The answer that repeats address and value, or address and count.
  static func echo(function: UInt8, address: Int, _ word: UInt16) -> ModbusAnswer {
    .pdu([function, UInt8(address >> 8 & 0xFF), UInt8(address & 0xFF), UInt8(word >> 8), UInt8(word & 0xFF)])
  }
}
