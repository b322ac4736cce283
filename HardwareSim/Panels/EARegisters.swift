import Foundation

// The registers of a PSB 10000, and how it answers.
extension EAPowerSupply {
  /// Codes of exceptions as EA uses them.
  enum Refusal {
    static let (function, address, value, execution, checksum, access, local):
      (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) =
        (1, 2, 3, 4, 5, 7, 23)
  }

  /// 102 %, 110 % and 100 % in raw counts.
  private static let (setMost, guardMost, all): (UInt16, UInt16, UInt16) = (0xD0E5, 0xE147, 0xCCCC)

  /// A register that holds what is written to it.
  struct Plain: Sendable {
    let address: Int
    let usual: UInt16
    let most: UInt16

    static func each(_ addresses: [Int], from usual: UInt16, upTo most: UInt16) -> [Plain] {
      addresses.map { Plain(address: $0, usual: usual, most: most) }
    }
  }

  private static let plain: [Plain] = [
    Plain.each([498, 502], from: all, upTo: setMost), Plain.each([499, 500, 501, 503, 504], from: 0, upTo: setMost),
    Plain.each([550, 553, 556, 569, 570], from: guardMost, upTo: guardMost),
    Plain.each([559, 563, 571], from: 0, upTo: setMost),
    Plain.each([561, 565, 567, 573, 575], from: setMost, upTo: setMost),
    Plain.each([560, 562, 564, 566, 568, 572, 574, 576], from: 0, upTo: 3), Plain.each([577], from: 1, upTo: 1),
    Plain.each([427], from: 0, upTo: 2), Plain.each([9000, 9002, 9004, 9005, 9008], from: setMost, upTo: setMost),
    Plain.each([9001, 9003, 9009], from: 0, upTo: setMost), Plain.each([10566, 10889], from: 5, upTo: 65535),
  ].flatMap(\.self)

  /// Coils that are stored: address, value after power on.
  private static let coils: [Int: UInt16] = [407: 0, 409: 0, 425: 0, 10013: 0, 10821: 0]
  static let keptWithoutMains: Set<Int> = [407, 408, 425, 550, 553, 556, 569, 570, 577, 10013, 10566, 10821, 10889]

  static var afterPowerOn: [Int: UInt16] {
    var raw = coils
    for register in plain { raw[register.address] = register.usual }
    raw[408] = 0xFFFF
    return raw
  }

  /// Which limit of 9000 to 9009 bounds a set value: lowest, highest.
  private static let limits: [Int: (Int?, Int)] = [
    500: (9001, 9000), 501: (9003, 9002), 499: (9009, 9008), 502: (nil, 9004), 498: (nil, 9005),
  ]

  static let table = RegisterTable<EAPowerSupply>(
    [
      constant(0, [42]), text(1, "PSB 10060-60"), text(21, "EA Elektro-Automatik"),
      constant(121, RegisterWords.float(voltage)), constant(123, RegisterWords.float(current)),
      constant(125, RegisterWords.float(power)), constant(127, RegisterWords.float(30)),
      constant(129, RegisterWords.float(0)), text(131, "06230000"), text(151, "0000000000"),
      SlaveRegister(
        171, count: 20, writers: [16], read: { panel, _ in panel.userText },
        write: { panel, words, _ in panel.guarded { $0.userText = words } }),
      text(191, "V3.10"), text(211, "V4.08"), text(231, "V1.0.6"),
      SlaveRegister(
        408, writers: [6], read: { panel, _ in [panel.raw[408] ?? 0] },
        write: { panel, words, _ in
          guard words[0] == 0xFFFF || words[0] == 0xFFFE else { return Refusal.value }
          return panel.guarded { $0.raw[408] = words[0] }
        }),
      SlaveRegister(505, count: 2, read: { panel, exchange in RegisterWords.long(panel.deviceState()) }),
      SlaveRegister(507, read: { panel, exchange in [panel.actual(&exchange).voltage] }),
      SlaveRegister(508, read: { panel, exchange in [panel.actual(&exchange).current] }),
      SlaveRegister(509, read: { panel, exchange in [panel.actual(&exchange).power] }),
      constant(511, [0, 0]),
      SlaveRegister(21011, count: 2, read: { panel, _ in RegisterWords.float(panel.sourced / 3600) }),
      SlaveRegister(21015, count: 2, read: { panel, _ in RegisterWords.float(panel.sunk / 3600) }),
    ] + (0..<8).map { index in SlaveRegister(520 + index, read: { panel, _ in [panel.counters[index]] }) }
      + plain.map { register in
        SlaveRegister(
          register.address, writers: [6], read: { panel, _ in [panel.raw[register.address] ?? 0] },
          write: { panel, words, _ in panel.set(register.address, words[0], most: register.most) })
      })

