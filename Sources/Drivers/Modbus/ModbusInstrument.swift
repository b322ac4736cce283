import DeviceProfiles
import Quantities

/// An instrument on a Modbus line, by its profile: names instead of addresses.
struct ModbusInstrument: Sendable {
  /// What is known of its kind.
  let profile: DeviceProfile
  /// Which of its models it is.
  let model: DeviceModel
  /// Its address on the line.
  let unit: UInt8

  /// What the line must know of it.
  var onLine: ModbusUnit { ModbusUnit(profile) }

  /// A register by its name.
  func register(_ name: String) throws(ModbusFault) -> DeviceRegister {
    guard let register = profile.registers[name] else {
      throw .forbidden("\(profile.name) has no register \"\(name)\"")
    }
    return register
  }

  /// What is in a register, as words; 0 or 1 for a bit.
  func words(of register: DeviceRegister, on line: ModbusLine) throws(ModbusFault) -> [UInt16] {
    guard register.isReadable else { throw .forbidden("\(register.name) cannot be read") }
    let (address, count) = (UInt16(truncatingIfNeeded: register.address), register.format.length)
    if register.format == .bit {
      return try line.bits(register.wireTable, at: address, count: 1, of: unit).map { $0 ? 1 : 0 }
    }
    return try line.registers(register.wireTable, at: address, count: count, of: unit)
  }

  /// The value of words of a register, in the register's own unit.
  func value(of register: DeviceRegister, in words: [UInt16]) -> Double? {
    register.value(words, count: profile.scale(of: register, in: model).count)
  }

  /// The value of words of a register, in SI.
  func si(of register: DeviceRegister, in words: [UInt16]) -> Double? {
    let scale = profile.scale(of: register, in: model)
    return register.value(words, count: scale.count).map { scale.unit.si($0) }
  }

  /// A value of a sequence as words of a register; an error before anything is sent where it does not fit.
  func words(
    for value: SequenceValue, of register: DeviceRegister, in context: SequenceContext
  ) throws(RegisterRefusal) -> [UInt16] {
    let scale = profile.scale(of: register, in: model)
    switch value {
    case .number(let number): return try register.words(number, count: scale.count)
    case .known(let known):
      return try register.words(scale.unit.number(si: try context.value(of: known)), count: scale.count)
    case .word(let word):
      guard let raw = register.values[word] else {
        throw RegisterRefusal(words: "\(register.name): \"\(word)\" is not one of its values")
      }
      return try register.words(Double(raw), count: 1)
    }
  }
}

extension DeviceRegister {
  /// The table of the wire that it is read from.
  var wireTable: ModbusRequest.Table {
    ModbusRequest.Table(rawValue: UInt8(truncatingIfNeeded: readFunction)) ?? .holding
  }

  /// Whether words of a floating-point number must be the wrong way round: nothing measured is as small as what comes of that, and not 0.
  func isSwapped(_ words: [UInt16]) -> Bool {
    guard format == .float32, let value = value(words, count: 1) else { return false }
    return value != 0 && value.magnitude < 1e-20
  }

  /// The request that writes words to it.
  func request(writing words: [UInt16]) -> ModbusRequest {
    let address = UInt16(truncatingIfNeeded: address)
    if format == .bit { return .writeCoil(address: address, isOn: words.first != 0) }
    if words.count == 1, writeFunction != 16 { return .writeRegister(address: address, value: words[0]) }
    return .writeRegisters(address: address, values: words)
  }
}

extension ModbusUnit {
  /// What a profile says about being spoken to.
  init(_ profile: DeviceProfile) {
    let answer = profile.timing.answer.si
    // Twice the longest answer: then none can come any more.
    let timing = LineTiming(
      response: answer, byte: min(0.05, max(0.02, profile.timing.byteGap?.si ?? 0.05)), gap: profile.timing.gap.si,
      latest: max(0.05, 2 * answer))
    let silences = profile.transports.compactMap(\.idleClose?.si) + [profile.watchdog?.after.si].compactMap { $0 }
    self.init(
      timing: timing, writeSpacing: profile.timing.writeSpacing.si, keepAlive: silences.min().map { $0 / 2.5 },
      refusal: { [refused = profile.refused, registers = profile.registers.values.filter(\.isWritable)] address in
        if let found = refused.first(where: { $0.addresses.contains(address) }) { return found.reason }
        let isKnown = registers.contains { ($0.address..<$0.end).contains(address) }
        return isKnown ? nil : "the profile of \(profile.name) does not name it as writable"
      })
  }
}
