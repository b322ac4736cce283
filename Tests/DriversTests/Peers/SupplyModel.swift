import Synchronization

/// A bidirectional supply as EA's register list describes the PSB 10060-60, from the facts and not from our profile: what it answers, and what it knows.
///
/// Its voltage register counts up with every reading, so that an answer that is not to the last question gives itself away.
final class SupplyModel: Sendable {
  /// What is inside.
  struct State {
    var registers: [Int: UInt16] = [
      0: 33, 121: 0x4270, 122: 0, 123: 0x4270, 124: 0, 125: 0x44BB, 126: 0x8000,  // 60 V, 60 A, 1500 W
      408: 0xFFFF, 498: 0xCCCC, 499: 0, 500: 0, 501: 0, 502: 0xCCCC,
      577: 1, 550: 0xE147, 553: 0xE147, 569: 0xE147,
    ]
    var coils: [Int: Bool] = [402: false, 405: false, 407: true, 411: false, 425: true]
    var alarms: UInt32 = 0
    var voltageRaw: UInt16 = 3000
    /// Raw voltages in the order in which they were served.
    var served: [UInt16] = []
    /// Every write that was done.
    var written: [(address: Int, value: Int)] = []
    /// A relay that does not move any more.
    var isStuck = false
    var serialWord: UInt16 = 0x3132
  }

  let state = Mutex(State())
  static let nominal = 60.0

  var isOutputOn: Bool { state.withLock { $0.coils[405] == true } }
  /// A served voltage in V.
  static func volts(_ raw: UInt16) -> Double { nominal * Double(raw) / 52428 }

  /// Answers function code and data with function code and data.
  func answer(_ request: [UInt8]) -> [UInt8] {
    state.withLock { state in
      guard request.count >= 5 else { return [(request.first ?? 0) | 0x80, 3] }
      let (function, address) = (request[0], Int(request[1]) << 8 | Int(request[2]))
      let value = Int(request[3]) << 8 | Int(request[4])
      switch function {
      case 1:
        guard value == 1, let isOn = Self.coil(address, state) else { return [0x81, 2] }
        return [1, 2, isOn ? 0xFF : 0, 0]
      case 3:
        guard (1...125).contains(value) else { return [0x83, 3] }
        if address <= 507, address + value > 507 { Self.measure(&state) }
        let words = (address..<address + value).map { Self.register($0, state) }
        guard !words.contains(nil) else { return [0x83, 2] }
        return [3, UInt8(2 * value)] + words.compactMap { $0 }.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
      case 5:
        guard state.coils[address] != nil, value == 0 || value == 0xFF00 else { return [0x85, 2] }
        guard address == 402 || state.coils[402] == true else { return [0x85, 7] }
        state.written.append((address, value))
        if address == 411 {
          state.alarms = 0
        } else if !(state.isStuck && address == 405) {
          state.coils[address] = value != 0
        }
        return Array(request.prefix(5))
      case 6:
        guard state.registers[address] != nil || (551...577).contains(address) else { return [0x86, 2] }
        guard state.coils[402] == true else { return [0x86, 7] }
        guard value <= ((498...502).contains(address) ? 0xD0E5 : 0xFFFF) else { return [0x86, 3] }
        state.written.append((address, value))
        state.registers[address] = UInt16(value)
        return Array(request.prefix(5))
      default: return [function | 0x80, 1]
      }
    }
  }

  private static func coil(_ address: Int, _ state: State) -> Bool? { state.coils[address] }

  private static func measure(_ state: inout State) {
    state.voltageRaw = state.voltageRaw >= 4200 ? 3000 : state.voltageRaw + 1
    state.served.append(state.voltageRaw)
  }

  private static func register(_ address: Int, _ state: State) -> UInt16? {
    let isOn = state.coils[405] == true
    let (source, sink) = (state.registers[501] ?? 0, state.registers[499] ?? 0)
    switch address {
    case 151...170: return state.serialWord &+ UInt16(address)
    case 1...60, 171...250: return 0x2020
    case 505: return UInt16(truncatingIfNeeded: state.alarms >> 16)
    case 506:
      let control: UInt16 = state.coils[402] == true ? 0x06 | 1 << 11 : 0
      let mode: UInt16 = isOn ? 1 << 7 | 2 << 9 : 0
      return control | mode | (isOn && sink > source ? 1 << 12 : 0) | UInt16(truncatingIfNeeded: state.alarms)
    case 507: return state.voltageRaw
    case 508: return isOn ? max(source, sink) : 0
    case 509: return 0
    case 551...577: return state.registers[address] ?? 0
    default: return state.registers[address]
    }
  }
}
