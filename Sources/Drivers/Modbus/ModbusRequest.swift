/// What can be asked of a Modbus instrument, as function code and data.
///
/// Source: MODBUS application protocol specification V1.1b3, section 6.
package enum ModbusRequest: Hashable, Sendable {
  /// Where bits and registers are read.
  package enum Table: UInt8, Hashable, Sendable {
    case coils = 1
    case discreteInputs = 2
    case holding = 3
    case input = 4
  }

  /// So many bits or registers, from an address.
  case read(Table, address: UInt16, count: Int)
  /// One bit.
  case writeCoil(address: UInt16, isOn: Bool)
  /// One register.
  case writeRegister(address: UInt16, value: UInt16)
  /// Registers one behind the other.
  case writeRegisters(address: UInt16, values: [UInt16])

  /// At most so many registers in one request.
  package static let mostRegistersRead = 125
  /// At most so many registers in one request.
  package static let mostRegistersWritten = 123

  /// Function code and data; nil where there are too many values, or none.
  package var bytes: [UInt8]? {
    switch self {
    case .read(let table, let address, let count):
      let most = table == .coils || table == .discreteInputs ? 2000 : Self.mostRegistersRead
      guard (1...most).contains(count), Int(address) + count <= 0x1_0000 else { return nil }
      return [table.rawValue, high(address), low(address), high(UInt16(count)), low(UInt16(count))]
    case .writeCoil(let address, let isOn): return [5, high(address), low(address), isOn ? 0xFF : 0, 0]
    case .writeRegister(let address, let value):
      return [6, high(address), low(address), high(value), low(value)]
    case .writeRegisters(let address, let values):
      guard (1...Self.mostRegistersWritten).contains(values.count), Int(address) + values.count <= 0x1_0000 else {
        return nil
      }
      let count = UInt16(values.count)
      return [16, high(address), low(address), high(count), low(count), UInt8(2 * count)]
        + values.flatMap { [high($0), low($0)] }
    }
  }
}

private func high(_ word: UInt16) -> UInt8 { UInt8(word >> 8) }
private func low(_ word: UInt16) -> UInt8 { UInt8(truncatingIfNeeded: word) }
