/// Registers of a Modbus slave that belong together: how they are read, and written.
struct SlaveRegister<Panel>: Sendable {
  typealias Reader = @Sendable (inout Panel, inout Exchange) -> [UInt16]
  /// Nil where a write was taken, else the code of the exception.
  typealias Writer = @Sendable (inout Panel, [UInt16], Exchange) -> UInt8?

  /// The first address.
  let address: Int
  /// How many registers it takes.
  let count: Int
  let read: Reader?
  let write: Writer?
  /// Functions that may write it.
  let writers: Set<UInt8>

  init(_ address: Int, count: Int = 1, writers: Set<UInt8> = [6, 16], read: Reader?, write: Writer? = nil) {
    (self.address, self.count, self.read, self.write) = (address, count, read, write)
    self.writers = writers
  }
}

/// All registers of a slave, and what every slave does with requests for them.
struct RegisterTable<Panel>: Sendable {
  private let byAddress: [Int: SlaveRegister<Panel>]
  /// Whether addresses between known ones read as zero, so that a block may be read over them.
  let readsGaps: Bool
  private let last: Int

  /// Codes of the Modbus application protocol: illegal function, illegal address, illegal value.
  static var illegalFunction: UInt8 { 1 }
  static var illegalAddress: UInt8 { 2 }
  static var illegalValue: UInt8 { 3 }

  init(_ registers: [SlaveRegister<Panel>], readsGaps: Bool = false) {
    byAddress = Dictionary(registers.map { ($0.address, $0) }) { first, _ in first }
    self.readsGaps = readsGaps
    last = registers.map { $0.address + $0.count - 1 }.max() ?? -1
  }

  /// The register that begins at an address.
  subscript(_ address: Int) -> SlaveRegister<Panel>? { byAddress[address] }

  /// Reads whole registers; a request that begins or ends inside one is refused.
  func read(_ address: Int, _ count: Int, function: UInt8, of panel: inout Panel, _ exchange: inout Exchange)
    -> ModbusAnswer
  {
    var words: [UInt16] = []
    var next = address
    while next < address + count {
      if let register = byAddress[next], let read = register.read {
        words += read(&panel, &exchange)
        next += register.count
      } else if readsGaps, next <= last {
        words.append(0)
        next += 1
      } else {
        return .exception(Self.illegalAddress)
      }
    }
    return words.count == count ? .registers(words, function: function) : .exception(Self.illegalAddress)
  }

  /// Writes registers, the first fault ends it.
  func write(_ address: Int, _ words: [UInt16], function: UInt8, of panel: inout Panel, _ exchange: Exchange)
    -> ModbusAnswer
  {
    var next = 0
    while next < words.count {
      guard let register = byAddress[address + next], let write = register.write else {
        return .exception(Self.illegalAddress)
      }
      guard register.writers.contains(function) else { return .exception(Self.illegalFunction) }
      guard next + register.count <= words.count else { return .exception(Self.illegalValue) }
      if let code = write(&panel, Array(words[next..<(next + register.count)]), exchange) { return .exception(code) }
      next += register.count
    }
    return .echo(function: function, address: address, function == 6 ? words[0] : UInt16(words.count))
  }
}

/// Values as registers carry them, high word first.
enum RegisterWords {
  static func float(_ value: Double) -> [UInt16] { long(Float(value).bitPattern) }

  static func long(_ value: UInt32) -> [UInt16] { [UInt16(value >> 16), UInt16(value & 0xFFFF)] }

  static func float(_ words: [UInt16]) -> Double {
    guard words.count == 2 else { return .nan }
    return Double(Float(bitPattern: UInt32(words[0]) << 16 | UInt32(words[1])))
  }

  /// Text in so many registers, two characters each, filled up with zeros.
  static func text(_ text: String, registers: Int) -> [UInt16] {
    let bytes = Array(text.utf8.prefix(2 * registers))
    let padded = bytes + [UInt8](repeating: 0, count: 2 * registers - bytes.count)
    return (0..<registers).map { UInt16(padded[2 * $0]) << 8 | UInt16(padded[2 * $0 + 1]) }
  }

  /// A count as an unsigned register holds it.
  static func clamped(_ value: Double) -> UInt16 {
    value.isFinite ? UInt16(min(max(value.rounded(), 0), 65535)) : 0
  }
}

extension RegisterTable {
  /// What a slave of functions 3, 6 and 16 answers.
  func answer(_ request: ModbusRequest, of panel: inout Panel, _ exchange: inout Exchange) -> ModbusAnswer {
    switch request {
    case .readRegisters(3, let address, let count):
      read(address, count, function: 3, of: &panel, &exchange)
    case .writeRegister(let address, let value): write(address, [value], function: 6, of: &panel, exchange)
    case .writeRegisters(let address, let values): write(address, values, function: 16, of: &panel, exchange)
    case .malformed(let function) where [3, 6, 16].contains(function): .exception(Self.illegalValue)
    default: .exception(Self.illegalFunction)
    }
  }
}
