/// The CRC-16 of Modbus RTU: polynomial 0xA001 (reflected 0x8005), start 0xFFFF, low byte first on the wire.
///
/// Source: MODBUS over serial line specification and implementation guide V1.02, section 2.5.1.2 and appendix B.
package enum CheckSum {
  private static let table: [UInt16] = (0..<256).map { byte in
    (0..<8).reduce(UInt16(byte)) { crc, _ in crc & 1 == 1 ? (crc >> 1) ^ 0xA001 : crc >> 1 }
  }

  /// The check sum of a frame without its own.
  package static func of(_ bytes: some Sequence<UInt8>) -> UInt16 {
    bytes.reduce(0xFFFF) { ($0 >> 8) ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  /// A frame with its check sum behind it.
  package static func closing(_ frame: [UInt8]) -> [UInt8] {
    let crc = of(frame)
    return frame + [UInt8(truncatingIfNeeded: crc), UInt8(crc >> 8)]
  }

  /// Whether the last two bytes are the check sum of those before.
  package static func closes(_ frame: [UInt8]) -> Bool {
    frame.count > 2 && of(frame.dropLast(2)) == UInt16(frame[frame.count - 2]) | UInt16(frame[frame.count - 1]) << 8
  }
}