  private static func constant(_ address: Int, _ words: [UInt16]) -> SlaveRegister<EAPowerSupply> {
    SlaveRegister(address, count: words.count, read: { _, _ in words })
  }

  private static func text(_ address: Int, _ text: String) -> SlaveRegister<EAPowerSupply> {
    constant(address, RegisterWords.text(text, registers: 20))
  }

  var manners: ModbusManners {
    var manners = ModbusManners()
    manners.checksumCode = Refusal.checksum
    manners.frameGap = Double(raw[10566] ?? 5) / 1000
    let idle = Double(raw[10889] ?? 5)
    manners.idleClose = idle == 0 || raw[10821] == 0xFF00 ? nil : idle
    manners.latency = 0.001
    return manners
  }

  private var isFull: Bool { raw[10013] == 0xFF00 }

  mutating func answer(_ request: ModbusRequest, unit: UInt8, in exchange: inout Exchange) -> ModbusAnswer {
    snapshot = nil
    guard unit == 0 || unit == 1 else { return .nothing }
    // "Limited" knows address 0 alone; on Modbus TCP both are taken.
    if unit == 1, !isFull, exchange.framing == .rtu { return .exception(Refusal.address) }
    switch request {
    case .readBits(1, let address, let count): return readCoil(address, count)
    case .readRegisters(3, let address, let count):
      // Over two groups only where both are of one type: not from the 32-bit state into the 16-bit actual values.
      if address < 507, address + count > 507, address >= 505 { return .exception(Refusal.address) }
      return Self.table.read(address, count, function: 3, of: &self, &exchange)
    case .writeBit(let address, let value): return writeCoil(address, value, exchange)
    case .writeRegister(let address, let value):
      return Self.table.write(address, [value], function: 6, of: &self, exchange)
    case .writeRegisters(let address, let values):
      return Self.table.write(address, values, function: 16, of: &self, exchange)
    case .malformed(let function) where [1, 3, 5, 6, 16].contains(function): return .exception(Refusal.value)
    default: return .exception(Refusal.function)
    }
  }

  private mutating func readCoil(_ address: Int, _ count: Int) -> ModbusAnswer {
    guard count == 1 else { return .exception(Refusal.value) }
    let value: Bool
    switch address {
    case 402: value = owner != nil
    case 405: value = isOn
    default:
      guard Self.coils[address] != nil else { return .exception(Refusal.address) }
      value = raw[address] == 0xFF00
    }
    // "Limited" answers as a write would be: two bytes, FF 00 or 00 00.
    return isFull ? .bits([value], function: 1) : .pdu([1, 2, value ? 0xFF : 0, 0])
  }

  private mutating func writeCoil(_ address: Int, _ value: UInt16, _ exchange: Exchange) -> ModbusAnswer {
    guard value == 0 || value == 0xFF00 else { return .exception(Refusal.value) }
    let isSet = value == 0xFF00
    let code: UInt8?
    switch address {
    case 402: code = setRemote(isSet, over: exchange.framing)
    case 405: code = guarded { $0.isOn = isSet }
    case 410: code = guarded { $0.restart() }
    case 411: code = guarded { $0.alarms = 0 }
    default:
      guard Self.coils[address] != nil else { return .exception(Refusal.address) }
      code = guarded { $0.raw[address] = value }
    }
    if address == 405, isSet, code == nil, alarms & ~(1 << UInt32(Bit.causeIsSink)) != 0 {
      // It stays off until alarms are acknowledged.
      isOn = false
      return .exception(Refusal.execution)
    }
    apply()
    return code.map(ModbusAnswer.exception) ?? .echo(function: 5, address: address, value)
  }

  private mutating func setRemote(_ isSet: Bool, over framing: ModbusFraming) -> UInt8? {
    if isInHand { return Refusal.local }
    hasLapsed = false
    if isSet {
      owner = framing == .tcp ? 0x06 : 0x03
    } else if owner != nil {
      leaveRemote()
    }
    return nil
  }

  /// Does something that needs remote control; the code of the refusal where there is none.
  private mutating func guarded(_ change: (inout EAPowerSupply) -> Void) -> UInt8? {
    if isInHand { return Refusal.local }
    guard owner != nil else { return Refusal.access }
    change(&self)
    return nil
  }

  private mutating func set(_ address: Int, _ value: UInt16, most: UInt16) -> UInt8? {
    guard value <= most else { return Refusal.value }
    if address == 10566, value < 5 { return Refusal.value }
    if let (low, high) = Self.limits[address] {
      let lowest = low.flatMap { raw[$0] } ?? 0
      guard value >= lowest, value <= raw[high] ?? most else { return Refusal.value }
    }
    let code = guarded { $0.raw[address] = value }
    if code == nil { apply() }
    return code
  }
}
