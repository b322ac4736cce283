/// How Modbus requests and replies are wrapped for a line.
public enum ModbusFraming: Hashable, Sendable {
  /// Unit, PDU, CRC.
  case rtu
  /// The MBAP header of Modbus TCP.
  case tcp
}

/// The CRC of Modbus RTU (polynomial 0xA001, start 0xFFFF), low byte first on the line.
public enum ModbusCRC {
  /// The CRC of some bytes.
  public static func of(_ bytes: some Sequence<UInt8>) -> UInt16 {
    var crc: UInt16 = 0xFFFF
    for byte in bytes {
      crc ^= UInt16(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xA001 : crc >> 1 }
    }
    return crc
  }

  /// Bytes with their CRC behind them.
  public static func appended(to bytes: [UInt8]) -> [UInt8] {
    let crc = of(bytes)
    return bytes + [UInt8(crc & 0xFF), UInt8(crc >> 8)]
  }
}

/// A request as it came, without its wrapping.
struct ModbusFrame: Hashable, Sendable {
  var unit: UInt8
  var pdu: [UInt8]
  /// The number that a TCP client gave it.
  var transaction: UInt16 = 0

  /// A frame from the bytes of a whole one; nil where they are none or the checksum does not fit.
  init?(_ bytes: [UInt8], framing: ModbusFraming) {
    switch framing {
    case .rtu:
      guard bytes.count >= 4, ModbusCRC.appended(to: Array(bytes.dropLast(2))) == bytes else { return nil }
      (unit, pdu) = (bytes[0], Array(bytes[1..<(bytes.count - 2)]))
    case .tcp:
      guard bytes.count >= 8, bytes[2] == 0, bytes[3] == 0 else { return nil }
      (unit, pdu) = (bytes[6], Array(bytes[7...]))
      transaction = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    }
  }

  init(unit: UInt8, pdu: [UInt8], transaction: UInt16 = 0) {
    (self.unit, self.pdu, self.transaction) = (unit, pdu, transaction)
  }

  /// The bytes on the line.
  func encoded(_ framing: ModbusFraming) -> [UInt8] {
    switch framing {
    case .rtu: return ModbusCRC.appended(to: [unit] + pdu)
    case .tcp:
      let length = UInt16(clamping: pdu.count + 1)
      return [
        UInt8(transaction >> 8), UInt8(transaction & 0xFF), 0, 0, UInt8(length >> 8), UInt8(length & 0xFF), unit,
      ] + pdu
    }
  }
}
