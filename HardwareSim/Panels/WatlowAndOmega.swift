import Foundation

/// A Watlow EZ-ZONE PM: floating-point numbers low word first, in °F unless register 2490 says °C (EZ-ZONE communications manual, p. 13).
struct WatlowEZZone: ChamberPanel {
  var chamber: ThermalChamber
  var thermometer = StageFaults()
  private var units: UInt16 = 30
  private var controlMode: UInt16 = 10

  /// A controller that was just switched on, at a test time in s.
  init(time: Double = 0) { chamber = ThermalChamber(time: time) }

  var manners: ModbusManners {
    var manners = ModbusManners()
    manners.latency = 0.01
    return manners
  }

  mutating func restart() {}

  private var isFahrenheit: Bool { units == 30 }
  private func outgoing(_ celsius: Double) -> Double { isFahrenheit ? celsius * 9 / 5 + 32 : celsius }
  private func incoming(_ value: Double) -> Double { isFahrenheit ? (value - 32) * 5 / 9 : value }

  private static let table = RegisterTable<WatlowEZZone>([
    float(360) { $0.outgoing($0.shownTemperature(&$1)) },
    SlaveRegister(
      2160, count: 2, read: { panel, _ in RegisterWords.float(panel.outgoing(panel.chamber.target)).reversed() },
      write: { panel, words, _ in
        let value = RegisterWords.float(words.reversed())
        guard value.isFinite, value.magnitude <= 9999 else { return RegisterTable<WatlowEZZone>.illegalValue }
        panel.chamber.target = panel.incoming(value)
        return nil
      }),
    float(1904) { panel, _ in panel.chamber.output },
    SlaveRegister(
      1880, count: 2, read: { panel, _ in [panel.controlMode, 0] },
      write: { panel, words, _ in
        panel.controlMode = words[0]
        return nil
      }),
    SlaveRegister(368, read: { _, _ in [95] }, write: nil),
    SlaveRegister(
      2490, read: { panel, _ in [panel.units] },
      write: { panel, words, _ in
        guard words[0] == 30 || words[0] == 15 else { return RegisterTable<WatlowEZZone>.illegalValue }
        panel.units = words[0]
        return nil
      }),
  ])

  private static func float(
    _ address: Int, _ read: @escaping @Sendable (inout WatlowEZZone, inout Exchange) -> Double
  ) -> SlaveRegister<WatlowEZZone> {
    SlaveRegister(
      address, count: 2, read: { panel, exchange in RegisterWords.float(read(&panel, &exchange)).reversed() })
  }

  mutating func answer(_ request: ModbusRequest, unit: UInt8, in exchange: inout Exchange) -> ModbusAnswer {
    guard unit == 1 else { return .nothing }
    return Self.table.answer(request, of: &self, &exchange)
  }
}

/// An Omega CN7500: tenths of a degree, and a coil that lets it run (public minimalmodbus driver).
struct OmegaCN7500: ChamberPanel {
  var chamber: ThermalChamber
  var thermometer = StageFaults()
  private var setpoint = ThermalChamber.room
  private var isRunning = false
  private var controlMode: UInt16 = 0

  /// The coil that lets it run.
  private static let run = 0x0814

  /// A controller that was just switched on, at a test time in s.
  init(time: Double = 0) { chamber = ThermalChamber(time: time) }

  var manners: ModbusManners {
    var manners = ModbusManners()
    manners.latency = 0.01
    return manners
  }

  mutating func restart() {
    isRunning = false
    follow()
  }

  /// A controller that does not run leaves the chamber to the room.
  private mutating func follow() { chamber.target = isRunning ? setpoint : ThermalChamber.room }

  private static let table = RegisterTable<OmegaCN7500>([
    SlaveRegister(0x1000, read: { panel, exchange in [tenths(panel.shownTemperature(&exchange))] }),
    SlaveRegister(
      0x1001, writers: [6], read: { panel, _ in [tenths(panel.setpoint)] },
      write: { panel, words, _ in
        guard words[0] <= 9999 else { return RegisterTable<OmegaCN7500>.illegalValue }
        panel.setpoint = Double(words[0]) / 10
        panel.follow()
        return nil
      }),
    SlaveRegister(
      0x1005, writers: [6], read: { panel, _ in [panel.controlMode] },
      write: { panel, words, _ in
        guard words[0] <= 3 else { return RegisterTable<OmegaCN7500>.illegalValue }
        panel.controlMode = words[0]
        return nil
      }),
    SlaveRegister(0x1012, read: { panel, _ in [tenths(panel.isRunning ? max(0, panel.chamber.output) : 0)] }),
  ])

  private static func tenths(_ value: Double) -> UInt16 {
    UInt16(bitPattern: Int16(clamping: Int((value * 10).rounded())))
  }

  mutating func answer(_ request: ModbusRequest, unit: UInt8, in exchange: inout Exchange) -> ModbusAnswer {
    guard unit == 1 else { return .nothing }
    switch request {
    case .readBits(2, Self.run, 1): return .bits([isRunning], function: 2)
    case .writeBit(Self.run, let value) where value == 0 || value == 0xFF00:
      isRunning = value == 0xFF00
      follow()
      return .echo(function: 5, address: Self.run, value)
    case .readBits(2, _, _), .writeBit: return .exception(2)
    case .writeRegisters, .readRegisters(4, _, _): return .exception(1)
    default: return Self.table.answer(request, of: &self, &exchange)
    }
  }
}
